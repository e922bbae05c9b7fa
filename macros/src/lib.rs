//! The attribute macros of [pyramidion](https://docs.rs/pyramidion), which re-exports them: depend on `pyramidion`, not on this crate.
//!
//! Each macro reads the signature of the function under it, decides how the function runs, writes down a record for the
//! runtime, and leaves the function as it was. A macro has four rooms, in this order: *parse*, *model*, *check*, *expand*.

mod bridge;
mod companion;
mod connection;
mod context;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod traversal;
mod tween;
mod view;

use proc_macro::TokenStream;

/// Makes a view of a function: `async fn` runs on the event loop, `fn` on a thread of the executor.
///
/// The function itself stays as it is written. Beside it, in the namespace of types, stands a companion of the same name,
/// which names the view in the configuration: `config.add_view(home {})`. Views that are found by `scan` need no naming.
///
/// The companion of a view with a `path` makes links to it as well: `report::path(2024)` is the path of `/reports/{year}`, as a
/// [`RoutePath`]. It takes a value for each parameter of the path, in their order: a number, a `bool` or a `char` where the view's
/// own argument of that name is one, else whatever is [`Display`](std::fmt::Display). That of a view with a `route_name` gives a
/// [`NamedRoutePath`], and takes what the view itself takes by name: it has a `path` if it is certain which arguments that are.
///
/// # Keys
///
/// | key | meaning |
/// |---|---|
/// | `path = "/users/{id}"` | declares the route; `{id}` fills the argument `id` |
/// | `route_name = "home"` | the view of a route that `Configurator::add_route` declares |
/// | `context = Page` | the view of what traversal finds, if it is of this type; or of one of several, `[Folder, Page]`; `_` is every type |
/// | `name = "edit"` | what a path asks for after the context's own: `/docs/intro/edit`; without it the view is the context's default |
/// | `permission = "edit"` | what who asks must be permitted, or a constant that holds its name; else the answer is a 403 |
/// | `renderer = "json"` | also `"string"`, or a template of the crate's folder `templates`, such as `"home.jinja2"` |
/// | `http_cache = 3600` | for how many seconds an answer may be kept; `never` or `0`; with directives, `(60, public)`; these alone, `(None, public)` |
/// | `require_csrf` | whether a request that changes something must show the token of a page of this site, in place of the application's default; `= false` |
/// | `decorator = timed` | a coroutine that is given the call, a [`ViewCall`], and answers; of several in brackets the first is the outermost |
/// | `mapper = coroutine` | or `executor`, or `inline`: how the function is called, where it should not follow from `async` |
/// | `executor = REPORTS` | the `static` [`ExecutorKey`] of the executor in which a `fn` runs, in place of the default one |
///
/// A view has a `path`, a `route_name`, or neither, and then at least a `context` or a `name`: traversal finds it.
///
/// # Predicates
///
/// A view answers a request if all of its predicates hold. Of the views of one place, those with more predicates are asked
/// first, and of as many, the one with the predicate that stands lower in this table. `request_param`, `header`, `match_param`,
/// `effective_principals` and `custom_predicates` take several in brackets, which must all hold; of several methods, one.
///
/// | key | holds if |
/// |---|---|
/// | `xhr` | a script asks, and says so by `X-Requested-With: XMLHttpRequest`; `= false`: if not |
/// | `request_method = "GET"` | the method is one of these; `GET` includes `HEAD`; without it the view answers every method |
/// | `path_info = "/docs/[0-9]+"` | the decoded path begins with what the regular expression describes |
/// | `request_param = "name"` | query or form has the parameter; `"name=value"`: with this value |
/// | `header = "Name"` | the header is there; `"Name:expression"`: its value begins with what the regular expression describes |
/// | `accept = "text/html"` | the client takes this media type; views that differ in it are tried in the order that `Accept` prefers, before those without |
/// | `containment = Folder` | the context or something above it is of this type |
/// | `match_param = "id=7"` | the route's parameter has this value |
/// | `physical_path = "/docs/intro"` | the context stands there |
/// | `is_authenticated` | it is known who asks; `= false`: it is not |
/// | `effective_principals = "group:editors"` | who asks has the principal, a text or a constant |
/// | `custom_predicates = [is_long]` | a `fn(&Request) -> bool`, or a value whose type is a [`ViewPredicate`], says so |
/// | `not(header = "X-Old")` | the predicate in it does not; of several in it, none |
///
/// They are Pyramid's view predicates, with its comparisons and its weights. Regular expressions are those of the crate
/// [`regex`](https://docs.rs/regex/1/regex/#syntax).
///
/// # Arguments
///
/// A parameter of the route by its name, parsed with [`FromStr`](std::str::FromStr) (a value that does not parse is a 404);
/// any axum extractor; `State<T>` for state of the application; `Request` or `&Request`. What reads the body stands last.
///
/// A `fn` may take a `SyncRequest<'_>` in place of the `Request`, and a `&SyncScope<'_>`: with either it waits for a
/// coroutine, `request.wait(load(7))`, and the compiler sees to it that it does so on its own thread. Such a view runs in an
/// executor whatever the application's mapper is.
///
/// [`ExecutorKey`]: https://docs.rs/pyramidion/latest/pyramidion/executor/struct.ExecutorKey.html
/// [`NamedRoutePath`]: https://docs.rs/pyramidion/latest/pyramidion/struct.NamedRoutePath.html
/// [`RoutePath`]: https://docs.rs/pyramidion/latest/pyramidion/struct.RoutePath.html
/// [`ViewCall`]: https://docs.rs/pyramidion/latest/pyramidion/struct.ViewCall.html
/// [`ViewPredicate`]: https://docs.rs/pyramidion/latest/pyramidion/trait.ViewPredicate.html
///
/// # Result
///
/// Anything that is `IntoResponse`; with a renderer, anything that is `Serialize`; a `Result` of either, whose error is
/// `IntoResponse` or a standard error (which becomes a 500 with its cause in the log).
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[view(path = "/add/{a}/{b}", request_method = "GET", renderer = "json")]
/// async fn add(a: i64, b: i64) -> i64 {
///     a + b
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view(add {}));
/// assert_eq!(app.get("/add/20/22").await.text(), "42");
/// # }
/// ```
#[proc_macro_attribute]
pub fn view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::expand(&view::VIEW, arguments.into(), &item.into()).into()
}

/// Makes views of the methods of a type: Pyramid's class-based views. Each call of a view makes an object, by the type's `new`.
///
/// The block stays as it is written, but for `#[view]` above its methods, whose keys, rules and results are those of
/// [`macro@view`]: `async fn` runs on the event loop, `fn` on a thread. So it is with [`macro@websocket_view`],
/// [`macro@exception_view`], [`macro@notfound_view`] and [`macro@forbidden_view`]. A method takes `&self`, `&mut self` or `self`. The
/// views are added together, `config.add_views::<Articles>()`, or found by `scan`; each is called `module::Articles::index`.
///
/// # `new`
///
/// Pyramid's `__init__`, in the same block. Its arguments are those of a view, with parameters of the route, extractors and
/// `State<T>` among them, and each method may take further ones after `self`: to the rules, which follow from the route of
/// each view, they are one list. So the fields of the type are whatever `new` makes of its arguments, and a test makes an
/// object as it likes. A `new` that gives a `Result<Self, E>` may answer in the view's place, as by `HttpNotFound`.
///
/// It is a plain function, called where its view runs, on the event loop or on a thread; so it neither waits nor blocks. What
/// has to be loaded is an extractor's or the view's to load. An object lives as long as its call, so a result may borrow from it
/// where a renderer turns it into text. That of a websocket view is made before the handshake is answered, which a `new` that fails
/// refuses, and lives as long as the connection.
///
/// # Defaults
///
/// [`macro@view_defaults`] below `#[views]` has the keys that the views of the block have in common.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// struct Articles {
///     request: Request,
///     titles: State<Vec<String>>,
/// }
///
/// #[views]
/// #[view_defaults(route_name = "articles", renderer = "json")]
/// impl Articles {
///     fn new(request: Request, titles: State<Vec<String>>) -> Self {
///         Self { request, titles }
///     }
///
///     #[view(request_method = "GET")]
///     async fn index(&self) -> &[String] {
///         &self.titles
///     }
///
///     #[view(request_method = "POST", renderer = "string")]
///     fn create(&self) -> Result<String, JsonError> {
///         let title: String = self.request.json()?;
///         Ok(format!("wrote {title}"))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| {
///     config.add_state(vec!["On pyramids".to_owned()]).add_route("articles", "/articles").add_views::<Articles>()
/// });
/// assert_eq!(app.get("/articles").await.text(), r#"["On pyramids"]"#);
/// # }
/// ```
///
/// Source: Pyramid's [`view_config` on methods](https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/viewconfig.html#view-config-placement).
#[proc_macro_attribute]
pub fn views(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::class::views(arguments.into(), &item.into()).into()
}

/// Says what the views of a block under [`macro@views`] have in common, by the keys of [`macro@view`].
///
/// Each view takes those that its own attribute has: an exception view no `permission`, and a websocket view no `renderer`. A
/// `context` is that of what traversal finds, and so none of an exception view. A `path` declares routes of views and websockets, and
/// limits no exception view to itself, as a `route_name` does.
///
/// A view that gives a key itself replaces it for itself, as a whole: a list does not grow, and `not(…)` is one key. `path` and
/// `route_name` replace one another. `mapper` and `executor` concern the plain functions of the block, and pass its coroutines by.
///
/// It stands on the `impl` block, where the views are, and not on the type, which that block does not see. Nothing is inherited,
/// since types inherit nothing: what several types have in common is written above each.
///
/// ```
/// use pyramidion::prelude::*;
///
/// struct Greetings;
///
/// #[views]
/// #[view_defaults(path = "/greeting", request_method = "GET")]
/// impl Greetings {
///     fn new() -> Self {
///         Self
///     }
///
///     #[view]
///     async fn hello(&self) -> &'static str {
///         "hello"
///     }
///
///     #[view(request_method = "DELETE")]
///     async fn goodbye(&self) -> &'static str {
///         "goodbye"
///     }
///
///     #[view(path = "/welcome/{name}")]
///     async fn welcome(&self, name: String) -> String {
///         format!("welcome, {name}")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_views::<Greetings>());
/// assert_eq!(app.get("/greeting").await.text(), "hello");
/// assert_eq!(app.get("/welcome/Ada").await.text(), "welcome, Ada");
/// # }
/// ```
///
/// Source: Pyramid's `view_defaults`.
#[proc_macro_attribute]
pub fn view_defaults(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::class::view_defaults(&arguments.into(), &item.into()).into()
}

/// Makes an exception view of a function: it answers in the place of a view, or of a tween within the exception views' place,
/// that has failed.
///
/// It is for the errors that `context` names, or else for that of its argument `Exception<T>`; with neither, for every one. A
/// view's error is caught by its type, and an HTTP exception by its own, such as `HttpNotFound`, or by `HttpException`. Of
/// several that are for an error, that of the matched route (`route_name`) goes first, then the more particular. One that
/// answers with `HttpNotFound` leaves the error as it was, and what nobody catches is a 500, with its cause in the log.
///
/// The other keys, the arguments and the result are those of [`macro@view`]. There is no `permission`: errors are for everybody. Nor is
/// there a `require_csrf`: the error may be that the token is missing.
/// Source: Pyramid's `exception_view_config`.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[derive(Debug)]
/// struct NoSuchReport(u16);
///
/// impl std::fmt::Display for NoSuchReport {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         write!(f, "there is no report of {}", self.0)
///     }
/// }
///
/// impl std::error::Error for NoSuchReport {}
///
/// #[view(path = "/reports/{year}")]
/// async fn report(year: u16) -> Result<String, NoSuchReport> {
///     Err(NoSuchReport(year))
/// }
///
/// #[exception_view]
/// async fn no_such_report(error: Exception<NoSuchReport>) -> (StatusCode, String) {
///     (StatusCode::NOT_FOUND, error.to_string())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view(report {}).add_view(no_such_report {}));
/// assert_eq!(app.get("/reports/2024").await.text(), "there is no report of 2024");
/// # }
/// ```
#[proc_macro_attribute]
pub fn exception_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::expand(&view::EXCEPTION_VIEW, arguments.into(), &item.into()).into()
}

/// Makes of a function the view for what is not found: an [`macro@exception_view`] for `HttpNotFound`.
///
/// With `append_slash` a path that would lead somewhere with a slash at its end is redirected there by a 307, which keeps
/// method and body. Source: Pyramid's `notfound_view_config`.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[view(path = "/docs/")]
/// async fn docs() -> &'static str {
///     "documents"
/// }
///
/// #[notfound_view(append_slash)]
/// async fn not_found(request: &Request) -> (StatusCode, String) {
///     (StatusCode::NOT_FOUND, format!("there is no {}", request.path()))
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view(docs {}).add_view(not_found {}));
/// assert_eq!(app.get("/doc").await.text(), "there is no /doc");
/// assert_eq!(app.get("/docs").await.headers()["location"], "/docs/");
/// # }
/// ```
#[proc_macro_attribute]
pub fn notfound_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::expand(&view::NOTFOUND_VIEW, arguments.into(), &item.into()).into()
}

/// Makes of a function the view for what is forbidden: an [`macro@exception_view`] for `HttpForbidden`, such as a page to log in.
///
/// Source: Pyramid's `forbidden_view_config`.
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[forbidden_view]
/// async fn forbidden(request: &Request) -> HttpSeeOther {
///     HttpSeeOther::new(format!("/login?next={}", request.path()))
/// }
/// ```
#[proc_macro_attribute]
pub fn forbidden_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::expand(&view::FORBIDDEN_VIEW, arguments.into(), &item.into()).into()
}

/// Makes a websocket view of a function: `async fn` with a `Websocket`, or `fn` with a `SyncWebsocket`, which runs in the
/// executor.
///
/// Other arguments are as in [`macro@view`] and are made before the handshake, so that they can still refuse the request.
/// When the function returns, the websocket is closed with 1000; after an error or a panic with 1011.
///
/// # Keys
///
/// As in [`macro@view`], but for `request_method`, `renderer`, `mapper`, `http_cache` and `require_csrf`: a websocket is opened
/// by a GET, and its answer is the handshake's. Predicates and permission are asked before it. Also `use_bytes` hands text messages over as bytes, `use_str` the
/// reverse, and
///
/// | key | meaning |
/// |---|---|
/// | `subprotocols = ["chat.v2", "chat.v1"]` | the first of these that the client offers is agreed on |
/// | `origins = ["https://example.com"]` | the other sites whose pages may open the websocket; `"*"` is any |
/// | `max_message_size = 65536`, `max_frame_size = 65536` | in bytes; 1 MiB |
/// | `inbound_queue = 32` | how many messages wait for the view before no more are read |
/// | `outbound_queue = 256` | how many messages wait to be written |
/// | `slow_consumer = disconnect \| drop_oldest \| conflate` | what `try_send` does when there is no room |
/// | `write_timeout = "20s"` | how long the peer may take nothing |
/// | `heartbeat = "25s"`, `heartbeat_timeout = "20s"` | when a silent peer is pinged, and how long its answer is waited for; `"off"` |
/// | `rate_limit = "100/s"` | how many messages the peer may send |
///
/// What no key says is as the settings `websocket.…` say.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[websocket_view(path = "/echo")]
/// async fn echo(mut ws: Websocket) -> Result<(), WebsocketClosed> {
///     while let Some(message) = ws.recv().await {
///         ws.send(message).await?;
///     }
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view(echo {}));
/// let mut client = app.websocket("/echo").await.unwrap();
/// client.send("hello").await.unwrap();
/// assert_eq!(client.recv().await, Some("hello".into()));
/// # }
/// ```
#[proc_macro_attribute]
pub fn websocket_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    view::expand(&view::WEBSOCKET_VIEW, arguments.into(), &item.into()).into()
}

/// Makes a websocket view of a struct, which is built for each connection and whose callbacks handle its events.
///
/// Each field is the `Websocket`, a parameter of the route by its name, an extractor, `State<T>`, or marked `#[default]`
/// (or `#[default(EXPRESSION)]`). The keys of [`macro@websocket_view`] stand in `#[websocket(…)]`. The callbacks are the
/// trait `WebsocketCallbacks`, all with empty defaults. Links to it are made as to a view that is a function, by a `path` of the struct:
/// `Count::path(5)`. So the struct has no function of its own that is called so.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[derive(WebsocketConnectionView)]
/// #[websocket(path = "/count/{step}")]
/// struct Count {
///     ws: Websocket,
///     step: u32,
///     #[default]
///     sum: u32,
/// }
///
/// impl WebsocketCallbacks for Count {
///     async fn on_message(&mut self, _: Message) -> Result<(), WebsocketClosed> {
///         self.sum += self.step;
///         self.send(self.sum.to_string()).await
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_view_type::<Count>());
/// let mut client = app.websocket("/count/5").await.unwrap();
/// client.send("more").await.unwrap();
/// assert_eq!(client.recv().await, Some("5".into()));
/// # }
/// ```
#[proc_macro_derive(WebsocketConnectionView, attributes(websocket, default))]
pub fn websocket_connection_view(item: TokenStream) -> TokenStream {
    connection::derive(item.into()).into()
}

/// Tells the view macros which names a struct offers to a template, so that a name that is missing is found while compiling.
///
/// Follows serde's `rename`, `rename_all`, `skip` and `tag`. Without this derive a missing name is an error while rendering.
///
/// # Example
///
/// ```
/// use pyramidion::TemplateContext;
///
/// #[derive(serde::Serialize, TemplateContext)]
/// struct HomePage {
///     title: String,
/// }
/// assert_eq!(HomePage::FIELDS, ["title"]);
/// ```
#[proc_macro_derive(TemplateContext, attributes(serde))]
pub fn template_context(item: TokenStream) -> TokenStream {
    context::derive(item.into()).into()
}

/// Makes a tween of a function: it is given the request and what comes below it, and gives a response.
///
/// `async fn(request: Request, next: Next)` runs on the event loop; `fn(request: Request, next: SyncNext)` runs in the
/// executor, or in that of the key that `executor = REPORTS` names, and may take a `SyncRequest<'_>`, which waits for
/// coroutines, or a `&SyncScope<'_>` before `next`. Either stands around views and tweens of either kind. `over` and `under` place it by the names of other
/// tweens, or by `INGRESS`, `EXCVIEW` and `MAIN`; without them the tween that is added later is further out.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[tween]
/// async fn served_by(request: Request, next: Next) -> Response {
///     let mut response = next.call(request).await;
///     response.headers_mut().insert("x-served-by", HeaderValue::from_static("pyramidion"));
///     response
/// }
///
/// /// Outside of `served_by`.
/// #[tween(over = served_by)]
/// fn audit(request: Request, next: SyncNext) -> Response {
///     let path = request.path().into_owned();
///     let response = next.call(request);
///     println!("{path}: {}", response.status());
///     response
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let app = pyramidion::testing::TestApp::new(|config| config.add_tween(served_by {}).add_tween(audit {}));
/// assert_eq!(app.get("/").await.header("x-served-by"), Some("pyramidion"));
/// # }
/// ```
#[proc_macro_attribute]
pub fn tween(arguments: TokenStream, item: TokenStream) -> TokenStream {
    tween::tween(arguments.into(), &item.into()).into()
}

/// Makes a plain function of a coroutine: called from code that runs in the executor, it waits there for its result.
///
/// The function may be free or a method, of a type or of a trait, generic, and borrow its arguments. Called on the event loop,
/// where waiting would hold up everybody, it panics with the text of a `ScopeError`, which names the function and the caller's
/// line; await the coroutine there.
///
/// # Keys
///
/// `keep = load_async` keeps the coroutine under a name of its own. It is a second function beside the first, so the `impl` of
/// a trait has no place for it unless the trait declares it. A function of a type that takes no `self` and does not mention
/// `Self` writes `keep = Self::load_async`.
///
/// aiopyramid's `strict=False`, with which a call on the event loop gives the coroutine back instead of failing, is no key: in
/// Rust a call has one type, wherever it runs. Who knows where it runs calls the one function or the other; who does not calls
/// `try_synchronize(load_async(7))`, which gives the value or, in its error, the coroutine.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[synchronize(keep = load_async)]
/// async fn load(id: u64) -> String {
///     tokio::task::yield_now().await;
///     format!("user {id}")
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert_eq!(spawn_blocking_scope(|| load(7)).await, "user 7");
/// assert_eq!(load_async(7).await, "user 7");
/// # }
/// ```
#[proc_macro_attribute]
pub fn synchronize(arguments: TokenStream, item: TokenStream) -> TokenStream {
    bridge::synchronize::synchronize(arguments.into(), &item.into()).into()
}

/// Makes a coroutine of a blocking function: awaited, it runs on a thread of the executor and holds up nobody.
///
/// Its arguments are owned and `Send`, for it may outlive its caller. A method takes `self` or `self: Arc<Self>`, or is cloned.
/// A panic of the function passes to who awaits it.
///
/// # Refusals
///
/// An executor may refuse to run it: there is no room or no thread, or it was shut down. A function that returns a `Result` whose
/// error is `From<ExecutorError>`, such as `Box<dyn Error + Send + Sync>`, gives that error. Any other panics with its name and the
/// text of the `ExecutorError`; a view or tween that the panic ends answers `503 Service Unavailable` with `Retry-After`, a websocket
/// view closes with 1013, and the log has a warning. The panic's payload is of a type of its own, so whoever catches it reads its text
/// by `PanicPayload::message`.
///
/// # Keys
///
/// | key | meaning |
/// |---|---|
/// | `clone_self` | a method that takes `&self` runs with a clone, which is made when the coroutine is first polled |
/// | `executor = REPORTS` | the `static` `ExecutorKey` of the executor to run in, in place of the default one |
///
/// With `clone_self`, `self` is the clone in all of the body but in the text of a format string: write `format!("{}", self)`.
/// A key that is not configured is an error when an application is built that scans the function's module. Else it keeps the
/// function from being run as a refusal does, though to try again is no use: a view answers 500.
///
/// # Example
///
/// ```
/// use pyramidion::prelude::*;
///
/// #[use_executor]
/// fn hash_password(text: String) -> u64 {
///     text.bytes().fold(5381, |hash, byte| hash * 33 ^ u64::from(byte))
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert_eq!(hash_password("a".to_owned()).await, 177_604);
/// # }
/// ```
///
/// ```
/// use pyramidion::executor::ExecutorConfig;
/// use pyramidion::prelude::*;
///
/// static REPORTS: ExecutorKey = ExecutorKey::new("reports");
///
/// #[derive(Clone)]
/// struct Archive {
///     folder: &'static str,
/// }
///
/// impl Archive {
///     #[use_executor(clone_self, executor = REPORTS)]
///     fn is_there(&self) -> bool {
///         std::path::Path::new(self.folder).exists()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// REPORTS.configure(ExecutorConfig::default().running_permits(2)).unwrap();
/// assert!(Archive { folder: "/" }.is_there().await);
/// # }
/// ```
///
/// An error that a refusal can become:
///
/// ```
/// use std::error::Error;
/// use std::time::Duration;
///
/// use pyramidion::executor::{ExecutorConfig, ExecutorError};
/// use pyramidion::prelude::*;
///
/// static FILES: ExecutorKey = ExecutorKey::new("files");
///
/// #[use_executor(executor = FILES)]
/// fn hosts() -> Result<String, Box<dyn Error + Send + Sync>> {
///     Ok(std::fs::read_to_string("/etc/hosts")?)
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let executor = FILES.configure(ExecutorConfig::default()).unwrap();
/// executor.shutdown(Duration::ZERO).await;
/// assert!(hosts().await.is_err_and(|error| error.is::<ExecutorError>()));
/// # }
/// ```
#[proc_macro_attribute]
pub fn use_executor(arguments: TokenStream, item: TokenStream) -> TokenStream {
    bridge::use_executor::use_executor(arguments.into(), &item.into()).into()
}

/// Makes a resource of a type, by the `impl` block in which its functions are: part of the tree in which paths are looked up.
///
/// The block stays as it is written, and its functions can be called in a test; beside it stands an `impl Resource`.
///
/// | in the block | is |
/// |---|---|
/// | `async fn item(&self, name: &str) -> Option<C>` | the child of that name: a resource, an `Arc` of one, or an `AnyResource` |
/// | `fn acl(&self) -> Acl` | who may do what with this resource and with all below it; also `Option`, for none of its own |
/// | `const ACL` | the same, where it is the same for all resources of the type |
///
/// Either function may be `async fn` or `fn`, and may fail: with a `Result` whose error is a standard error. `None` ends the
/// traversal; an error fails the request. A type without children has `#[resource]` above its struct.
///
/// Source: Pyramid's chapter "Resources", where these are `__getitem__` and `__acl__`.
///
/// # Keys
///
/// | key | meaning |
/// |---|---|
/// | `mapper = inline` | the block's plain functions do not block, and are called on the event loop; without it they run in the executor |
/// | `executor = REPORTS` | the `static` `ExecutorKey` of the executor in which they run, in place of the default one |
///
/// # Example
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Arc;
/// use pyramidion::acl::{Ace, EVERYONE, allow};
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::find_resource;
///
/// struct Site {
///     pages: HashMap<String, Arc<Page>>,
/// }
///
/// #[resource(mapper = inline)]
/// impl Site {
///     fn item(&self, name: &str) -> Option<Arc<Page>> {
///         self.pages.get(name).cloned()
///     }
///
///     fn acl(&self) -> [Ace; 1] {
///         [allow(EVERYONE, "view")]
///     }
/// }
///
/// #[resource]
/// struct Page {
///     title: &'static str,
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let pages = HashMap::from([("about".to_owned(), Arc::new(Page { title: "About us" }))]);
/// let found = find_resource(AnyResource::new(Site { pages }), "/about").await.unwrap();
/// assert_eq!(found.resource().downcast::<Page>().unwrap().title, "About us");
/// # }
/// ```
#[proc_macro_attribute]
pub fn resource(arguments: TokenStream, item: TokenStream) -> TokenStream {
    traversal::resource::resource(arguments.into(), &item.into()).into()
}

/// Makes a root factory of a function: it gives the root of the tree in which a request's path is looked up.
///
/// `async fn` runs on the event loop, `fn` in the executor, unless `mapper = inline` says that it does not block. It takes
/// nothing, or the request as `&Request`; other arguments there are none for now. It returns a resource, an `Arc` of one or an
/// `AnyResource`, or a `Result` of it whose error is a standard error. Beside it stands a companion of the same name, which names
/// it in the configuration: `site {}`.
///
/// # Keys
///
/// `mapper = inline` and `executor = REPORTS`, as in [`macro@resource`].
///
/// # Example
///
/// ```
/// use std::sync::{Arc, LazyLock};
/// use pyramidion::prelude::*;
/// use pyramidion::traversal::{Lookup, RootFactory};
///
/// #[resource]
/// struct Site;
///
/// static SITE: LazyLock<Arc<Site>> = LazyLock::new(|| Arc::new(Site));
///
/// #[root_factory(mapper = inline)]
/// fn site() -> Arc<Site> {
///     Arc::clone(&SITE)
/// }
///
/// let request = pyramidion::testing::TestRequest::get("/").build();
/// let Lookup::Ready(Ok(root)) = site {}.root(&request) else { unreachable!() };
/// assert!(root.is::<Site>());
/// ```
#[proc_macro_attribute]
pub fn root_factory(arguments: TokenStream, item: TokenStream) -> TokenStream {
    traversal::root_factory::root_factory(arguments.into(), &item.into()).into()
}
