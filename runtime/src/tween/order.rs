//! The order of tweens: Pyramid's, from `over` and `under` and from the order in which they were added.

use super::TweenDefinition;
use crate::view::definition::SourceLocation;

const INGRESS: &str = "INGRESS";
pub(super) const EXCVIEW: &str = "EXCVIEW";
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

impl Place {
    #[cfg(test)]
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Tween(tween) => tween.name,
            Self::ExceptionViews => EXCVIEW,
        }
    }
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

/// All places, as Pyramid's sorter has them: the ends, and then the tweens as they were added, the exception views' first.
fn names(added: &[Added]) -> Vec<&'static str> {
    [INGRESS, MAIN, EXCVIEW].into_iter().chain(added.iter().map(|added| added.tween.name)).collect()
}

/// Pairs of indices: the first is outside of the second. Their order decides where nothing else does.
fn edges(added: &[Added], names: &[&str]) -> Vec<(usize, usize)> {
    let index = |name: &str| names.iter().position(|known| *known == name);
    let mut pairs: Vec<(&str, &str)> = vec![(INGRESS, MAIN), (INGRESS, EXCVIEW)];
    for Added { tween, .. } in added {
        if tween.over.is_empty() && tween.under.is_empty() {
            pairs.push((INGRESS, tween.name));
        }
        pairs.extend(tween.under.iter().map(|above| (*above, tween.name)));
        pairs.extend(tween.over.iter().map(|below| (tween.name, *below)));
    }
    pairs.into_iter().filter_map(|(outer, inner)| Some((index(outer)?, index(inner)?))).collect()
}

/// Sorts by depth: after a place comes the last of those that it alone still held back. So of two that are equal, the one added
/// later is further out, as with Pyramid's `TopologicalSorter`. If the places stand in a circle, it is told.
fn sort<'a>(names: &[&'a str], edges: &[(usize, usize)]) -> Result<Vec<&'a str>, Vec<&'a str>> {
    let mut held_by: Vec<usize> =
        (0..names.len()).map(|place| edges.iter().filter(|(_, inner)| *inner == place).count()).collect();
    let mut sorted = Vec::with_capacity(names.len());
    let mut free: Vec<usize> = (0..names.len()).rev().filter(|place| held_by[*place] == 0).collect();
    while let Some(place) = free.pop() {
        sorted.push(place);
        for (_, inner) in edges.iter().filter(|(outer, _)| *outer == place) {
            held_by[*inner] -= 1;
            if held_by[*inner] == 0 {
                free.push(*inner);
            }
        }
    }
    let left: Vec<usize> = (0..names.len()).filter(|place| !sorted.contains(place)).collect();
    if left.is_empty() {
        Ok(sorted.into_iter().map(|place| names[place]).collect())
    } else {
        Err(cycle(names, edges, &left))
    }
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
        order(added).unwrap().iter().map(Place::name).collect()
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
        // As in Pyramid: nothing holds `b` above the exception views once it waits for `a`, which is under nothing.
        assert_eq!(names_of(&[tween("a", &["b"], &[]), tween("b", &[], &[])]), [EXCVIEW, "a", "b"]);
        assert_eq!(names_of(&[tween("a", &["MAIN"], &["EXCVIEW"]), tween("b", &[], &[])]), ["b", EXCVIEW, "a"]);
    }

    #[test]
    fn a_tween_around_itself_is_a_circle() {
        let errors = order(&[tween("a", &[], &["a"])]).err().unwrap();
        assert!(errors[0].1.contains("`a` over `a`"), "{}", errors[0].1);
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
        assert!(errors[0].1.contains("`b` over `c` over `a` over `b`"), "{}", errors[0].1);
    }
}
