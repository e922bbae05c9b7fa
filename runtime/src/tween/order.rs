//! The order of tweens: Pyramid's, from `over` and `under` and from the order in which they were added.

use super::TweenDefinition;
use crate::view::definition::SourceLocation;

const INGRESS: &str = "INGRESS";
const EXCVIEW: &str = "EXCVIEW";
const MAIN: &str = "MAIN";

/// A tween with the place where the configuration adds it.
#[derive(Clone, Copy)]
pub(crate) struct Added {
    pub(crate) tween: &'static TweenDefinition,
    pub(crate) location: SourceLocation,
}

/// A place in the chain.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Tween(&'static TweenDefinition),
    /// Where errors become the responses of exception views.
    ExceptionViews,
}

/// The chain in its order, the outermost first; or what is wrong, each with its place.
///
/// A tween without `under` and `over` goes directly under INGRESS, so the one added later is further out. A list in
/// `over` or `under` names alternatives: at least one of them must be there.
pub(crate) fn order(added: &[Added]) -> Result<Vec<Place>, Vec<(SourceLocation, String)>> {
    let unknown: Vec<_> = added.iter().flat_map(|tween| unknown_names(tween, added)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let names = names(added);
    let edges = edges(added, &names);
    let sorted = sort(&names, &edges).map_err(|cycle| vec![explain(&cycle, added)])?;
    let find = |name: &str| added.iter().find(|added| added.tween.name == name).map(|added| Place::Tween(added.tween));
    Ok(sorted
        .into_iter()
        .filter_map(|name| if name == EXCVIEW { Some(Place::ExceptionViews) } else { find(name) })
        .collect())
}

/// All places: later-added tweens first, which is the order among those that nothing else decides.
fn names(added: &[Added]) -> Vec<&'static str> {
    let later_first = added.iter().rev().map(|added| added.tween.name);
    std::iter::once(INGRESS).chain(later_first).chain([EXCVIEW, MAIN]).collect()
}

/// Pairs of indices: the first is outside of the second.
fn edges(added: &[Added], names: &[&str]) -> Vec<(usize, usize)> {
    let index = |name: &str| names.iter().position(|known| *known == name);
    let mut pairs: Vec<(&str, &str)> = vec![(INGRESS, EXCVIEW), (EXCVIEW, MAIN)];
    for Added { tween, .. } in added {
        pairs.push((INGRESS, tween.name));
        pairs.push((tween.name, MAIN));
        pairs.extend(tween.over.iter().map(|below| (tween.name, *below)));
        pairs.extend(tween.under.iter().map(|above| (*above, tween.name)));
        if tween.over.is_empty() && tween.under.is_empty() {
            pairs.push((tween.name, EXCVIEW));
        }
    }
    pairs
        .into_iter()
        .filter_map(|(outer, inner)| Some((index(outer)?, index(inner)?)))
        .filter(|(outer, inner)| outer != inner)
        .collect()
}

/// Kahn's algorithm, taking the first place that nothing is left outside of; or the names of a cycle.
fn sort<'a>(names: &[&'a str], edges: &[(usize, usize)]) -> Result<Vec<&'a str>, Vec<&'a str>> {
    let mut left: Vec<usize> = (0..names.len()).collect();
    let mut sorted = Vec::with_capacity(names.len());
    while !left.is_empty() {
        let is_free = |place: &usize| !edges.iter().any(|(outer, inner)| inner == place && left.contains(outer));
        let Some(position) = left.iter().position(is_free) else {
            return Err(cycle(names, edges, &left));
        };
        sorted.push(names[left.remove(position)]);
    }
    Ok(sorted)
}

/// Follows what is outside of each place until a place comes again.
fn cycle<'a>(names: &[&'a str], edges: &[(usize, usize)], left: &[usize]) -> Vec<&'a str> {
    let mut path = vec![left[0]];
    loop {
        let last = path[path.len() - 1];
        let outer = edges.iter().find(|(outer, inner)| *inner == last && left.contains(outer)).map(|(outer, _)| *outer);
        let Some(outer) = outer else { return path.into_iter().map(|place| names[place]).collect() };
        if let Some(start) = path.iter().position(|place| *place == outer) {
            let mut cycle: Vec<_> = path[start..].iter().rev().map(|place| names[*place]).collect();
            cycle.push(cycle[0]);
            return cycle;
        }
        path.push(outer);
    }
}

fn explain(cycle: &[&str], added: &[Added]) -> (SourceLocation, String) {
    let location = added
        .iter()
        .find(|added| cycle.contains(&added.tween.name))
        .map_or(SourceLocation::new("", 0, 0), |added| added.tween.location);
    let path = cycle.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" over ");
    (location, format!("the tweens stand in a circle: {path}\nhelp: remove one of the `over` or `under` between them"))
}

fn unknown_names(added: &Added, all: &[Added]) -> Vec<(SourceLocation, String)> {
    let is_known =
        |name: &&&str| [INGRESS, EXCVIEW, MAIN].contains(*name) || all.iter().any(|other| other.tween.name == **name);
    let check = |key: &str, names: &'static [&'static str]| {
        if names.is_empty() || names.iter().any(|name| is_known(&name)) {
            return None;
        }
        let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
        let message = format!(
            "tween `{}` wants to stand {key} {list}, which the configuration does not add\nhelp: add it with `add_tween`, or name another tween",
            added.tween.name
        );
        Some((added.tween.location, message))
    };
    [check("over", added.tween.over), check("under", added.tween.under)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tween(name: &'static str, over: &'static [&'static str], under: &'static [&'static str]) -> Added {
        let definition = TweenDefinition { name, over, under, ..TweenDefinition::UNUSABLE };
        Added { tween: Box::leak(Box::new(definition)), location: SourceLocation::caller() }
    }

    fn names_of(added: &[Added]) -> Vec<&'static str> {
        let name = |place: &Place| match place {
            Place::Tween(tween) => tween.name,
            Place::ExceptionViews => EXCVIEW,
        };
        order(added).unwrap().iter().map(name).collect()
    }

    #[test]
    fn the_later_added_is_further_out() {
        assert_eq!(
            names_of(&[tween("a", &[], &[]), tween("b", &[], &[]), tween("c", &[], &[])]),
            ["c", "b", "a", EXCVIEW]
        );
    }

    #[test]
    fn over_and_under_are_kept() {
        assert_eq!(names_of(&[tween("a", &[], &[]), tween("b", &[], &["a"])]), ["a", "b", EXCVIEW]);
        assert_eq!(names_of(&[tween("a", &["b"], &[]), tween("b", &[], &[])]), ["a", "b", EXCVIEW]);
        assert_eq!(names_of(&[tween("a", &["MAIN"], &["EXCVIEW"]), tween("b", &[], &[])]), ["b", EXCVIEW, "a"]);
    }

    #[test]
    fn one_of_several_alternatives_suffices() {
        assert_eq!(names_of(&[tween("a", &[], &[]), tween("b", &[], &["missing", "a"])]), ["a", "b", EXCVIEW]);
    }

    #[test]
    fn an_unknown_name_is_explained() {
        let errors = order(&[tween("a", &[], &["missing"])]).err().unwrap();
        assert_eq!(errors.len(), 1);
        assert!(errors[0].1.starts_with("tween `a` wants to stand under `missing`, which"), "{}", errors[0].1);
    }

    #[test]
    fn a_circle_is_explained() {
        let errors = order(&[tween("a", &["b"], &[]), tween("b", &["c"], &[]), tween("c", &["a"], &[])]).err().unwrap();
        assert!(errors[0].1.contains("`a` over `b` over `c` over `a`"), "{}", errors[0].1);
    }
}
