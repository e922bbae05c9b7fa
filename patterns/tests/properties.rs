//! What holds for every pattern and every path.

use proptest::prelude::*;
use pyramidion_patterns::url::{decode_path, normal_path, quote_path};
use pyramidion_patterns::{Fit, Pattern};

/// Texts of the characters that mean something in a pattern, now and then of any.
fn text() -> impl Strategy<Value = String> {
    "([/{}*:a_é1 .%+-]|\\[\\^/\\]|\\(\\?|\\\\[dwsbZ1]|\\PC){0,24}"
}

/// Patterns that mostly are right.
fn pattern() -> impl Strategy<Value = String> {
    let literal = "(a|b|v|é| |-|\\.|/|/|100%|:x|\\{\\{)";
    let regex = prop::sample::select(vec![
        "",
        "",
        "",
        ":[0-9]+",
        ":[a-c]*",
        ":.*",
        ":.+",
        ":a|ab",
        ":[^/.]+",
        r":\d{2}",
        ":(a)(b)?",
        ":(?i:é)",
        ":.?/",
        ":[a-b/]+?",
        r":\w+",
    ]);
    let piece =
        prop_oneof![literal.prop_map(|text| (text, None)), regex.prop_map(|regex| (String::new(), Some(regex)))];
    let remainder = prop::sample::select(vec!["", "", "/*rest", "*rest", "/{*rest}"]);
    (prop::collection::vec(piece, 0..6), remainder).prop_map(|(pieces, remainder)| {
        let numbered = pieces.iter().enumerate().map(|(number, (literal, regex))| match regex {
            None => literal.clone(),
            Some(regex) => format!("{{p{number}{regex}}}"),
        });
        format!("/{}{remainder}", numbered.collect::<String>())
    })
}

/// Paths out of what such patterns hold.
fn path() -> impl Strategy<Value = String> {
    "/?(a|b|ab|v|é|É| |-|\\.|/|/|1|12|100%|:x|\\{|%2F|\n){0,10}"
}

/// Whether axum's router finds the pattern's route for a decoded path.
fn axum_finds(pattern: &Pattern, path: &str) -> bool {
    let mut router = matchit::Router::new();
    for axum in pattern.axum_paths().paths {
        router.insert(axum.path, ()).expect("the paths of one pattern do not overlap");
    }
    router.at(&normal_path(&quote_path(path)).expect("it was UTF-8")).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_a_pattern_or_explained(text in prop_oneof![text(), pattern()]) {
        match Pattern::parse(&text) {
            Ok(pattern) => {
                let axum = pattern.axum_paths();
                prop_assert!(!axum.paths.is_empty());
                let mut router = matchit::Router::new();
                for axum in axum.paths {
                    prop_assert!(router.insert(axum.path.clone(), ()).is_ok(), "{}", axum.path);
                    prop_assert!(!axum.path.split('/').any(|segment| segment.starts_with([':', '*'])), "{}", axum.path);
                }
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some());
                prop_assert!(!error.span.is_empty());
                prop_assert!(error.help.is_some());
            }
        }
    }

    #[test]
    fn any_path_can_be_asked_of_any_pattern(text in text(), path in "\\PC{0,16}") {
        if let Ok(pattern) = Pattern::parse(&text) {
            let _ = pattern.matches(&path);
        }
    }

    /// What a pattern takes of a path makes the same path again.
    #[test]
    fn what_is_taken_generates_the_path(text in pattern(), path in path()) {
        let Ok(pattern) = Pattern::parse(&text) else { return Ok(()) };
        let Some(values) = pattern.matches(&path) else { return Ok(()) };
        prop_assert_eq!(values.len(), pattern.parameters().len());
        let generated = pattern.generate(values.iter().copied()).expect("every parameter has a value");
        prop_assert!(generated.is_ascii());
        prop_assert_eq!(decode_path(&generated).expect("it was UTF-8"), if path.is_empty() { "/" } else { &path });
    }

    /// A path of values is matched, if each parameter takes what it is given.
    #[test]
    fn what_is_generated_matches(text in pattern(), values in prop::collection::vec("[a-cé.1 %]{1,3}", 6)) {
        let Ok(pattern) = Pattern::parse(&text) else { return Ok(()) };
        let takes_anything = pattern.parameters().iter().all(|parameter| parameter.regex.is_none());
        if takes_anything {
            let names = pattern.parameters().iter().map(|parameter| &parameter.name);
            let generated = pattern.generate(names.zip(&values)).expect("there are values enough");
            let decoded = decode_path(&generated).expect("it was UTF-8");
            prop_assert!(pattern.matches(&decoded).is_some(), "{}", decoded);
        }
    }

    /// axum finds every path that the pattern matches, and where it is said to fit, no other.
    #[test]
    fn axum_covers_the_pattern(text in pattern(), path in path()) {
        let Ok(pattern) = Pattern::parse(&text) else { return Ok(()) };
        let (found, matched) = (axum_finds(&pattern, &path), pattern.matches(&path).is_some());
        prop_assert!(found || !matched || path.is_empty(), "axum misses it");
        prop_assert!(matched || !found || pattern.axum_paths().fit != Fit::Exact, "axum takes too much");
    }

    #[test]
    fn a_normal_path_means_the_same_and_stays(path in "/([a-z/.:+é ]|%[0-9A-F]{2}|%|\\PC){0,12}") {
        if let Ok(decoded) = decode_path(&path) {
            let normal = normal_path(&path).expect("it can be decoded");
            prop_assert_eq!(decode_path(&normal).expect("it was UTF-8"), decoded);
            prop_assert_eq!(normal_path(&normal).expect("it was UTF-8"), normal.as_ref());
        }
    }
}
