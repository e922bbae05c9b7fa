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
        ("/a b/100%", "/a%20b/100%25", "/a%20b/100%25"),
        ("/v{major}.{minor}/x", "/{major}/x", "/{}/x"),
        ("/n/{id:\\d+}", "/n/{id}", "/n/{}"),
        ("/tree*traverse", "/tree{*traverse}", "/tree{*}"),
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
        ("/a\tb", "\t", "a pattern cannot hold '\\t'\nhelp: remove it, or write a plain space"),
        ("/a\u{a0}b", "\u{a0}", "a pattern cannot hold '\\u{a0}'"),
        ("/a\n", "\n", "a pattern cannot hold '\\n'"),
        ("/a?b=1", "?", "a pattern cannot hold a query"),
        ("/a#b", "#", "a pattern cannot hold a fragment"),
        ("/tree*rest/x", "*rest", "the remainder `*rest` is not last"),
        ("/a*rest{b}", "*rest", "the remainder `*rest` is not last"),
        ("/a**b", "**b", "`*b` cannot be the name of a parameter"),
        ("/{*rest:a+}", "{*rest:a+}", "a remainder takes no regular expression\nhelp: write `{*rest}`, or `{rest:…}`"),
        ("/:id*rest", ":id*rest", "help: write `{id}*rest`"),
        ("/a%20b", "%20", "`%20` is percent-encoded\nhelp: write the character itself"),
        ("/{1x:a}", "{1x:a}", "`1x` cannot be the name of a parameter"),
        ("/{id:[0-9}", "[", "the regular expression `[0-9` is wrong: unclosed character class"),
        ("/{id:[{]}", "{id:[{]}", "`{id:[{]}` has no closing brace\nhelp: close the placeholder with `}`; a regular"),
    ] {
        let (pointed, said) = mistake(text);
        assert_eq!(pointed, span, "{text}: {said}");
        assert!(said.contains(says), "{text}: {said}");
    }
}

#[test]
fn regular_expressions_that_python_knows_and_we_do_not_are_explained() {
    for (expression, span, says) in [
        (
            "(?=a)b",
            "(?=",
            "look-around, including look-ahead and look-behind, is not supported\nhelp: Python looks around",
        ),
        ("(?<!a)b", "(?<!", "help: Python looks around"),
        (r"(a)\1", r"\1", "backreferences are not supported\nhelp: Python refers back to groups"),
        (r"a\Z", r"\Z", "unrecognized escape sequence\nhelp: a pattern matches whole paths"),
        ("(?P=x)", "P", "unrecognized flag\nhelp: Python's"),
        ("(?#note)a", "#", "unrecognized flag"),
        ("(?>a)", ">", "unrecognized flag"),
        ("(?P<y>a)b", "(?P<y>a)", "a group with a name is no parameter\nhelp: write `(?:…)`"),
        ("ba++", "a++", "there are no possessive repetitions"),
        ("a{2}*", "a{2}*", "a repetition is repeated"),
        ("(a", "(", "unclosed group"),
        ("a)", ")", "unopened group"),
        ("*", "*", "repetition operator missing expression"),
        (r"\p{Greek}", r"\p{Greek}", "there are no Unicode properties, as in Python\nhelp: write `\\w`"),
        (r"[a\pL]", r"\pL", "there are no Unicode properties"),
        (r"(?-u:\xFF)", r"\xFF", "pattern can match invalid UTF-8"),
        ("[b-a]", "b-a", "invalid character class range"),
    ] {
        let (pointed, said) = mistake(&format!("/é/{{x:{expression}}}"));
        assert_eq!(pointed, span, "{expression}: {said}");
        assert!(said.contains(says), "{expression}: {said}");
    }
    let (pointed, said) = mistake("/{x:}");
    assert_eq!((pointed.as_str(), said.lines().next()), (":", Some("the regular expression of `x` is empty")));
    let (pointed, said) = mistake(r"/{a:\w{1000}{1000}}");
    assert!(said.contains("repeated"), "{pointed} {said}");
    let (pointed, said) = mistake(r"/{a:x+}/{b:(\w{1000}){1000}}");
    assert!(pointed == "{a:x+}" && said.contains("are too large\nhelp: "), "{pointed} {said}");
}

#[test]
fn regular_expressions_match_whole_paths() {
    for (pattern, path, expected) in [
        (r"/n/{value:\d+}", "/n/12", Some(vec![("value", "12")])),
        (r"/n/{value:\d+}", "/n/12\n", None),
        (r"/n/{value:\d+}", "/n/1x", None),
        (r"/n/{value:\d+}", "/n/٣", Some(vec![("value", "٣")])),
        (r"/n/{value:\d*}", "/n/", Some(vec![("value", "")])),
        (r"/{year:\d{4}}-{rest}", "/2026-a-b", Some(vec![("year", "2026"), ("rest", "a-b")])),
        ("/{x:a|ab}c", "/abc", Some(vec![("x", "ab")])),
        ("/{x:(a)(b)}/{y}", "/ab/c", Some(vec![("x", "ab"), ("y", "c")])),
        ("/{path:.+}/edit", "/a/b/edit", Some(vec![("path", "a/b")])),
        ("/{path:.*}*rest", "/a/b\n/c", Some(vec![("path", "a/b"), ("rest", "\n/c")])),
        ("/{x:(?i)é}/{y:b}", "/É/b", Some(vec![("x", "É"), ("y", "b")])),
        ("/{x:(?i)é}/{y:b}", "/É/B", None),
        (r"/{x:\b\w+\b}.{y}", "/ä.b", Some(vec![("x", "ä"), ("y", "b")])),
        ("/{x:^a}", "/a", None),
        ("/{x:a:b}", "/a:b", Some(vec![("x", "a:b")])),
        (r"/slug/{slug:\w{1,255}}", "/slug/é", Some(vec![("slug", "é")])),
    ] {
        assert_eq!(parse(pattern).matches(path), expected, "{pattern} {path:?}");
    }
}

/// The differences from Python that the documentation names, and why the vectors leave them out.
#[test]
fn classes_are_unicodes() {
    let matches = |class: &str, text: &str| parse(&format!("/{{x:{class}}}")).matches(&format!("/{text}")).is_some();
    for (class, both, only_here, only_python) in [
        (r"\d", "7٣", "", ""),
        (r"\w", "a_é7日٣", "\u{301}\u{200d}‿", "²½"),
        (r"\s", " \t\u{a0}\u{2028}", "", "\u{1c}\u{1f}"),
    ] {
        let here = |text: &str| text.chars().map(|each| matches(class, &each.to_string())).collect::<Vec<_>>();
        assert!(here(both).iter().all(|matched| *matched), "{class}");
        assert!(here(only_here).iter().all(|matched| *matched), "{class}");
        assert!(here(only_python).iter().all(|matched| !matched), "{class}");
    }
}

#[test]
fn axum_is_given_what_it_can_express() {
    for (text, fit, shapes) in [
        ("/", Fit::Exact, "/"),
        ("/users/{id}", Fit::Exact, "/users/{}"),
        ("/users/{id:[^/]+}", Fit::Exact, "/users/{}"),
        ("/users/v{id}", Fit::Wider, "/users/{}"),
        ("*rest", Fit::Exact, "/ /{*}"),
        ("/{a}/edit", Fit::Wider, "/{}/edit"),
        ("/{a}/*rest", Fit::Wider, "/{}/ /{}/{*}"),
        ("/{a}.{b}/*rest", Fit::Wider, "/{}/ /{}/{*}"),
        ("/tree*rest", Fit::Exact, "/tree /tree{*}"),
        ("/{a}*rest", Fit::Apart, "/{*}"),
        ("/{a:x*}*rest", Fit::Apart, "/ /{*}"),
        ("/x{a}.{b}*rest", Fit::Apart, "/x{*}"),
        ("/{a:.+}", Fit::Apart, "/{*}"),
        ("/x{a:.*}", Fit::Apart, "/x /x{*}"),
        ("/x{a:.*}/edit", Fit::Apart, "/x{*}"),
        ("/{a:x?}", Fit::Wider, "/ /{}"),
        ("/{a:x?}/edit", Fit::Apart, "/{*}"),
        ("/{a:x?}{b:y?}", Fit::Wider, "/ /{}"),
        ("/:{a}", Fit::Wider, "/{}"),
        ("/:{a:.+}", Fit::Apart, "/{*}"),
    ] {
        let axum = parse(text).axum_paths();
        let found: Vec<_> = axum.paths.iter().map(|each| each.shape.as_str()).collect();
        assert_eq!((axum.fit, found.join(" ").as_str()), (fit, shapes), "{text}");
        assert_eq!(parse(text).needs_check(), fit != Fit::Exact);
    }
}

/// What `shape.rs` says of matchit. A new version that can do more is a reason to give it more.
#[test]
fn what_matchit_can_express() {
    let accepts = |paths: &[&str]| {
        let mut router = matchit::Router::new();
        paths.iter().all(|path| router.insert(*path, ()).is_ok())
    };
    assert!(accepts(&["/v{n}", "/{name}", "/tree", "/tree{*rest}", "/tree/{id}"]));
    assert!(!accepts(&["/{stem}.{ext}"]));
    assert!(!accepts(&["/{name}.txt"]));
    assert!(!accepts(&["/{id}", "/{*rest}"]));
    assert!(!accepts(&["/{id}/edit", "/{*rest}"]));
    assert!(!accepts(&["/v{id}", "/v{*rest}"]));
    let mut router = matchit::Router::new();
    router.insert("/{id}/edit", ()).unwrap();
    assert!(router.at("//edit").is_ok(), "now that `{{id}}` takes no empty segment, `/{{id}}/edit` is exact");
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
