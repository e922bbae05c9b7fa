use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;

fn read<T: DeserializeOwned>(query: &'static [(&str, &str)], form: &'static [(&str, &str)]) -> Result<T, String> {
    let query = query.iter().map(|&(name, value)| (Source::Query, name.into(), value.into()));
    let form = form.iter().map(|&(name, value)| (Source::Form, name.into(), value.into()));
    deserialize(query.chain(form).collect()).map_err(|error| error.to_string())
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Up,
    Down,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Id(u64);

#[derive(Debug, PartialEq, Deserialize)]
struct All {
    id: Id,
    text: String,
    letter: char,
    yes: bool,
    ratio: f64,
    order: Order,
    page: Option<u8>,
    left_blank: Option<u8>,
    absent: Option<u8>,
    #[serde(default)]
    tag: Vec<String>,
    pair: (i8, i8),
}

#[test]
fn every_kind_of_field() {
    let query = &[
        ("tag", "b"),
        ("id", "7"),
        ("text", "a&b"),
        ("letter", "é"),
        ("yes", "true"),
        ("ratio", "-0.5"),
        ("order", "down"),
        ("page", "3"),
        ("left_blank", ""),
        ("pair", "-1"),
        ("unknown", "x"),
        ("tag", "a"),
        ("pair", "1"),
    ];
    let expected = All {
        id: Id(7),
        text: "a&b".into(),
        letter: 'é',
        yes: true,
        ratio: -0.5,
        order: Order::Down,
        page: Some(3),
        left_blank: None,
        absent: None,
        tag: vec!["b".into(), "a".into()],
        pair: (-1, 1),
    };
    assert_eq!(read(query, &[]), Ok(expected));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Single {
    a: u32,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Several {
    a: Vec<u32>,
}

#[test]
fn a_single_value_is_the_last_of_the_first_source() {
    let (query, form) = (&[("a", "1"), ("a", "2")], &[("a", "3"), ("b", "4")]);
    assert_eq!(read(query, form), Ok(Single { a: 2 }));
    assert_eq!(read(query, form), Ok(Several { a: vec![1, 2, 3] }));
    assert_eq!(read(&[], &[("a", "3"), ("a", "4")]), Ok(Single { a: 4 }));
}

#[test]
fn maps_options_and_nothing() {
    let map = BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 3)]);
    assert_eq!(read(&[("b", "3"), ("a", "1"), ("a", "2")], &[]), Ok(map));
    assert_eq!(read(&[("a", "1")], &[]), Ok(Some(Single { a: 1 })));
    assert_eq!(read::<()>(&[("a", "1")], &[]), Ok(()));
}

#[test]
fn mistakes_name_the_parameter() {
    let said = read::<Single>(&[("a", "x")], &[]).unwrap_err();
    assert_eq!(said, "the parameter `a`: invalid value: string \"x\", expected u32");
    let said = read::<Several>(&[("a", "1"), ("a", "-1")], &[]).unwrap_err();
    assert_eq!(said, "the parameter `a`: invalid value: string \"-1\", expected u32");
    let said = read::<Single>(&[("b", "1")], &[]).unwrap_err();
    assert_eq!(said, "the parameters: missing field `a`");
    let said = read::<BTreeMap<String, Order>>(&[("o", "sideways")], &[]).unwrap_err();
    assert_eq!(said, "the parameter `o`: unknown variant `sideways`, expected `up` or `down`");
    let said = read::<BTreeMap<String, Single>>(&[("o", "1")], &[]).unwrap_err();
    assert!(said.starts_with("the parameter `o`: invalid type: string \"1\", expected struct Single"), "{said}");
}
