use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Pattern {
    Pattern::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// The error of `text`: the bytes it points at, and what it says.
fn mistake(text: &str) -> (String, String) {
    let error = Pattern::parse(text).expect_err(text);
    (text[error.span.clone()].to_owned(), error.to_string())
}

#[test]
fn placeholders_are_read_in_order() {
    let pattern = parse("/{year}/posts/{slug}/{*rest}");
    let read: Vec<_> = pattern.parameters().iter().map(|each| (each.name.as_str(), each.kind)).collect();
    assert_eq!(
        read,
        [("year", ParameterKind::Segment), ("slug", ParameterKind::Segment), ("rest", ParameterKind::Remainder)]
    );
    let spans: Vec<_> = pattern.parameters().iter().map(|each| &pattern.text()[each.span.clone()]).collect();
    assert_eq!(spans, ["{year}", "{slug}", "{*rest}"]);
}

#[test]
fn paths_and_shapes() {
    for (text, path, shape) in [
        ("", "/", "/"),
        ("/", "/", "/"),
        ("users", "/users", "/users"),
        ("users/", "/users/", "/users/"),
        ("/a//b", "/a//b", "/a//b"),
        ("/{id}", "/{id}", "/{}"),
        ("/{type}/x", "/{type}/x", "/{}/x"),
        ("*rest", "/{*rest}", "/{*}"),
        ("/files/*rest", "/files/{*rest}", "/files/{*}"),
        ("/{{id}}", "/{{id}}", "/{{id}}"),
        ("/a{{/{id}", "/a{{/{id}", "/a{{/{}"),
        ("/smörgås/\"x\"", "/sm%C3%B6rg%C3%A5s/%22x%22", "/sm%C3%B6rg%C3%A5s/%22x%22"),
    ] {
        let pattern = parse(text);
        assert_eq!((pattern.axum_path().as_str(), pattern.shape().as_str()), (path, shape), "{text}");
        assert_eq!(pattern.text(), text);
    }
}

#[test]
fn mistakes_are_pointed_at_and_explained() {
    for (text, span, says) in [
        ("/{id}/{id}", "{id}", "two parameters are called `id`\nhelp: give one of them another name"),
        ("/{}", "{}", "a placeholder without a name\nhelp: name it, as in `{id}`"),
        ("/{*}", "{*}", "a placeholder without a name\nhelp: name it, as in `{id}`"),
        ("/a/*", "*", "a placeholder without a name\nhelp: name it, as in `{id}`"),
        (
            "/{1x}",
            "{1x}",
            "`1x` cannot be the name of a parameter\nhelp: a name is letters, digits and `_`, and does not",
        ),
        (
            "/{a-b}",
            "{a-b}",
            "`a-b` cannot be the name of a parameter\nhelp: a name is letters, digits and `_`: write `{a_b}`",
        ),
        ("/{ id }", "{ id }", "write `{id}`"),
        ("/{_}", "{_}", "cannot be the name"),
        ("/{self}", "{self}", "cannot be the name"),
        ("/{größe}", "{größe}", "write `{gr__e}`"),
        ("/{r#type}", "{r#type}", "write `{type}`; the argument is still called `r#type`"),
        ("/{id", "{id", "`{id` has no closing brace"),
        ("/a/{id/b", "{id", "`{id` has no closing brace"),
        ("/id}", "}", "a `}` that closes nothing"),
        ("/{{id}", "}", "write `}}` for a literal brace"),
        ("/{*rest}/more", "{*rest}", "the remainder `{*rest}` is not last"),
        ("/*rest/", "*rest", "the remainder `*rest` is not last"),
        ("/users/:id", ":id", "`:id` is not a placeholder\nhelp: write `{id}`"),
        ("/users/:", ":", "write `{id}` for a placeholder"),
        ("/a b", " ", "a pattern cannot hold ' '\nhelp: remove it, or write it percent-encoded: `%20`"),
        ("/a\u{a0}b", "\u{a0}", "`%C2%A0`"),
        ("/a\n", "\n", "a pattern cannot hold '\\n'"),
        ("/a?b=1", "?", "a pattern cannot hold a query"),
        ("/a#b", "#", "a pattern cannot hold a fragment"),
        (
            r"/{id:\d{4}}",
            r"{id:\d{4}}",
            "regular expression is not supported yet: it takes a whole segment\nhelp: write `{id}`",
        ),
        ("/{path:[^/]+}", "{path:[^/]+}", "regular expression is not supported yet"),
        (
            "/x/{stem}.{ext}",
            "{stem}.{ext}",
            "a placeholder takes a whole segment, `{stem}.{ext}` has more than one in it",
        ),
        ("/a{b}/c", "a{b}", "a placeholder takes a whole segment"),
        ("/{{{id}}}", "{{{id}}}", "a placeholder takes a whole segment"),
        (
            "/foo*rest",
            "foo*rest",
            "the remainder in `foo*rest` shares its segment\nhelp: put a slash before it: `foo/*rest`",
        ),
    ] {
        let (pointed, said) = mistake(text);
        assert_eq!(pointed, span, "{text}: {said}");
        assert!(said.contains(says), "{text}: {said}");
    }
}

#[test]
fn the_second_of_two_equal_names_is_pointed_at() {
    assert_eq!(Pattern::parse("/{id}/{id}").unwrap_err().span, 6..10);
}

#[test]
fn prefixes_join_by_one_slash() {
    for (prefix, text, joined) in [
        ("/api", "/users", "/api/users"),
        ("/api/", "users", "/api/users"),
        ("api//", "//users", "api/users"),
        ("users", "", "users/"),
        ("", "users", "/users"),
        ("/{tenant}", "{id}", "/{tenant}/{id}"),
    ] {
        assert_eq!(parse(text).with_prefix(prefix).unwrap().text(), joined);
    }
}

#[test]
fn a_prefix_that_does_not_fit_is_shown_with_the_whole_pattern() {
    let clash = parse("/{id}").with_prefix("/{id}").unwrap_err();
    assert_eq!(clash.message, "two parameters are called `id` in `/{id}/{id}`");
    let remainder = parse("/{id}").with_prefix("/{*rest}").unwrap_err();
    assert_eq!(remainder.message, "the remainder `{*rest}` is not last in `/{*rest}/{id}`");
}

proptest! {
    /// Whatever is accepted, axum's matcher takes; whatever is refused, is refused at a place in the text.
    #[test]
    fn any_text_is_accepted_by_the_matcher_or_explained(text in "([/{}*:a_é1 .-]|\\PC){0,24}") {
        match Pattern::parse(&text) {
            Ok(pattern) => {
                prop_assert!(matchit::Router::new().insert(pattern.axum_path(), ()).is_ok(), "{}", pattern.axum_path());
                let first = pattern.axum_path();
                prop_assert_eq!(Pattern::parse(&first).unwrap().axum_path(), first);
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some());
                prop_assert!(!error.span.is_empty());
                prop_assert!(error.help.is_some());
            }
        }
    }
}
