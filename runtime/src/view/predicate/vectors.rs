//! What Pyramid itself makes of predicates: `tests/vectors/predicates.json`, written by `predicates.py` beside it.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;

use super::{MultiView, Predicate, PredicateList, Subject};
use crate::Request;
use crate::acl::Principal;
use crate::view::http_cache::HttpCache;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Vector {
    Order(Order),
    Holds(Holds),
    HttpCache(Cached),
}

#[derive(Deserialize)]
struct Order {
    lists: Vec<Vec<Written>>,
    orders: Vec<u32>,
    classes: Vec<usize>,
    accept: Option<String>,
    tried: Vec<usize>,
}

#[derive(Deserialize)]
struct Holds {
    predicate: Written,
    request: Asked,
    holds: bool,
}

#[derive(Deserialize, Debug)]
struct Asked {
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: String,
    matchdict: BTreeMap<String, String>,
    physical_path: Option<Vec<String>>,
    userid: Option<String>,
    principals: Vec<String>,
}

#[derive(Deserialize)]
struct Cached {
    seconds: Option<u32>,
    options: BTreeMap<String, serde_json::Value>,
    before: BTreeMap<String, String>,
    after: BTreeMap<String, String>,
}

/// Key, value, and whether it is negated.
#[derive(Deserialize, Debug)]
struct Written(String, Value, bool);

#[derive(Deserialize, Debug)]
#[serde(untagged)]
enum Value {
    Flag(bool),
    One(String),
    Several(Vec<String>),
}

impl Value {
    fn texts(&self) -> Vec<&'static str> {
        let texts = match self {
            Self::Flag(_) => &[],
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts.as_slice(),
        };
        texts.iter().map(|text| &*text.clone().leak()).collect()
    }
}

impl Written {
    fn predicate(&self) -> Predicate {
        let Self(key, value, is_negated) = self;
        let (texts, flag) = (value.texts(), matches!(value, Value::Flag(true)));
        let predicate = match key.as_str() {
            "xhr" => Predicate::xhr(flag),
            "request_method" => Predicate::request_method(&texts),
            "path_info" => Predicate::path_info(texts[0]),
            "request_param" => Predicate::request_param(&texts),
            "header" => Predicate::header(&texts),
            "accept" => Predicate::accept(texts[0]),
            "match_param" => Predicate::match_param(&texts),
            "physical_path" => Predicate::physical_path(texts[0]),
            "is_authenticated" => Predicate::is_authenticated(flag),
            "effective_principals" => Predicate::effective_principals(&texts),
            key => panic!("`{key}` is no predicate"),
        };
        if *is_negated { predicate.negated() } else { predicate }
    }
}

impl Asked {
    fn request(&self) -> Request {
        let mut request = http::Request::builder().method(self.method.as_str()).uri(&self.target);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        Request::from_parts(parts, Bytes::from(self.body.clone()))
            .with_matchdict(self.matchdict.clone().into_iter().collect())
    }
}

fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("../../../../tests/vectors/predicates.json")).unwrap()
}

#[test]
fn views_are_tried_in_pyramids_order() {
    let mut count = 0;
    for vector in vectors() {
        let Vector::Order(Order { lists, orders, classes, accept, tried }) = vector else { continue };
        let made: Vec<_> = lists.iter().map(|list| PredicateList::new(list.iter().map(Written::predicate))).collect();
        assert_eq!(made.iter().map(PredicateList::order).collect::<Vec<_>>(), orders, "{lists:?}");
        let phashes: Vec<_> = made.iter().map(PredicateList::phash).collect();
        let first = |phash| phashes.iter().position(|other| other == phash).unwrap();
        assert_eq!(phashes.iter().map(first).collect::<Vec<_>>(), classes, "{lists:?}");
        let distinct = made.iter().enumerate().filter(|(index, _)| classes[*index] == *index);
        let view = MultiView::new(distinct.map(|(index, list)| (list, index)));
        let mut headers = HeaderMap::new();
        headers.extend(accept.iter().map(|accept| (http::header::ACCEPT, HeaderValue::from_str(accept).unwrap())));
        assert_eq!(view.candidates(&headers).copied().collect::<Vec<_>>(), tried, "{lists:?} for {accept:?}");
        count += 1;
    }
    assert!(count >= 200);
}

#[test]
fn predicates_hold_where_pyramids_do() {
    let mut count = 0;
    for vector in vectors() {
        let Vector::Holds(Holds { predicate, request: asked, holds }) = vector else { continue };
        let request = asked.request();
        let principals: Vec<Principal> = asked.principals.iter().cloned().map(Principal::from).collect();
        let subject = Subject {
            physical_path: asked.physical_path.as_deref(),
            is_authenticated: asked.userid.is_some(),
            principals: &principals,
            ..Subject::new(&request)
        };
        assert_eq!(predicate.predicate().problem(), None);
        assert_eq!(predicate.predicate().holds(&subject), holds, "{predicate:?} for {asked:?}");
        count += 1;
    }
    assert!(count >= 500);
}

#[test]
fn http_cache_gives_pyramids_headers() {
    const CACHED: [HeaderName; 4] =
        [http::header::CACHE_CONTROL, http::header::EXPIRES, http::header::PRAGMA, http::header::LAST_MODIFIED];
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let mut count = 0;
    for vector in vectors() {
        let Vector::HttpCache(Cached { seconds, options, before, after }) = vector else { continue };
        let directives: Vec<_> = options
            .iter()
            .map(|(name, value)| {
                let name: &'static str = name.replace('_', "-").leak();
                (name, value.as_u64().map(|number| u32::try_from(number).unwrap()))
            })
            .collect();
        let mut response: Response = ().into_response();
        let before_headers = before.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        response.headers_mut().extend(before_headers.map(|(name, value): (HeaderName, HeaderValue)| (name, value)));
        HttpCache::new(seconds, directives.leak()).apply(&mut response, now);
        for name in CACHED {
            let expected =
                after.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.as_str())).map(|(_, value)| value);
            let given = response.headers().get(&name).map(|value| value.to_str().unwrap());
            assert_eq!(given, expected.map(String::as_str), "{name} of {seconds:?} {options:?} after {before:?}");
        }
        count += 1;
    }
    assert!(count >= 100);
}
