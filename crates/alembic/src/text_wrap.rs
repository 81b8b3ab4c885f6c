//! Wrapping of texts as Python's `textwrap.wrap` does it.

/// Lines of at most `width` characters, each after `indent`.
pub(crate) fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let spaces: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let mut chunks = split(&spaces);
    chunks.reverse();
    let room = width.saturating_sub(indent.chars().count()).max(1);
    let mut lines: Vec<String> = Vec::new();
    while !chunks.is_empty() {
        if !lines.is_empty() && chunks.last().is_some_and(|chunk| chunk.trim().is_empty()) {
            chunks.pop();
        }
        let mut line: Vec<String> = Vec::new();
        let mut length = 0;
        while let Some(chunk) = chunks.last() {
            let n_chars = chunk.chars().count();
            if length + n_chars > room {
                break;
            }
            length += n_chars;
            line.extend(chunks.pop());
        }
        if let Some(chunk) = chunks.last()
            && chunk.chars().count() > room
        {
            break_long(&mut chunks, &mut line, room.saturating_sub(length).max(1));
        }
        if line.last().is_some_and(|chunk| chunk.trim().is_empty()) {
            line.pop();
        }
        if !line.is_empty() {
            lines.push(format!("{indent}{}", line.concat()));
        }
    }
    lines
}

/// Puts as much of a chunk that fits on no line as there is room for; prefers a hyphen.
fn break_long(chunks: &mut Vec<String>, line: &mut Vec<String>, room: usize) {
    let Some(chunk) = chunks.pop() else {
        return;
    };
    let characters: Vec<char> = chunk.chars().collect();
    let mut end = room.min(characters.len());
    if characters.len() > room
        && let Some(hyphen) = characters
            .iter()
            .take(room)
            .rposition(|character| *character == '-')
        && hyphen > 0
        && characters
            .iter()
            .take(hyphen)
            .any(|character| *character != '-')
    {
        end = hyphen + 1;
    }
    line.push(characters.iter().take(end).collect());
    let rest: String = characters.iter().skip(end).collect();
    if !rest.is_empty() {
        chunks.push(rest);
    }
}

/// Words and the spaces between them; hyphenated words are cut after their hyphens.
fn split(text: &str) -> Vec<String> {
    let mut chunks: Vec<String> = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let mut word = String::new();
    for (at, character) in characters.iter().enumerate() {
        let starts_other = word
            .chars()
            .next()
            .is_some_and(|first| (first == ' ') != (*character == ' '));
        if starts_other {
            chunks.push(std::mem::take(&mut word));
        }
        word.push(*character);
        if *character == '-' && may_break_after(&characters, at) {
            chunks.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        chunks.push(word);
    }
    chunks
}

/// `-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])`
fn may_break_after(characters: &[char], at: usize) -> bool {
    let is_letter = |position: Option<usize>| {
        position
            .and_then(|position| characters.get(position))
            .is_some_and(|c| (c.is_alphabetic() || *c == '_') && !c.is_numeric())
    };
    let is_hyphen =
        |position: Option<usize>| position.and_then(|at| characters.get(at)) == Some(&'-');
    let before = |n: usize| at.checked_sub(n);
    let two_letters = is_letter(before(1)) && is_letter(before(2));
    let letter_by_letter = is_letter(before(1)) && is_hyphen(before(2)) && is_letter(before(3));
    let after = is_letter(Some(at + 1))
        && (is_letter(Some(at + 2)) || (is_hyphen(Some(at + 2)) && is_letter(Some(at + 3))));
    (two_letters || letter_by_letter) && after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_like_textwrap() {
        assert_eq!(
            wrap("one two three-four five", 12, "  "),
            ["  one two", "  three-four", "  five"]
        );
        assert_eq!(
            wrap("abcdefghijkl", 7, "  "),
            ["  abcde", "  fghij", "  kl"]
        );
        assert_eq!(wrap("a b ...", 80, "  "), ["  a b ..."]);
    }
}
