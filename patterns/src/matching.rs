//! Patterns without regular expressions, matched segment by segment.
//!
//! Pyramid's placeholders are greedy: in `{stem}.{ext}` the stem goes up to the last dot that leaves something for the
//! extension. Whoever looks for each literal from the right, as far right as the placeholder behind it allows, finds
//! the same, and never has to come back.

use crate::segment::{Piece, Segment};

/// What the parameters of `segments` take of `path`, in order. All of them are plain, or the remainder.
pub(crate) fn take_apart<'t>(segments: &[Segment], path: &'t str) -> Option<Vec<&'t str>> {
    let (last, before) = segments.split_last()?;
    let mut values = Vec::new();
    let mut rest = path.strip_prefix('/')?;
    for segment in before {
        let (text, after) = rest.split_once('/')?;
        whole(segment, text, &mut values)?;
        rest = after;
    }
    match last.split_last() {
        Some((Piece::Remainder(_), pieces)) => {
            let segment = rest.split('/').next()?;
            let taken = start(pieces, segment, &mut values)?;
            values.push(rest.get(taken..)?);
        }
        _ if rest.contains('/') => return None,
        _ => whole(last, rest, &mut values)?,
    }
    Some(values)
}

/// Matches all of `text`, which holds no slash.
fn whole<'t>(pieces: &[Piece], text: &'t str, values: &mut Vec<&'t str>) -> Option<()> {
    match pieces {
        [] => text.is_empty().then_some(()),
        [Piece::Literal(literal)] => (text == literal).then_some(()),
        [before @ .., Piece::Literal(literal)] => placeholders(before, text.strip_suffix(literal.as_str())?, values),
        _ => placeholders(pieces, text, values),
    }
}

/// Matches the longest start of `text`, and returns where that ends.
fn start<'t>(pieces: &[Piece], text: &'t str, values: &mut Vec<&'t str>) -> Option<usize> {
    match pieces {
        [] => Some(0),
        [Piece::Literal(literal)] => text.starts_with(literal.as_str()).then_some(literal.len()),
        [before @ .., Piece::Literal(literal)] => {
            let at = text.rfind(literal.as_str())?;
            placeholders(before, &text[..at], values)?;
            Some(at + literal.len())
        }
        _ => placeholders(pieces, text, values).map(|()| text.len()),
    }
}

/// Matches all of `text` with `pieces` that end in a placeholder.
fn placeholders<'t>(pieces: &[Piece], text: &'t str, values: &mut Vec<&'t str>) -> Option<()> {
    let (mut pieces, mut text) = match pieces {
        [Piece::Literal(literal), pieces @ ..] => (pieces, text.strip_prefix(literal.as_str())?),
        pieces => (pieces, text),
    };
    let first = values.len();
    while let [before @ .., _placeholder] = pieces {
        // A placeholder takes one character at least.
        let latest = text.char_indices().next_back()?.0;
        let (value, end);
        (pieces, value, end) = match before {
            [] => (before, 0, 0),
            [before @ .., Piece::Literal(literal)] => {
                let at = text[..latest].rfind(literal.as_str())?;
                (before, at + literal.len(), at)
            }
            before => (before, latest, latest),
        };
        values.push(&text[value..]);
        text = &text[..end];
    }
    values[first..].reverse();
    Some(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::Pattern;

    /// What `pattern` takes of `path`, as `a=1 b=2`; `None` if it does not match.
    fn taken(pattern: &str, path: &str) -> Option<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        let values = pattern.matches(path)?;
        Some(values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn segments_match_whole() {
        assert_eq!(taken("/a", "/a").as_deref(), Some(""));
        assert_eq!(taken("/", "").as_deref(), Some(""));
        for path in ["/a/", "/ab", "a", "/", "/A", "//a", "/a\n"] {
            assert_eq!(taken("/a", path), None, "{path}");
        }
        assert_eq!(taken("/{x}/b", "/é\n/b").as_deref(), Some("x=é\n"));
        for path in ["//b", "/a/b/", "/a/c/b", "/a"] {
            assert_eq!(taken("/{x}/b", path), None, "{path}");
        }
    }

    #[test]
    fn mixed_segments_are_greedy_and_leave_each_placeholder_something() {
        for (pattern, path, expected) in [
            ("/{stem}.{ext}", "/a.tar.gz", Some("stem=a.tar ext=gz")),
            ("/{stem}.{ext}", "/a.b.", Some("stem=a ext=b.")),
            ("/{stem}.{ext}", "/.a.b", Some("stem=.a ext=b")),
            ("/{stem}.{ext}", "/.b", None),
            ("/{stem}.{ext}", "/a.", None),
            ("/{a}{b}", "/éè", Some("a=é b=è")),
            ("/{a}{b}{c}", "/wxyz", Some("a=wx b=y c=z")),
            ("/{a}{b}", "/é", None),
            ("/v{n}", "/v", None),
            ("/v{n}", "/vv1", Some("n=v1")),
            ("/v{n}v", "/vv", None),
            ("/v{n}v", "/vvv", Some("n=v")),
            ("/{a}--{b}", "/x----y", Some("a=x-- b=y")),
            ("/{a}--{b}", "/x---y", Some("a=x- b=y")),
            ("/{a}-{b}-{c}", "/1-2-3-4", Some("a=1-2 b=3 c=4")),
        ] {
            assert_eq!(taken(pattern, path).as_deref(), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_remainder_takes_what_is_left() {
        for (pattern, path, expected) in [
            ("/files/*rest", "/files/", Some("rest=")),
            ("/files/*rest", "/files/a//b/", Some("rest=a//b/")),
            ("/files/*rest", "/files", None),
            ("/tree*rest", "/tree", Some("rest=")),
            ("/tree*rest", "/treehouse/x", Some("rest=house/x")),
            ("/tree{*rest}", "/tree/", Some("rest=/")),
            ("/tree*rest", "/tre", None),
            ("*rest", "", Some("rest=")),
            ("/{a}*rest", "/ab/c", Some("a=ab rest=/c")),
            ("/{a}*rest", "//c", None),
            ("/{a}.x*rest", "/1.x.xy/.x", Some("a=1.x rest=y/.x")),
            ("/{a}.{b}*rest", "/1.2.3/4.5", Some("a=1.2 b=3 rest=/4.5")),
        ] {
            assert_eq!(taken(pattern, path).as_deref(), expected, "{pattern} {path}");
        }
    }
}
