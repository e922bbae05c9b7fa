//! The order of tweens as the setting `tweens` gives it, in the place of the one that the configuration comes to.

use pyramidion_patterns::did_you_mean;

use super::order::{Added, EXCVIEW, Place};

/// The tweens that the setting lists, the outermost first, and no others; or what is wrong with it. Nothing, if it lists none.
///
/// A tween is called by its full name, `app::audit`, or by the last part of it, if no other has it. Where `EXCVIEW` is not listed,
/// no exception view is called. Source: Pyramid's `pyramid.tweens`.
pub(crate) fn explicit(setting: &str, added: &[Added]) -> Option<Result<Vec<Place>, Vec<String>>> {
    let names: Vec<&str> = setting.split([' ', '\t', '\n', '\r', ',']).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return None;
    }
    let (mut places, mut wrong) = (Vec::new(), Vec::new());
    for (index, name) in names.iter().enumerate() {
        match place(name, added) {
            Err(message) => wrong.push(message),
            Ok(_) if names[..index].contains(name) => wrong.push(format!(
                "the setting `tweens` lists `{name}` twice\nhelp: list it once, at its place from the outside in"
            )),
            Ok(place) => places.push(place),
        }
    }
    Some(if wrong.is_empty() { Ok(places) } else { Err(wrong) })
}

fn place(name: &str, added: &[Added]) -> Result<Place, String> {
    if name == EXCVIEW {
        return Ok(Place::ExceptionViews);
    }
    let last = |full: &'static str| full.rsplit("::").next().unwrap_or(full);
    let is_called = |added: &&Added| added.tween.name == name || last(added.tween.name) == name;
    let found: Vec<_> = added.iter().filter(is_called).map(|added| added.tween).collect();
    match found.as_slice() {
        [tween] => Ok(Place::Tween(tween)),
        [] => {
            let known = added.iter().map(|added| added.tween.name).chain([EXCVIEW]);
            let help = did_you_mean(name, known, "the tweens are");
            Err(format!("the setting `tweens` lists `{name}`, which the configuration does not add\nhelp: {help}"))
        }
        several => {
            let full: Vec<_> = several.iter().map(|tween| format!("`{}`", tween.name)).collect();
            Err(format!(
                "the setting `tweens` lists `{name}`, which is the name of several\nhelp: write {}",
                full.join(" or ")
            ))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tween::TweenDefinition;
    use crate::view::definition::SourceLocation;

    fn added() -> Vec<Added> {
        let tween = |name| TweenDefinition { name, ..TweenDefinition::UNUSABLE };
        let tweens = [tween("app::audit"), tween("app::session"), tween("blog::session")];
        tweens.map(|tween| Added { tween: Box::leak(Box::new(tween)), location: SourceLocation::caller() }).into()
    }

    fn names(setting: &str) -> Result<Vec<&'static str>, Vec<String>> {
        explicit(setting, &added()).unwrap().map(|places| places.iter().map(Place::name).collect())
    }

    #[test]
    fn it_is_taken_as_it_is_listed() {
        let listed = names("\n  blog::session\n  audit, EXCVIEW app::session\n").unwrap();
        assert_eq!(listed, ["blog::session", "app::audit", EXCVIEW, "app::session"]);
        assert!(explicit(" \n ", &added()).is_none());
    }

    #[test]
    fn mistakes_are_explained_together() {
        let wrong = names("audti session MAIN EXCVIEW EXCVIEW").unwrap_err();
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        assert!(wrong[1].ends_with("help: write `app::session` or `blog::session`"), "{}", wrong[1]);
        assert!(wrong.iter().all(|message| message.contains("\nhelp: ")), "{wrong:?}");
    }
}
