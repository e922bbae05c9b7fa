//! aiopyramid's `aio_websocket` scaffold: a home page from a template, and the echo websocket that its script opens.

use std::time::Duration;

use pyramidion::prelude::*;
use serde::{Deserialize, Serialize};

/// The application: one named route for the page, and whatever `scan` finds in this crate.
pub fn app(config: Configurator) -> Configurator {
    config.add_route("home", "/").scan(package!())
}

/// What the page may be asked for: `/?sleep=10` waits ten seconds.
#[derive(Deserialize)]
pub struct Wait {
    sleep: Option<f32>,
}

impl Wait {
    /// At most a minute, so that nobody can park requests here for ever; anything that is no time is none.
    fn duration(&self) -> Duration {
        let seconds = self.sleep.unwrap_or_default().clamp(0.0, 60.0);
        Duration::try_from_secs_f32(seconds).unwrap_or_default()
    }
}

/// What the template shows.
#[derive(Serialize, TemplateContext)]
pub struct HomePage {
    title: &'static str,
    slept: f32,
}

/// The page. Waiting holds no thread: however many requests sleep here, the next one is answered at once.
#[view(route_name = "home", request_method = "GET", renderer = "home.jinja2")]
async fn home(Params(wait): Params<Wait>) -> HomePage {
    let duration = wait.duration();
    tokio::time::sleep(duration).await;
    HomePage { title: "aiopyramid's websocket, on pyramidion", slept: duration.as_secs_f32() }
}

/// Sends every message back, until the browser closes.
#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
    while let Some(message) = ws.recv().await {
        ws.send(message).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use pyramidion::testing::TestApp;

    use super::*;

    #[tokio::test]
    async fn the_page_opens_the_websocket_by_its_own_address() {
        let page = TestApp::new(app).get("/").await;
        assert_eq!(page.status(), 200);
        assert_eq!(page.content_type(), Some("text/html"));
        assert!(page.text().contains("new URL(\"/echo\", window.location)"), "{}", page.text());
    }

    #[tokio::test]
    async fn echoes() {
        let mut client = TestApp::new(app).websocket("/echo").await.unwrap();
        client.send("hello").await.unwrap();
        assert_eq!(client.recv().await, Some("hello".into()));
    }

    /// A view is a function: a test calls it.
    #[tokio::test(start_paused = true)]
    async fn sleeps_as_long_as_it_is_asked_to() {
        let before = tokio::time::Instant::now();
        let page = home(Params(Wait { sleep: Some(10.0) })).await;
        assert_eq!(before.elapsed(), Duration::from_secs(10));
        assert_eq!(page.slept, 10.0);
    }

    #[test]
    fn no_time_that_is_asked_for_can_hang_or_panic() {
        for sleep in [f32::NAN, f32::NEG_INFINITY, f32::INFINITY, -1.0, 1e30] {
            assert!(Wait { sleep: Some(sleep) }.duration() <= Duration::from_secs(60));
        }
    }
}
