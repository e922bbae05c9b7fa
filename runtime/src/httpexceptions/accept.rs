//! The choice among media types by an `Accept` header (RFC 9110, section 12.5.1).

use std::borrow::Cow;

/// A media type that the server can give: type and subtype, in lower case.
pub(super) type Offer<'a> = (&'a str, &'a str);

/// A weight in thousandths: at most three digits follow the point.
type Weight = u16;
const FULL: Weight = 1000;

/// The offer that the client likes best. Of equal ones, the one that it names more precisely; then the earlier offer.
///
/// `None` if the client takes none of the offers.
pub(super) fn preferred<'a>(accept: &[u8], offers: &[Offer<'a>]) -> Option<Offer<'a>> {
    let accept = String::from_utf8_lossy(accept);
    let accept = Accept::parse(&accept);
    let liked = offers.iter().filter_map(|offer| Some((accept.liking(offer.0, offer.1, &[])?, *offer)));
    // `max_by_key` would take the later of equals, hence the reversal
    liked.rev().max_by_key(|(liking, _)| *liking).map(|(_, offer)| offer)
}

/// What a client takes, as its `Accept` header says.
pub(crate) struct Accept<'a> {
    ranges: Vec<Range<'a>>,
    is_senseless: bool,
}

/// How much a client likes a media type, and how precisely it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Liking {
    pub(crate) weight: Weight,
    precision: u8,
}

impl<'a> Accept<'a> {
    /// A part of the header that makes no sense is skipped.
    pub(crate) fn parse(header: &'a str) -> Self {
        let parts = || split_unquoted(header, ',').map(str::trim).filter(|part| !part.is_empty());
        let ranges: Vec<_> = parts().filter_map(Range::parse).collect();
        let is_senseless = ranges.is_empty() && parts().next().is_some();
        Self { ranges, is_senseless }
    }

    /// Whether something is said, and nothing of it makes sense.
    pub(crate) fn is_senseless(&self) -> bool {
        self.is_senseless
    }

    /// How much the client likes a media type, by the range that describes it most precisely; `None` if it does not take it.
    pub(crate) fn liking(&self, kind: &str, subkind: &str, parameters: &[(String, String)]) -> Option<Liking> {
        let covering = self.ranges.iter().filter(|range| range.covers(kind, subkind, parameters));
        let range = covering.rev().max_by_key(|range| range.precision())?;
        (range.weight > 0).then(|| Liking { weight: range.weight, precision: range.precision() })
    }
}

/// A media range with its weight: `text/*;q=0.5`.
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    parameters: Vec<(&'a str, Cow<'a, str>)>,
    weight: Weight,
}

impl<'a> Range<'a> {
    fn parse(part: &'a str) -> Option<Self> {
        let mut pieces = split_unquoted(part, ';').map(str::trim);
        let (kind, subkind) =
            pieces.next()?.split_once('/').filter(|(kind, subkind)| is_token(kind) && is_token(subkind))?;
        let (mut parameters, mut weight) = (Vec::new(), FULL);
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let (name, value) = parameter(piece)?;
            if name.eq_ignore_ascii_case("q") {
                weight = parse_weight(&value)?;
                // What follows the weight once were extensions, which nobody uses (RFC 9110, appendix B.3).
                break;
            }
            parameters.push((name, value));
        }
        Some(Self { kind, subkind, parameters, weight })
    }

    fn covers(&self, kind: &str, subkind: &str, parameters: &[(String, String)]) -> bool {
        match (self.kind, self.subkind) {
            ("*", "*") => true,
            (own, "*") => own.eq_ignore_ascii_case(kind),
            (own, subown) => {
                own.eq_ignore_ascii_case(kind) && subown.eq_ignore_ascii_case(subkind) && self.allows(parameters)
            }
        }
    }

    /// A range without parameters takes any; one with some takes these.
    fn allows(&self, parameters: &[(String, String)]) -> bool {
        let same = |((own, value), (name, other)): (&(&str, Cow<'_, str>), &(String, String))| {
            own.eq_ignore_ascii_case(name) && value == other
        };
        self.parameters.is_empty()
            || (self.parameters.len() == parameters.len() && self.parameters.iter().zip(parameters).all(same))
    }

    fn precision(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subkind != "*") + u8::from(!self.parameters.is_empty())
    }
}

/// `name=value` or `name="value"`, with the quotes taken off.
pub(crate) fn parameter(text: &str) -> Option<(&str, Cow<'_, str>)> {
    let (name, value) = text.split_once('=')?;
    let (name, value) = (name.trim_end(), value.trim_start());
    let value = match value.strip_prefix('"') {
        Some(quoted) => Cow::Owned(unescaped(quoted.strip_suffix('"')?)),
        None => Cow::Borrowed(value),
    };
    is_token(name).then_some((name, value))
}

fn unescaped(quoted: &str) -> String {
    let mut letters = quoted.chars();
    std::iter::from_fn(|| letters.next().and_then(|letter| if letter == '\\' { letters.next() } else { Some(letter) }))
        .collect()
}

/// The parts of a header between separators, except those within quotes.
pub(crate) fn split_unquoted(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |letter: char| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match letter {
            '\\' if is_quoted && !was_escaped => is_escaped = true,
            '"' if !was_escaped => is_quoted = !is_quoted,
            _ => {}
        }
        letter == separator && !is_quoted
    })
}

/// RFC 9110, section 5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// `0.25` → 250. RFC 9110, section 12.4.2: `0` or `1`, and at most three decimals, which after `1` are zeros.
fn parse_weight(text: &str) -> Option<Weight> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let thousandths: Weight = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(FULL),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: [Offer<'static>; 3] = [("text", "html"), ("application", "json"), ("text", "plain")];

    #[test]
    fn the_heaviest_then_the_most_precise_then_the_first() {
        for (accept, subkind) in [
            ("text/html", Some("html")),
            ("TEXT/Plain", Some("plain")),
            ("*/*", Some("html")),
            ("text/*", Some("html")),
            ("application/*", Some("json")),
            ("application/json, text/html", Some("html")),
            ("application/json, text/plain, */*", Some("json")),
            ("text/html;q=0.5, application/json;q=0.501", Some("json")),
            ("text/html ; Q = 0.5 , */* ; q=0.4", Some("html")),
            ("*/*, text/html;q=0", Some("json")),
            ("text/*;q=0.9, text/html;q=0.1, application/json;q=0.2", Some("plain")),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some("html")),
            ("image/png", None),
            ("text/html;q=0", None),
            ("", None),
        ] {
            let chosen = preferred(accept.as_bytes(), &OFFERS).map(|(_, subkind)| subkind);
            assert_eq!(chosen, subkind, "{accept}");
        }
    }

    #[test]
    fn parts_that_make_no_sense_do_not_spoil_the_others() {
        for nonsense in [
            "*; q=.2",
            "html",
            "text/html;q=2",
            "text/html;q=1.001",
            "text/html;q=0.0001",
            "text/html;level=1",
            ";",
            "/",
        ] {
            let accept = format!("{nonsense}, application/json;q=0.3");
            assert_eq!(preferred(accept.as_bytes(), &OFFERS), Some(("application", "json")), "{nonsense}");
        }
        assert_eq!(preferred(b"text/\xff, text/plain", &OFFERS), Some(("text", "plain")));
    }

    #[test]
    fn parameters_are_part_of_what_is_liked() {
        let accept = Accept::parse(r#"text/html;q=0.2, text/html;level=1;x="a,\"b";q=0.7;ext=1, application/*"#);
        let level = [("level".to_owned(), "1".to_owned()), ("x".to_owned(), "a,\"b".to_owned())];
        let weight = |kind, subkind, parameters| accept.liking(kind, subkind, parameters).map(|liking| liking.weight);
        assert_eq!(weight("text", "html", &level), Some(700));
        assert_eq!(weight("text", "html", &level[..1]), Some(200));
        assert_eq!(weight("application", "json", &level), Some(1000));
        assert_eq!(weight("text", "plain", &[]), None);
    }

    #[test]
    fn nothing_is_no_nonsense() {
        for (header, is_senseless) in [("", false), (" , ", false), ("x", true), ("x, */*", false), ("a b/c", true)] {
            assert_eq!(Accept::parse(header).is_senseless(), is_senseless, "{header}");
        }
    }
}
