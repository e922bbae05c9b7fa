//! Response and finished callbacks.

use std::sync::{Arc, Mutex};

use pyramidion::prelude::*;
use pyramidion::testing::{TestApp, TestServer};
use pyramidion_tests::in_time;
use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;

/// What a callback tells.
#[derive(Clone)]
struct Told(mpsc::UnboundedSender<&'static str>);

impl Told {
    fn channel() -> (Self, mpsc::UnboundedReceiver<&'static str>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    fn tell(&self, what: &'static str) {
        self.0.send(what).unwrap();
    }
}

fn leave_callbacks(request: &Request, told: &Told) {
    let (first, last) = (told.clone(), told.clone());
    request.add_response_callback(move |response| {
        response.headers_mut().insert("x-callback", HeaderValue::from_static("yes"));
        first.tell("response");
    });
    request.add_finished_callback(move || last.tell("finished"));
}

#[view(path = "/async")]
async fn coroutine(request: &Request, told: State<Told>) -> &'static str {
    leave_callbacks(request, &told);
    "async"
}

#[view(path = "/sync")]
fn function(request: Request, told: State<Told>) -> &'static str {
    leave_callbacks(&request, &told);
    "sync"
}

#[view(path = "/waits")]
fn waits(request: SyncRequest<'_>, told: State<Told>) -> &'static str {
    leave_callbacks(&request, &told);
    "waits"
}

#[view(path = "/fails")]
async fn fails(request: &Request, told: State<Told>) -> Result<&'static str, std::fmt::Error> {
    leave_callbacks(request, &told);
    Err(std::fmt::Error)
}

#[view(path = "/panics")]
async fn panics(request: &Request, told: State<Told>) -> &'static str {
    leave_callbacks(request, &told);
    panic!("view on purpose")
}

#[view(path = "/forever")]
async fn forever(request: &Request, told: State<Told>) -> &'static str {
    leave_callbacks(request, &told);
    told.tell("called");
    std::future::pending().await
}

#[tween]
async fn through(request: Request, next: Next) -> Response {
    next.call(request).await
}

fn views(config: Configurator) -> Configurator {
    let config = config.add_view(coroutine {}).add_view(function {}).add_view(waits {}).add_view(fails {});
    config.add_view(panics {}).add_view(forever {})
}

/// Plain slots, below a tween, and behind the dispatcher.
fn arrangements() -> [fn(Configurator) -> Configurator; 3] {
    [|config| config, |config| config.add_tween(through {}), |config| config.set_root_factory(crate::tree::root {})]
}

#[tokio::test]
async fn callbacks_of_every_kind_of_view_run() {
    for arrange in arrangements() {
        let (told, mut heard) = Told::channel();
        let app = TestApp::new(|config| arrange(views(config).add_state(told)));
        for (target, status) in [("/async", 200), ("/sync", 200), ("/waits", 200), ("/fails", 500), ("/panics", 500)] {
            let answer = app.get(target).await;
            assert_eq!(answer.status(), status, "{target}");
            assert_eq!(answer.header("x-callback"), Some("yes"), "{target}");
            assert_eq!([heard.try_recv(), heard.try_recv()], [Ok("response"), Ok("finished")], "{target}");
        }
    }
}

#[tokio::test]
async fn a_request_whose_client_goes_away_is_finished() {
    for arrange in arrangements() {
        let (told, mut heard) = Told::channel();
        let server = TestServer::start(|config| arrange(views(config).add_state(told))).await;
        let mut client = tokio::net::TcpStream::connect(server.address()).await.unwrap();
        client.write_all(b"GET /forever HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        assert_eq!(in_time("the call", heard.recv()).await, Some("called"));
        drop(client);
        assert_eq!(in_time("the end", heard.recv()).await, Some("finished"));
    }
}

#[view(path = "/nested")]
async fn nested(request: Request, order: State<Order>) -> &'static str {
    let request = Arc::new(request);
    let (order, later) = (order.clone(), Arc::clone(&request));
    request.add_response_callback(move |_| {
        order.add("first");
        let order = order.clone();
        later.add_response_callback(move |_| order.add("added by a callback"));
    });
    "nested"
}

#[derive(Clone, Default)]
struct Order(Arc<Mutex<Vec<&'static str>>>);

impl Order {
    fn add(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }
}

#[tokio::test]
async fn a_callback_may_add_others() {
    let order = Order::default();
    let app = TestApp::new(|config| config.add_view(nested {}).add_state(order.clone()));
    app.get("/nested").await;
    assert_eq!(*order.0.lock().unwrap(), ["first", "added by a callback"]);
}

#[view(path = "/bad-callbacks")]
async fn bad_callbacks(request: &Request, told: State<Told>) -> &'static str {
    let told = told.clone();
    request.add_response_callback(|_| panic!("response callback on purpose"));
    request.add_finished_callback(|| panic!("finished callback on purpose"));
    request.add_finished_callback(move || told.tell("finished"));
    "never"
}

#[tokio::test]
async fn a_panic_in_a_callback_is_a_500_and_keeps_no_other_from_running() {
    for arrange in arrangements() {
        let (told, mut heard) = Told::channel();
        let app = TestApp::new(|config| arrange(config.add_view(bad_callbacks {}).add_state(told)));
        assert_eq!(app.get("/bad-callbacks").await.status(), 500);
        assert_eq!(heard.try_recv(), Ok("finished"));
    }
}

#[tokio::test]
async fn a_request_of_a_test_runs_none() {
    let request = pyramidion::testing::TestRequest::get("/").build();
    request.add_response_callback(|_| unreachable!());
    request.add_finished_callback(|| unreachable!());
}
