//! What a pattern is once it is read: segments, each a row of pieces.

/// What stands between two slashes. A leading slash stands before the first one.
pub(crate) type Segment = Vec<Piece>;

/// A piece of a segment. No two literals stand side by side, and none is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that stands for itself, as it is after percent-decoding.
    Literal(String),
    /// The parameter of this number, which takes what its [`Extent`] says.
    Parameter(usize),
    /// The parameter of this number, which takes all that is left. Nothing comes after it.
    Remainder(usize),
}

/// What of a path a parameter may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Whether it takes what `[^/]+` takes, so that no regular expression is needed.
    pub(crate) plain: bool,
    /// Whether a slash may be among it.
    pub(crate) slash: bool,
    /// Whether it may be empty.
    pub(crate) empty: bool,
}

impl Extent {
    /// `{name}`: `[^/]+`.
    pub(crate) const PLAIN: Self = Self { plain: true, slash: false, empty: false };
    /// `*name`: all there is.
    pub(crate) const REMAINDER: Self = Self { plain: false, slash: true, empty: true };
}
