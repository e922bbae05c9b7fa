//! A page from a template.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use pyramidion::prelude::view;
use serde::Serialize;

use super::neighbours;
use super::{Case, Headers, Through};

pub(super) const PAGE: Case = Case {
    name: "template",
    title: "a jinja2 template / minijinja by hand",
    target: "/page",
    headers: Headers::Usual,
    through: Through::Call,
    pyramidion: || neighbours::application(|config| config.add_view(page {})),
    axum: handler,
    limit: None,
    renders: true,
    is_watched: true,
};

#[derive(Serialize, pyramidion::TemplateContext)]
struct Page {
    title: &'static str,
    lines: [&'static str; 3],
}

const PAGE_OF_SEASONS: Page = Page { title: "seasons", lines: ["spring", "summer & autumn", "winter"] };

#[view(path = "/page", renderer = "page.html")]
async fn page() -> Page {
    PAGE_OF_SEASONS
}

fn handler() -> Router {
    async fn page(State(templates): State<Arc<Environment<'static>>>) -> Html<String> {
        let template = templates.get_template("page.html").expect("it was added");
        Html(template.render(Serde(PAGE_OF_SEASONS)).expect("the page has all that the template uses"))
    }
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.add_template("page.html", include_str!("../../templates/page.html")).expect("the template is valid");
    neighbours::router().merge(Router::new().route("/page", get(page)).with_state(Arc::new(templates)))
}
