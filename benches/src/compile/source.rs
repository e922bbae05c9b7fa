//! Writes the crates that are compiled: the same handlers, as views and for axum.
//!
//! Each takes a path parameter and a query. They lie in modules of fifty; on axum's side each module has a function that
//! chains its routes, and `main` merges the modules.

use std::fmt::Write;
use std::path::Path;

const IN_A_MODULE: usize = 50;

/// Who the handlers are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Pyramidion,
    Axum,
}

impl Style {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pyramidion => "pyramidion",
            Self::Axum => "axum",
        }
    }
}

/// Both crates have the same dependencies, so that these are compiled once, with the same features.
pub(super) fn manifest(name: &str, runtime: &Path) -> String {
    format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\n\
        axum = {{ version = \"0.8\", default-features = false, features = [\"http1\", \"query\", \"tokio\"] }}\n\
        pyramidion = {{ path = {:?} }}\n\
        serde = {{ version = \"1\", features = [\"derive\"] }}\n",
        runtime.display().to_string()
    )
}

/// The source files by their names, `main.rs` first.
pub(super) fn files(style: Style, handlers: usize) -> Vec<(String, String)> {
    let starts: Vec<usize> = (0..handlers).step_by(IN_A_MODULE).collect();
    let names: Vec<String> = (0..starts.len()).map(|number| format!("part{number}")).collect();
    let modules = names.iter().zip(starts).map(|(name, start)| {
        let end = handlers.min(start + IN_A_MODULE);
        (format!("{name}.rs"), module(style, start..end))
    });
    std::iter::once(("main.rs".to_owned(), main(style, &names))).chain(modules).collect()
}

/// The body of a handler, changed: its answer names `edit`.
pub(super) fn edited(module: &str, edit: usize) -> String {
    module.replacen("format!(\"", &format!("format!(\"edit {edit}: "), 1)
}

fn main(style: Style, modules: &[String]) -> String {
    let mut text = modules.iter().map(|name| format!("mod {name};\n")).collect::<String>();
    text.push_str(PAGE);
    match style {
        Style::Pyramidion => text.push_str(
            "use pyramidion::prelude::*;\n\nfn main() {\n    \
            let router = Configurator::new().scan(package!()).make_router();\n",
        ),
        Style::Axum => {
            text.push_str("use axum::Router;\n\nfn main() {\n    let router = Router::new()");
            text.extend(modules.iter().map(|name| format!("\n        .merge({name}::router())")));
            text.push_str(";\n");
        }
    }
    text.push_str("    println!(\"{}\", router.has_routes());\n}\n");
    text
}

const PAGE: &str = "
#[derive(serde::Deserialize)]
struct Page {
    page: u32,
}

";

fn module(style: Style, handlers: std::ops::Range<usize>) -> String {
    match style {
        Style::Pyramidion => {
            let views = handlers.map(view);
            std::iter::once("use axum::extract::Query;\nuse pyramidion::prelude::*;\n\nuse crate::Page;\n".to_owned())
                .chain(views)
                .collect()
        }
        Style::Axum => {
            let mut text =
                "use axum::Router;\nuse axum::extract::{Path, Query};\nuse axum::routing::get;\n\nuse crate::Page;\n"
                    .to_owned();
            text.extend(handlers.clone().map(handler));
            text.push_str("\npub fn router() -> Router {\n    Router::new()");
            text.extend(handlers.map(|number| format!("\n        .route(\"/h{number}/{{id}}\", get(h{number}))")));
            text.push_str("\n}\n");
            text
        }
    }
}

fn view(number: usize) -> String {
    let mut text = format!("\n#[view(path = \"/h{number}/{{id}}\")]\n");
    let signature = format!("async fn h{number}(id: u32, Query(page): Query<Page>) -> String");
    write(&mut text, &signature, number);
    text
}

fn handler(number: usize) -> String {
    let mut text = String::from("\n");
    let signature = format!("async fn h{number}(Path(id): Path<u32>, Query(page): Query<Page>) -> String");
    write(&mut text, &signature, number);
    text
}

fn write(text: &mut String, signature: &str, number: usize) {
    writeln!(text, "{signature} {{\n    format!(\"{number}: {{id}} {{}}\", page.page)\n}}")
        .expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_handler_is_written_once() {
        for style in [Style::Pyramidion, Style::Axum] {
            let files = files(style, 120);
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["main.rs", "part0.rs", "part1.rs", "part2.rs"]);
            let all: String = files.into_iter().map(|(_, text)| text).collect();
            for number in 0..120 {
                assert_eq!(all.matches(&format!("async fn h{number}(")).count(), 1);
                assert_eq!(all.matches(&format!("\"/h{number}/{{id}}\"")).count(), 1);
            }
        }
    }

    #[test]
    fn an_edit_changes_one_body() {
        let module = module(Style::Axum, 0..2);
        let changed = edited(&module, 7);
        assert_eq!(changed.lines().zip(module.lines()).filter(|(new, old)| new != old).count(), 1);
        assert!(changed.contains("format!(\"edit 7: 0: {id} {}\""), "{changed}");
    }
}
