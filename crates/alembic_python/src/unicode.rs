//! Properties of characters as Python's `str` sees them. ASCII is answered without a table.

mod tables;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use tables::{CHEROKEE, DIGITS, FOLDED, NUMERALS, SAME_TITLE, TITLE};

fn in_ranges(ranges: &[(u32, u32)], character: char) -> bool {
    let code = u32::from(character);
    ranges
        .binary_search_by(|(first, last)| {
            if *last < code {
                std::cmp::Ordering::Less
            } else if *first > code {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            }
        })
        .is_ok()
}

fn mapped(table: &'static [(char, &'static str)], character: char) -> Option<&'static str> {
    let found = table.binary_search_by_key(&character, |(from, _)| *from);
    found.ok().and_then(|at| table.get(at)).map(|(_, to)| *to)
}

/// A letter.
pub(crate) fn is_alpha(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.general_category_group() == GeneralCategoryGroup::Letter
}

/// The value of a decimal digit. Decimal digits of a script come in tens, one after the other.
pub(crate) fn decimal(character: char) -> Option<u8> {
    if character.is_ascii() {
        return character
            .to_digit(10)
            .and_then(|digit| u8::try_from(digit).ok());
    }
    let is_decimal = |code: u32| {
        char::from_u32(code).is_some_and(|c| c.general_category() == GeneralCategory::DecimalNumber)
    };
    let code = u32::from(character);
    if !is_decimal(code) {
        return None;
    }
    let before = (1..=50).take_while(|back| is_decimal(code - back)).count();
    u8::try_from(before % 10).ok()
}

/// A digit, decimal or not.
pub(crate) fn is_digit(character: char) -> bool {
    decimal(character).is_some() || in_ranges(DIGITS, character)
}

/// A character that stands for a number.
pub(crate) fn is_numeric(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    character.general_category_group() == GeneralCategoryGroup::Number
        || in_ranges(NUMERALS, character)
}

/// White space, with the four ASCII separators that Rust leaves out.
pub(crate) fn is_space(character: char) -> bool {
    matches!(character, '\u{1c}'..='\u{1f}') || character.is_whitespace()
}

/// A character that `repr` shows as it is.
pub(crate) fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    !matches!(
        character.general_category_group(),
        GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator
    )
}

/// A name that Python accepts.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && characters.all(unicode_ident::is_xid_continue)
}

/// A letter in title case, such as `ǅ`.
pub(crate) fn is_title(character: char) -> bool {
    !character.is_ascii() && character.general_category() == GeneralCategory::TitlecaseLetter
}

/// True for a character that has a case.
fn is_cased(character: char) -> bool {
    character.is_uppercase() || character.is_lowercase() || is_title(character)
}

/// Appends the lower case of the character at a byte position: a sigma at the end of a word has its own form.
fn push_lower(out: &mut String, text: &str, at: usize, character: char) {
    if character != 'Σ' {
        out.extend(character.to_lowercase());
        return;
    }
    let is_ignorable = |c: &char| {
        matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark
                | GeneralCategory::EnclosingMark
                | GeneralCategory::Format
                | GeneralCategory::ModifierLetter
                | GeneralCategory::ModifierSymbol
        ) || matches!(c, '\'' | '.' | ':' | '·' | '’' | '‘' | '․')
    };
    let (before, after) = text.split_at(at);
    let ends = before
        .chars()
        .rev()
        .find(|c| !is_ignorable(c))
        .is_some_and(is_cased)
        && !after
            .chars()
            .skip(1)
            .find(|c| !is_ignorable(c))
            .is_some_and(is_cased);
    out.push(if ends { 'ς' } else { 'σ' });
}

fn push_title(out: &mut String, character: char) {
    match mapped(TITLE, character) {
        Some(title) => out.push_str(title),
        None if in_ranges(SAME_TITLE, character) => out.push(character),
        None => out.extend(character.to_uppercase()),
    }
}

/// `str.title`.
pub(crate) fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_word = false;
    for (at, character) in text.char_indices() {
        if in_word {
            push_lower(&mut out, text, at, character);
        } else {
            push_title(&mut out, character);
        }
        in_word = is_cased(character);
    }
    out
}

/// `str.istitle`.
pub(crate) fn is_title_text(text: &str) -> bool {
    let (mut in_word, mut has_cased) = (false, false);
    for character in text.chars() {
        if character.is_uppercase() || is_title(character) {
            if in_word {
                return false;
            }
            (in_word, has_cased) = (true, true);
        } else if character.is_lowercase() {
            if !in_word {
                return false;
            }
            has_cased = true;
        } else {
            in_word = false;
        }
    }
    has_cased
}

/// `str.isupper` and `str.islower`.
pub(crate) fn is_case(text: &str, upper: bool) -> bool {
    let mut has_cased = false;
    for character in text.chars() {
        let (right, wrong) = if upper {
            (character.is_uppercase(), character.is_lowercase())
        } else {
            (character.is_lowercase(), character.is_uppercase())
        };
        if wrong || is_title(character) {
            return false;
        }
        has_cased |= right;
    }
    has_cased
}

/// `str.capitalize`.
pub(crate) fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if at == 0 {
            push_title(&mut out, character);
        } else {
            push_lower(&mut out, text, at, character);
        }
    }
    out
}

/// `str.swapcase`.
pub(crate) fn swap_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if character.is_uppercase() {
            push_lower(&mut out, text, at, character);
        } else if character.is_lowercase() {
            out.extend(character.to_uppercase());
        } else {
            out.push(character);
        }
    }
    out
}

/// `str.casefold`.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match mapped(FOLDED, character) {
            Some(folded) => out.push_str(folded),
            None if in_ranges(CHEROKEE, character) => out.push(character),
            None => out.extend(character.to_lowercase()),
        }
    }
    out
}

/// Text for a number: without the white space around it, and with ASCII digits.
pub(crate) fn number_text(text: &str) -> std::borrow::Cow<'_, str> {
    let text = text.trim_matches(is_space);
    if text.is_ascii() {
        return text.into();
    }
    text.chars()
        .map(|character| match decimal(character) {
            Some(digit) => char::from(b'0' + digit),
            None => character,
        })
        .collect()
}

/// `unicodedata.normalize`; `None` if there is no such form.
pub(crate) fn normalize(form: &str, text: &str) -> Option<String> {
    Some(match form {
        "NFC" => text.nfc().collect(),
        "NFD" => text.nfd().collect(),
        "NFKC" => text.nfkc().collect(),
        "NFKD" => text.nfkd().collect(),
        _ => return None,
    })
}

/// `unicodedata.combining`.
pub(crate) fn combining(character: char) -> u8 {
    canonical_combining_class(character)
}

/// `unicodedata.category`.
pub(crate) fn category(character: char) -> &'static str {
    match character.general_category() {
        GeneralCategory::UppercaseLetter => "Lu",
        GeneralCategory::LowercaseLetter => "Ll",
        GeneralCategory::TitlecaseLetter => "Lt",
        GeneralCategory::ModifierLetter => "Lm",
        GeneralCategory::OtherLetter => "Lo",
        GeneralCategory::NonspacingMark => "Mn",
        GeneralCategory::SpacingMark => "Mc",
        GeneralCategory::EnclosingMark => "Me",
        GeneralCategory::DecimalNumber => "Nd",
        GeneralCategory::LetterNumber => "Nl",
        GeneralCategory::OtherNumber => "No",
        GeneralCategory::ConnectorPunctuation => "Pc",
        GeneralCategory::DashPunctuation => "Pd",
        GeneralCategory::OpenPunctuation => "Ps",
        GeneralCategory::ClosePunctuation => "Pe",
        GeneralCategory::InitialPunctuation => "Pi",
        GeneralCategory::FinalPunctuation => "Pf",
        GeneralCategory::OtherPunctuation => "Po",
        GeneralCategory::MathSymbol => "Sm",
        GeneralCategory::CurrencySymbol => "Sc",
        GeneralCategory::ModifierSymbol => "Sk",
        GeneralCategory::OtherSymbol => "So",
        GeneralCategory::SpaceSeparator => "Zs",
        GeneralCategory::LineSeparator => "Zl",
        GeneralCategory::ParagraphSeparator => "Zp",
        GeneralCategory::Control => "Cc",
        GeneralCategory::Format => "Cf",
        GeneralCategory::Surrogate => "Cs",
        GeneralCategory::PrivateUse => "Co",
        GeneralCategory::Unassigned => "Cn",
    }
}
