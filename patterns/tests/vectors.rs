//! Everything that `tests/vectors/patterns.py` asked Pyramid, asked again.

use std::collections::BTreeMap;

use pyramidion_patterns::url::{anchor, decode_path, query, query_text, with_elements};
use pyramidion_patterns::{ParameterKind, PathValue, Pattern};
use serde_json::{Map, Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/patterns.json");

type Ask = fn(&Value) -> Value;

/// By the key that holds Pyramid's answer.
const QUESTIONS: [(&str, Ask); 5] = [
    ("decoded", decoded),
    ("generated", generated),
    ("match", matched),
    ("missing", missing),
    ("route_path", route_path),
];

#[test]
fn pyramid_says_the_same() {
    let text = std::fs::read_to_string(FILE).expect(FILE);
    let vectors: Vec<Value> = serde_json::from_str(&text).expect("a list of vectors");
    let mut asked = BTreeMap::new();
    let wrong: Vec<String> = vectors.iter().filter_map(|vector| check(vector, &mut asked).err()).collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
    assert!(asked.keys().copied().eq(QUESTIONS.map(|(key, _)| key)), "{asked:?}");
    assert!(asked.values().sum::<usize>() >= 800, "{asked:?}");
}

fn check(vector: &Value, asked: &mut BTreeMap<&'static str, usize>) -> Result<(), String> {
    let question = QUESTIONS.into_iter().find(|(key, _)| vector.get(key).is_some());
    let (key, ask) = question.ok_or_else(|| format!("an unknown vector: {vector}"))?;
    *asked.entry(key).or_default() += 1;
    let answer = ask(vector);
    if answer == vector[key] { Ok(()) } else { Err(format!("{vector}\n  but here {answer}")) }
}

fn text<'v>(vector: &'v Value, key: &str) -> &'v str {
    vector[key].as_str().unwrap_or_else(|| panic!("no text `{key}`: {vector}"))
}

fn pattern(vector: &Value) -> Pattern {
    Pattern::parse(text(vector, "pattern")).unwrap_or_else(|error| panic!("{vector}: {error}"))
}

fn matched(vector: &Value) -> Value {
    let pattern = pattern(vector);
    let Some(values) = pattern.matches(text(vector, "path")) else { return Value::Null };
    let kinds = pattern.parameters().iter().map(|parameter| parameter.kind);
    let pairs = values.into_iter().zip(kinds).map(|((name, value), kind)| match kind {
        ParameterKind::Remainder => (name.to_owned(), json!(segments(value))),
        _ => (name.to_owned(), json!(value)),
    });
    Value::Object(pairs.collect::<Map<_, _>>())
}

/// How Pyramid takes a remainder apart, and the runtime's `Matchdict::segments`.
fn segments(remainder: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in remainder.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments
}

fn values(vector: &Value) -> impl Iterator<Item = (&str, PathValue<'_>)> {
    let values = vector["values"].as_object().expect("values");
    values.iter().map(|(name, value)| match value {
        Value::Array(segments) => (name.as_str(), PathValue::segments(segments.iter().filter_map(Value::as_str))),
        value => (name.as_str(), PathValue::from(value.as_str().expect("a text"))),
    })
}

fn generated(vector: &Value) -> Value {
    pattern(vector).generate(values(vector)).map_or_else(|error| json!(error.to_string()), Value::String)
}

fn missing(vector: &Value) -> Value {
    pattern(vector).generate(values(vector)).map_or_else(|error| json!(error.parameter()), Value::String)
}

fn route_path(vector: &Value) -> Value {
    let path = pattern(vector).generate(values(vector)).unwrap_or_else(|error| panic!("{vector}: {error}"));
    let elements = vector["elements"].as_array().expect("elements").iter().filter_map(Value::as_str);
    let query = match &vector["query"] {
        Value::String(text) => query_text(text),
        pairs => query(
            pairs.as_array().expect("pairs").iter().map(|pair| (pair[0].as_str().expect("a name"), pair[1].as_str())),
        ),
    };
    json!(with_elements(&path, elements) + &query + &anchor(text(vector, "anchor")))
}

fn decoded(vector: &Value) -> Value {
    json!(decode_path(text(vector, "encoded")).ok())
}
