//! Frames of websockets ([RFC 6455, section 5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2)).

use super::replies::{Protocol, Unit};
use crate::Outcome;

const BINARY: u8 = 0x82;
const IS_MASKED: u8 = 0x80;
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// Frames that come from a server: messages of one size, each in one frame, and its pings between them.
pub(crate) struct Frames {
    /// Of a message.
    pub(crate) size: usize,
}

impl Protocol for Frames {
    fn unit(&self, bytes: &[u8]) -> Outcome<Option<Unit>> {
        let Some((head, payload)) = lengths(bytes) else { return Ok(None) };
        let unit = |counts| Ok(Some(Unit { length: head + payload, counts }));
        match bytes[0] {
            BINARY if payload == self.size => unit(true),
            0x89 | 0x8a => unit(false),
            other => Err(format!("a server sent a frame {other:#04x} of {payload} bytes instead of a message").into()),
        }
    }
}

/// A message of `size` bytes as a client sends it, which is masked.
pub(crate) fn message(size: usize) -> Vec<u8> {
    let mut frame = vec![BINARY];
    match (u16::try_from(size), size) {
        (_, ..=125) => frame.push(IS_MASKED | size as u8),
        (Ok(size), _) => {
            frame.push(IS_MASKED | 126);
            frame.extend(size.to_be_bytes());
        }
        (Err(_), _) => {
            frame.push(IS_MASKED | 127);
            frame.extend((size as u64).to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(MASK.iter().cycle().take(size).map(|mask| b'x' ^ mask));
    frame
}

/// Of the head and of the payload, once the head is there. A server's frame is not masked.
fn lengths(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes.get(1)? {
        126 => Some((4, u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?).into())),
        127 => Some((10, usize::try_from(u64::from_be_bytes(*bytes.get(2..)?.first_chunk()?)).ok()?)),
        short => Some((2, short.into())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What a server makes of [`message`].
    fn echo(size: usize) -> Vec<u8> {
        let sent = message(size);
        let head = sent.len() - size - MASK.len();
        let mut frame = sent[..head].to_vec();
        frame[1] &= !IS_MASKED;
        frame.extend(vec![b'x'; size]);
        frame
    }

    #[test]
    fn a_message_that_comes_back_is_as_long_as_it_says() {
        for size in [0, 20, 125, 126, 4096, 65535, 65536] {
            let frame = echo(size);
            let unit = Frames { size }.unit(&frame).unwrap();
            assert_eq!(unit, Some(Unit { length: frame.len(), counts: true }), "{size}");
        }
    }

    #[test]
    fn a_head_that_is_cut_is_not_known_yet() {
        let frame = echo(65536);
        assert!((0..10).all(|length| Frames { size: 65536 }.unit(&frame[..length]).unwrap().is_none()));
    }

    #[test]
    fn pings_do_not_count_and_other_messages_are_wrong() {
        let frames = Frames { size: 20 };
        assert_eq!(frames.unit(&[0x89, 0]).unwrap(), Some(Unit { length: 2, counts: false }));
        assert!(frames.unit(&[0x88, 0]).is_err());
        assert!(frames.unit(&echo(21)).is_err());
    }

    #[test]
    fn the_payload_is_masked() {
        assert_eq!(message(1), [BINARY, 0x81, 0x37, 0xfa, 0x21, 0x3d, b'x' ^ 0x37]);
    }
}
