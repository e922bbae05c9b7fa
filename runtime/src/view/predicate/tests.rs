//! What the vectors of Pyramid do not show: types of Rust, and what is wrong.

use std::any::TypeId;

use axum::body::Body;
use bytes::Bytes;

use super::*;
use crate::Request;
use crate::testing::TestRequest;

struct Root;
struct Vault;

fn asked(target: &str) -> Request {
    TestRequest::get(target).build()
}

#[test]
fn containment_looks_at_the_context_and_above() {
    let request = asked("/");
    let lineage = [TypeId::of::<Vault>(), TypeId::of::<Root>()];
    let within = |lineage| Subject { lineage, ..Subject::new(&request) };
    let predicate = Predicate::containment(ContextType::of::<Vault>());
    assert!(predicate.holds(&within(&lineage)));
    assert!(!predicate.holds(&within(&lineage[1..])));
    assert!(!predicate.holds(&within(&[])));
    assert!(predicate.negated().holds(&within(&[])));
}

#[test]
fn a_file_is_a_parameter_without_a_value() {
    let body = "--x\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
    let request = TestRequest::post("/").header("content-type", "multipart/form-data; boundary=x").body(body).build();
    let holds = |params: &[&str]| Predicate::request_param(params).holds(&Subject::new(&request));
    assert!(holds(&["cv"]));
    assert!(!holds(&["cv="]));
    assert!(!holds(&["cv", "other"]));
}

#[test]
fn parameters_that_cannot_be_read_are_none() {
    let subject = |request: &Request, param| Predicate::request_param(&[param]).holds(&Subject::new(request));
    assert!(!subject(&asked("/?a=%FF"), "a"));
    let mut form = http::Request::post("/?a=1")
        .body(Body::from_stream(futures_util::stream::empty::<Result<Bytes, std::io::Error>>()))
        .unwrap();
    form.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
    assert!(!subject(&Request::new(form), "a"));
}

#[test]
fn lines_of_a_header_are_matched_as_one() {
    let request = TestRequest::get("/").header("x-a", "one").header("x-a", "two").build();
    let holds = |header| Predicate::header(&[header]).holds(&Subject::new(&request));
    assert!(holds("X-A:one, two$"));
    assert!(!holds("X-A:two"));
}

struct Tenant(&'static str);

impl ViewPredicate for Tenant {
    fn text(&self) -> String {
        format!("tenant = {}", self.0)
    }

    fn holds(&self, request: &Request) -> bool {
        request.header("x-tenant") == Some(self.0)
    }

    fn weighs_as(&self) -> PredicateWeight {
        PredicateWeight::RequestMethod
    }
}

fn is_long(request: &Request) -> bool {
    request.path().len() > 5
}

#[test]
fn functions_and_types_of_others_are_predicates() {
    let request = TestRequest::get("/longer").header("x-tenant", "a").build();
    let subject = Subject::new(&request);
    let list = PredicateList::new([
        Predicate::custom(is_long),
        Predicate::custom(Tenant("b")),
        Predicate::custom(Tenant("a")),
    ]);
    let texts: Vec<_> = list.iter().map(Predicate::text).collect();
    assert_eq!(texts, ["tenant = b", "tenant = a", "pyramidion::view::predicate::tests::is_long"]);
    assert_eq!(list.mismatch(&subject).unwrap().text, "tenant = b");
    assert_eq!(list.needs(), Needs { params: true, ..Needs::default() });
    let phash = |name| PredicateList::new([Predicate::custom(Tenant(name))]).phash();
    assert_eq!(phash("a"), phash("a"));
    assert_ne!(phash("a"), phash("b"));
}

#[test]
fn needs_are_those_of_all_predicates() {
    let needs = |predicates: &[Predicate]| PredicateList::new(predicates.iter().cloned()).needs();
    assert_eq!(needs(&[Predicate::xhr(true), Predicate::match_param(&["a=1"])]), Needs::default());
    let all =
        [Predicate::request_param(&["a"]), Predicate::is_authenticated(true).negated(), Predicate::physical_path("/")];
    assert_eq!(needs(&all), Needs { params: true, identity: true, context: true });
}

#[test]
fn what_makes_no_sense_is_a_problem_and_never_holds() {
    let request = asked("/");
    for (predicate, problem) in [
        (
            Predicate::request_method(&["GE T"]),
            "`request_method`: `GE T` is no method\nhelp: write a word, such as `GET`",
        ),
        (
            Predicate::path_info("a("),
            "`path_info`: the regular expression `a(` is wrong: unclosed group\nhelp: the syntax is that of the crate `regex`: https://docs.rs/regex/1/regex/#syntax",
        ),
        (
            Predicate::header(&["X-A", "X A"]),
            "`header`: `X A` is no header's name\nhelp: write `Name`, or `Name:expression` for the start of its value",
        ),
        (
            Predicate::accept("html"),
            "`accept`: `html` is no media type\nhelp: write a type and a subtype, such as `text/html`",
        ),
        (
            Predicate::match_param(&["id"]),
            "`match_param` asks for a value\nhelp: write `name=value`, the name that of a parameter",
        ),
    ] {
        assert_eq!(predicate.problem(), Some(problem));
        assert!(!predicate.holds(&Subject::new(&request)));
        assert!(!predicate.clone().negated().holds(&Subject::new(&request)));
        assert_eq!(PredicateList::new([predicate]).problems().count(), 1);
    }
}
