//! aiopyramid's `aio_starter` scaffold: one page from a template, by a view that is a coroutine.

use pyramidion::prelude::*;
use serde::Serialize;

/// The application.
pub fn app(config: Configurator) -> Configurator {
    config.add_route("home", "/").scan(package!())
}

/// What the template shows.
#[derive(Serialize, TemplateContext)]
pub struct Home {
    project: &'static str,
}

/// The page.
#[view(route_name = "home", renderer = "home.jinja2")]
async fn home() -> Home {
    Home { project: env!("CARGO_PKG_NAME") }
}

#[cfg(test)]
mod tests {
    use pyramidion::testing::TestApp;

    use super::*;

    #[tokio::test]
    async fn the_view_names_the_project() {
        assert_eq!(home().await.project, "starter");
    }

    #[tokio::test]
    async fn the_page_shows_it() {
        let page = TestApp::new(app).get("/").await;
        assert!(page.text().contains("<h1>starter</h1>"), "{}", page.text());
    }
}
