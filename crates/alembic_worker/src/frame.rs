//! Frames: four bytes of length, then JSON.

use std::io::{ErrorKind, Read, Write};

use serde_json::Value;

/// The largest frame that is read; a longer one is no answer of ours.
const MAX_LENGTH: u32 = 1 << 30;

/// Why no frame came.
#[derive(Debug)]
pub(crate) enum FrameError {
    /// The other side closed the connection.
    Closed,
    /// The time was up.
    TimedOut,
    /// The bytes are no frame; what they are instead.
    Garbage(String),
}

/// Reads one frame.
pub(crate) fn read(stream: &mut impl Read) -> Result<Value, FrameError> {
    let mut head = [0; 4];
    stream
        .read_exact(&mut head)
        .map_err(|error| explain(&error))?;
    let length = u32::from_be_bytes(head);
    if length > MAX_LENGTH {
        return Err(FrameError::Garbage(shown(&head)));
    }
    // Read in pieces: a wrong length must not take memory that no bytes fill.
    let mut body = Vec::new();
    stream
        .by_ref()
        .take(u64::from(length))
        .read_to_end(&mut body)
        .map_err(|error| explain(&error))?;
    if body.len() < length as usize {
        return Err(FrameError::Closed);
    }
    serde_json::from_slice(&body).map_err(|_| FrameError::Garbage(shown(&body)))
}

/// Writes one frame.
pub(crate) fn write(stream: &mut impl Write, value: &Value) -> Result<(), FrameError> {
    let body = value.to_string();
    let length = u32::try_from(body.len())
        .ok()
        .filter(|length| *length <= MAX_LENGTH)
        .ok_or_else(|| FrameError::Garbage(format!("a message of {} bytes", body.len())))?;
    let mut frame = Vec::with_capacity(body.len() + 4);
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(body.as_bytes());
    stream.write_all(&frame).map_err(|error| explain(&error))
}

fn explain(error: &std::io::Error) -> FrameError {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => FrameError::TimedOut,
        _ => FrameError::Closed,
    }
}

/// The beginning of some bytes, for a message.
fn shown(bytes: &[u8]) -> String {
    let start = bytes.get(..60).unwrap_or(bytes);
    format!("{:?}", String::from_utf8_lossy(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_back() {
        let mut bytes = Vec::new();
        write(&mut bytes, &serde_json::json!({"return": [1, "é"]})).unwrap();
        let read = read(&mut bytes.as_slice()).unwrap();
        assert_eq!(read, serde_json::json!({"return": [1, "é"]}));
    }

    #[test]
    fn a_cut_frame_and_other_text_are_told_apart() {
        let mut bytes = Vec::new();
        write(&mut bytes, &serde_json::json!({"return": null})).unwrap();
        bytes.pop();
        assert!(matches!(
            read(&mut bytes.as_slice()),
            Err(FrameError::Closed)
        ));
        assert!(matches!(
            read(&mut "Traceback (most recent call last)".as_bytes()),
            Err(FrameError::Garbage(_))
        ));
        assert!(matches!(
            read(&mut b"\0\0\0\x03abc".as_slice()),
            Err(FrameError::Garbage(_))
        ));
    }
}
