//! The text of a Python source file: its declared encoding, and line breaks as Python sees them.
//!
//! Mirrors PEP 263 and the universal newlines of CPython's tokenizer, for the encodings that sources are written in.

use std::fmt;

/// Why the bytes of a source file have no text. The message is that of Python's `SyntaxError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonTextError(pub String);

impl fmt::Display for PythonTextError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for PythonTextError {}

/// The text of a Python source file. A byte order mark is dropped, line breaks become `\n`.
///
/// # Errors
/// The bytes are not of the encoding, or it is none of UTF-8, ASCII, ISO-8859-1, ISO-8859-15 and Windows-1252.
pub fn decode_python(bytes: Vec<u8>) -> Result<String, PythonTextError> {
    let text = match declared(&bytes).as_deref() {
        None | Some("utf-8" | "utf8" | "u8" | "utf-8-sig" | "ascii" | "us-ascii") => utf8(bytes)?,
        Some("latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "cp819") => {
            bytes.into_iter().map(char::from).collect()
        }
        Some("iso-8859-15" | "iso8859-15" | "latin-9" | "latin9" | "l9") => {
            bytes.into_iter().map(latin_9).collect()
        }
        Some(name @ ("cp1252" | "windows-1252" | "1252")) => bytes
            .iter()
            .map(|byte| windows_1252(*byte))
            .collect::<Option<String>>()
            .ok_or_else(|| {
                PythonTextError(format!(
                    "(unicode error) '{name}' codec can't decode a byte of the file"
                ))
            })?,
        Some(other) => return Err(PythonTextError(format!("encoding problem: {other}"))),
    };
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    })
}

/// The encoding that one of the first two lines names, in lower case with hyphens.
fn declared(bytes: &[u8]) -> Option<String> {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let first = lines.next()?;
    cookie(first).or_else(|| {
        let is_blank = first.trim_ascii().first().is_none_or(|byte| *byte == b'#');
        is_blank.then(|| lines.next().and_then(cookie)).flatten()
    })
}

/// `[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`.
fn cookie(line: &[u8]) -> Option<String> {
    let line = line.trim_ascii_start();
    if line.first() != Some(&b'#') {
        return None;
    }
    let line = String::from_utf8_lossy(line);
    line.match_indices("coding").find_map(|(at, word)| {
        let rest = line.get(at + word.len()..)?.strip_prefix([':', '='])?;
        let rest = rest.trim_start_matches([' ', '\t']);
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
            .unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| !name.is_empty())?;
        Some(name.to_ascii_lowercase().replace('_', "-"))
    })
}

fn utf8(bytes: Vec<u8>) -> Result<String, PythonTextError> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            if !only_comments_are_invalid(&bytes) {
                let byte = bytes.get(at).copied().unwrap_or_default();
                return Err(PythonTextError(format!(
                    "(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}"
                )));
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// An import looks at the bytes of names and literals alone. A line counts if nothing before its `#` can be a text.
fn only_comments_are_invalid(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').all(|line| {
        std::str::from_utf8(line).is_ok() || {
            let end = line
                .iter()
                .position(|byte| *byte == b'#')
                .unwrap_or(line.len());
            end < line.len()
                && line.get(..end).is_some_and(|code| {
                    code.iter()
                        .all(|byte| byte.is_ascii() && !matches!(byte, b'\'' | b'"'))
                })
        }
    })
}

fn latin_9(byte: u8) -> char {
    match byte {
        0xa4 => '€',
        0xa6 => 'Š',
        0xa8 => 'š',
        0xb4 => 'Ž',
        0xb8 => 'ž',
        0xbc => 'Œ',
        0xbd => 'œ',
        0xbe => 'Ÿ',
        other => char::from(other),
    }
}

fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH
            .get(usize::from(byte - 0x80))
            .copied()
            .filter(|character| *character != '\0'),
        other => Some(char::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::decode_python;

    fn text(bytes: &[u8]) -> Result<String, String> {
        decode_python(bytes.to_vec()).map_err(|error| error.to_string())
    }

    #[test]
    fn encodings() {
        let ok = |bytes: &[u8], expected: &str| assert_eq!(text(bytes).as_deref(), Ok(expected));
        ok("x = 'é'\n".as_bytes(), "x = 'é'\n");
        ok(b"\xef\xbb\xbfx = 1\n", "x = 1\n");
        ok(
            b"# -*- coding: latin-1 -*-\n'\xe9'",
            "# -*- coding: latin-1 -*-\n'é'",
        );
        ok(
            b"#!/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80\x93'",
            "#!/bin/python\n# vim: set fileencoding=cp1252 :\n'€“'",
        );
        ok(
            b"\n# coding=ISO_8859-15\n'\xa4'",
            "\n# coding=ISO_8859-15\n'€'",
        );
        // A cookie after code is none.
        ok(b"x = 1\n# coding: latin-1\n", "x = 1\n# coding: latin-1\n");
        ok(b"x = 1  # \xe9\n", "x = 1  # \u{fffd}\n");
        assert!(text(b"x = '\xe9'\n").is_err_and(|message| message.contains("0xe9 in position 5")));
        assert!(text(b"x = '# \xe9'\n").is_err());
        assert_eq!(
            text(b"# coding: nope-8\n"),
            Err("encoding problem: nope-8".to_owned())
        );
    }

    #[test]
    fn line_breaks() {
        assert_eq!(text(b"a\r\nb\rc\n").as_deref(), Ok("a\nb\nc\n"));
    }
}
