//! The order in which Pyramid itself puts tweens: `tests/vectors/tweens.json`, written by `tweens.py` beside it.

#![allow(clippy::unwrap_used)]

use serde::Deserialize;

use super::TweenDefinition;
use super::order::{Added, Place, order};
use crate::view::definition::SourceLocation;

#[derive(Debug, Deserialize)]
struct Vector {
    /// Name, `over` and `under`, as they are added.
    tweens: Vec<(String, Vec<String>, Vec<String>)>,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Order(Vec<String>),
    Error(Wrong),
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Wrong {
    Circle,
    Missing,
}

fn leaked(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn all_leaked(texts: &[String]) -> &'static [&'static str] {
    texts.iter().map(|text| leaked(text)).collect::<Vec<_>>().leak()
}

fn added((name, over, under): &(String, Vec<String>, Vec<String>)) -> Added {
    let (name, over, under) = (leaked(name), all_leaked(over), all_leaked(under));
    let tween = Box::leak(Box::new(TweenDefinition { name, over, under, ..TweenDefinition::UNUSABLE }));
    Added { tween, location: SourceLocation::caller() }
}

fn outcome(tweens: &[Added]) -> Outcome {
    match order(tweens) {
        Ok(places) => Outcome::Order(places.iter().map(|place| Place::name(place).to_owned()).collect()),
        Err(wrong) if wrong.iter().any(|(_, message)| message.contains("circle")) => Outcome::Error(Wrong::Circle),
        Err(_) => Outcome::Error(Wrong::Missing),
    }
}

#[test]
fn tweens_are_ordered_as_pyramid_orders_them() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../../tests/vectors/tweens.json")).unwrap();
    assert_eq!(vectors.len(), 400);
    let wrong: Vec<_> = vectors
        .iter()
        .map(|vector| (vector, outcome(&vector.tweens.iter().map(added).collect::<Vec<_>>())))
        .filter(|(vector, outcome)| vector.outcome != *outcome)
        .collect();
    assert!(wrong.is_empty(), "{} of {} differ, the first: {:#?}", wrong.len(), vectors.len(), wrong[0]);
}
