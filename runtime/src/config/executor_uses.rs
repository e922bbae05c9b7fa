//! Functions that name an executor: found by `scan`, so that one without configuration is known before it is needed.

use super::error::Problem;
use crate::executor::{DEFAULT, ExecutorUse};
use crate::view::definition::SourceLocation;

/// A problem for each key that is not configured, with all the functions that name it.
pub(super) fn without_configuration(uses: &[&'static ExecutorUse]) -> Vec<Problem> {
    let mut missing: Vec<(&ExecutorUse, Vec<SourceLocation>)> = Vec::new();
    for each in uses.iter().filter(|each| each.key.executor().is_none() && !std::ptr::eq(each.key, &DEFAULT)) {
        let place = SourceLocation::new(each.location.file(), each.location.line(), each.location.column());
        match missing.iter_mut().find(|(first, _)| std::ptr::eq(first.key, each.key)) {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => missing.push((each, vec![place])),
        }
    }
    missing.into_iter().map(|(first, places)| Problem::new(explain(first, places.len()), places)).collect()
}

fn explain(first: &ExecutorUse, places: usize) -> String {
    let name = first.key.name();
    let functions = match places - 1 {
        0 => format!("`{}::{}` runs", first.module, first.function),
        more => format!("`{}::{}` and {more} more run", first.module, first.function),
    };
    format!(
        "{functions} in the executor `{name}`, which is not configured\n\
         help: add it with `config.add_executor(&KEY, ExecutorConfig::default())`"
    )
}
