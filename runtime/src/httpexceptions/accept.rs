//! The choice among media types by an `Accept` header (RFC 9110, section 12.5.1).

/// A media type that the server can give: type and subtype, in lower case.
pub(super) type Offer<'a> = (&'a str, &'a str);

/// A weight in thousandths: at most three digits follow the point.
type Weight = u16;
const FULL: Weight = 1000;

/// The offer that the client likes best. Of equal ones, the one that it names more precisely; then the earlier offer.
///
/// A part of the header that makes no sense is skipped, as is a range with parameters, because no offer has any. `None` if
/// the client takes none of the offers.
pub(super) fn preferred<'a>(accept: &[u8], offers: &[Offer<'a>]) -> Option<Offer<'a>> {
    let accept = String::from_utf8_lossy(accept);
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(Range::parse).collect();
    let weighed = offers.iter().filter_map(|offer| {
        let range = ranges.iter().filter(|range| range.covers(offer)).max_by_key(|range| range.precision())?;
        (range.weight > 0).then(|| ((range.weight, range.precision()), *offer))
    });
    // `max_by_key` would take the later of equals, hence the reversal
    weighed.rev().max_by_key(|(liking, _)| *liking).map(|(_, offer)| offer)
}

/// A media range with its weight: `text/*;q=0.5`.
struct Range<'a> {
    kind: &'a str,
    subkind: &'a str,
    weight: Weight,
}

impl<'a> Range<'a> {
    fn parse(part: &'a str) -> Option<Self> {
        let mut pieces = part.split(';').map(str::trim);
        let (kind, subkind) = pieces.next()?.split_once('/')?;
        let mut weight = FULL;
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=')?;
            if !name.trim_end().eq_ignore_ascii_case("q") {
                return None;
            }
            weight = parse_weight(value.trim_start())?;
        }
        Some(Self { kind, subkind, weight })
    }

    fn covers(&self, (kind, subkind): &Offer<'_>) -> bool {
        match (self.kind, self.subkind) {
            ("*", "*") => true,
            (own, "*") => own.eq_ignore_ascii_case(kind),
            (own, subown) => own.eq_ignore_ascii_case(kind) && subown.eq_ignore_ascii_case(subkind),
        }
    }

    fn precision(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subkind != "*")
    }
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
}
