//! Beyond what a limit limits nothing, or what is below it cannot do its work.

use std::ops::RangeInclusive;
use std::time::Duration;

/// The longest time that a limit can be. The end of the longest that there are would be no time that a clock knows.
pub(crate) const LONGEST: Duration = Duration::from_secs(365 * 24 * 3_600);

/// A map of header fields holds 24,576, and panics where it is to hold more ([`http::HeaderMap::reserve`]). This leaves room for what
/// layers add.
pub(crate) const MAX_HEADERS: usize = 16_384;

/// As many bytes as the smallest fields of HTTP/2 have that fit into such a map: 33 each, as it counts them
/// ([RFC 9113, section 6.5.2](https://www.rfc-editor.org/rfc/rfc9113#section-6.5.2)).
pub(crate) const MAX_HEADER_SIZE: usize = 512 << 10;

/// More than a process can have open on any system.
pub(crate) const MAX_FILES: usize = 1 << 30;

/// Systems keep the number in 16 bits, or have done so.
pub(crate) const MAX_BACKLOG: usize = 65_535;

/// As many identifiers as a client has for its streams
/// ([RFC 9113, section 5.1.1](https://www.rfc-editor.org/rfc/rfc9113#section-5.1.1)).
pub(crate) const MAX_STREAMS: usize = 1 << 30;

/// More than this would be no protection.
pub(crate) const MAX_RESETS: usize = 65_536;

/// From what HTTP/2 begins with to what it can say
/// ([RFC 9113, section 6.9](https://www.rfc-editor.org/rfc/rfc9113#section-6.9)).
pub(crate) const WINDOWS: RangeInclusive<usize> = 65_535..=(1 << 31) - 1;

/// From one frame on.
pub(crate) const SEND_BUFFERS: RangeInclusive<usize> = 16 << 10..=1 << 30;

/// A time that a clock can come to.
pub(super) fn bounded(time: Duration) -> Duration {
    time.min(LONGEST)
}

/// `size` as far as it is one that can be said.
pub(super) fn window(size: u32) -> u32 {
    size.clamp(*WINDOWS.start() as u32, *WINDOWS.end() as u32)
}
