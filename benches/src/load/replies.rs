//! Counts replies in a stream of bytes, without keeping them.

use crate::Outcome;

/// How a protocol tells its units apart.
pub(crate) trait Protocol {
    /// What begins here, once there is enough of it to know. Wrong replies are errors.
    fn unit(&self, bytes: &[u8]) -> Outcome<Option<Unit>>;
}

/// A response, or a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// All of it, in bytes.
    pub(crate) length: usize,
    /// Whether it is a reply, or something that the protocol has besides.
    pub(crate) counts: bool,
}

/// Where a connection's stream is within its replies.
#[derive(Default)]
pub(super) struct Replies {
    /// What has come of a unit that is not known yet.
    beginning: Vec<u8>,
    /// What is still to come of one that is.
    missing: usize,
    counts: bool,
}

impl Replies {
    /// How many replies end within these bytes.
    pub(super) fn count(&mut self, protocol: &impl Protocol, bytes: &[u8]) -> Outcome<usize> {
        if self.beginning.is_empty() {
            return self.walk(protocol, bytes);
        }
        let mut joined = std::mem::take(&mut self.beginning);
        joined.extend_from_slice(bytes);
        self.walk(protocol, &joined)
    }

    fn walk(&mut self, protocol: &impl Protocol, mut bytes: &[u8]) -> Outcome<usize> {
        let mut complete = 0;
        while !bytes.is_empty() {
            if self.missing == 0 {
                let Some(unit) = protocol.unit(bytes)? else {
                    self.beginning.extend_from_slice(bytes);
                    break;
                };
                (self.missing, self.counts) = (unit.length, unit.counts);
            }
            let here = self.missing.min(bytes.len());
            self.missing -= here;
            bytes = &bytes[here..];
            complete += usize::from(self.missing == 0 && self.counts);
        }
        Ok(complete)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A letter and how many bytes follow it; capital letters count.
    struct Letters;

    impl Protocol for Letters {
        fn unit(&self, bytes: &[u8]) -> Outcome<Option<Unit>> {
            let [letter, length, ..] = *bytes else { return Ok(None) };
            Ok(Some(Unit { length: 2 + usize::from(length - b'0'), counts: letter.is_ascii_uppercase() }))
        }
    }

    #[test]
    fn replies_are_counted_however_the_stream_is_cut() {
        let stream = b"A3...a2..B0C1.";
        for size in 1..=stream.len() {
            let mut replies = Replies::default();
            let counts = stream.chunks(size).map(|bytes| replies.count(&Letters, bytes).unwrap());
            assert_eq!(counts.sum::<usize>(), 3, "in pieces of {size}");
        }
    }

    #[test]
    fn an_unfinished_reply_does_not_count() {
        assert_eq!(Replies::default().count(&Letters, b"A3..").unwrap(), 0);
    }
}
