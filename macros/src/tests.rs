//! What each macro writes for one small item, in `macros/snapshots`: so a change of an expansion shows in review.
//!
//! `SNAPSHOTS=overwrite cargo test -p pyramidion-macros` writes the files anew; read their difference before committing it.

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::quote;

use crate::{bridge, connection, context, traversal, tween, view};

fn compare(name: &str, expansion: TokenStream) {
    let expansion = syn::parse2(expansion).unwrap_or_else(|error| panic!("`{name}` is no list of items: {error}"));
    let written = prettyplease::unparse(&expansion);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(format!("{name}.rs"));
    if env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        fs::write(&file, &written).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == expected,
        "`{}` is now\n\n{written}\nhelp: if it should be, run with SNAPSHOTS=overwrite",
        file.display()
    );
}

#[test]
fn view_that_is_a_coroutine() {
    let item = quote! {
        /// The user's page.
        #[cfg(feature = "pages")]
        pub async fn user(id: u32, agent: Agent, Json(wish): Json<Wish>) -> Result<Page, HttpNotFound> {
            load(id, agent, wish).await
        }
    };
    compare("coroutine", view::expand(&view::VIEW, quote!(path = "/users/{id}", renderer = "json"), &item));
}

#[test]
fn view_that_is_a_function() {
    let item = quote! {
        fn user(id: u32, request: &Request) -> String {
            format!("{id} {}", request.path())
        }
    };
    compare("function", view::expand(&view::VIEW, quote!(route_name = "user", request_method = ["GET", "PUT"]), &item));
}

#[test]
fn view_that_traversal_finds() {
    let item = quote! {
        async fn edit() -> String {
            String::new()
        }
    };
    let keys = quote!(
        context = [Page, Folder],
        name = "edit",
        header = "X-Flavor:van.*",
        xhr,
        containment = Vault,
        custom_predicates = [is_long, Tenant("a")],
        not(request_method = ["POST", "PUT"]),
        permission = EDIT,
        http_cache = (60, public),
        decorator = [timed, logged]
    );
    compare("traversal_view", view::expand(&view::VIEW, keys, &item));
}

#[test]
fn exception_view() {
    let item = quote! {
        async fn no_such_report(error: Exception<NoSuchReport>) -> Result<Page, HttpNotFound> {
            page_of(error)
        }
    };
    let keys = quote!(route_name = "report", request_method = "GET");
    compare("exception_view", view::expand(&view::EXCEPTION_VIEW, keys, &item));
}

#[test]
fn notfound_view() {
    let item = quote! {
        async fn lost() -> &'static str {
            "lost"
        }
    };
    compare("notfound_view", view::expand(&view::NOTFOUND_VIEW, quote!(append_slash), &item));
}

#[test]
fn view_with_a_mistake() {
    let item = quote! {
        async fn user(id: &str) -> String {
            id.to_owned()
        }
    };
    compare("mistake", view::expand(&view::VIEW, quote!(path = "/users/{id}"), &item));
}

#[test]
fn views_that_are_methods() {
    let item = quote! {
        #[view_defaults(path = "/articles/{id}", renderer = "json", executor = REPORTS)]
        impl Articles {
            fn new(id: u32, db: State<Db>) -> Result<Self, HttpNotFound> {
                db.article(id).map(|article| Self { article }).ok_or_else(HttpNotFound::new)
            }

            #[view(request_method = "GET")]
            async fn show(&self) -> &Article {
                &self.article
            }

            #[cfg(feature = "editing")]
            #[view(request_method = "PUT", renderer = "string")]
            fn save(&mut self, request: SyncRequest<'_>) -> Result<String, JsonError> {
                self.article.save(request.json()?)
            }

            fn helper(&self) {}
        }
    };
    compare("views", view::class::views(quote!(), &item));
}

#[test]
fn websocket_and_exception_views_that_are_methods() {
    let item = quote! {
        #[view_defaults(path = "/rooms/{room}", renderer = "json")]
        impl Rooms {
            fn new(room: String, users: State<Users>) -> Result<Self, HttpForbidden> {
                users.room(room)
            }

            #[websocket_view]
            async fn talk(mut self, mut ws: Websocket, nick: Query<Nick>) -> Result<(), WebsocketClosed> {
                self.talk_by(&mut ws, nick).await
            }

            #[websocket_view(path = "/rooms/{room}/log", executor = LOG)]
            fn log(&mut self, ws: SyncWebsocket, scope: &SyncScope<'_>) {
                self.write(ws, scope);
            }
        }
    };
    compare("websockets_in_views", view::class::views(quote!(), &item));
    let item = quote! {
        #[view_defaults(route_name = "rooms", permission = "talk")]
        impl Errors {
            fn new(request: Request) -> Self {
                Self { request }
            }

            #[exception_view]
            async fn full(&self, error: Exception<RoomIsFull>) -> String {
                error.to_string()
            }
        }
    };
    compare("exceptions_in_views", view::class::views(quote!(), &item));
}

#[test]
fn views_with_a_mistake() {
    let item = quote! {
        impl Articles {
            #[view(path = "/")]
            async fn show(&self) -> String {
                self.text.clone()
            }
        }
    };
    compare("mistake_in_views", view::class::views(quote!(), &item));
}

#[test]
fn websocket_view() {
    let item = quote! {
        async fn echo(mut ws: Websocket, room: String) -> Result<(), WebsocketClosed> {
            ws.send(room).await
        }
    };
    compare(
        "websocket_view",
        view::expand(
            &view::WEBSOCKET_VIEW,
            quote!(
                path = "/echo/{room}",
                use_str,
                subprotocols = "v1",
                heartbeat = "off",
                rate_limit = "9/s",
                origins = "*"
            ),
            &item,
        ),
    );
}

#[test]
fn websocket_connection_view() {
    compare(
        "websocket_connection_view",
        connection::derive(quote! {
            #[websocket(path = "/chat/{room}")]
            struct Chat {
                ws: Websocket,
                room: String,
                #[default(7)]
                left: u32,
            }
        }),
    );
}

#[test]
fn template_context() {
    compare(
        "template_context",
        context::derive(quote! {
            #[serde(rename_all = "camelCase")]
            struct Page<'a> {
                page_title: &'a str,
                #[serde(skip)]
                secret: u32,
            }
        }),
    );
}

#[test]
fn tween_that_is_a_coroutine() {
    let item = quote! {
        async fn audit(request: Request, next: Next) -> Response {
            next.call(request).await
        }
    };
    compare("coroutine_tween", tween::tween(quote!(under = [session, INGRESS]), &item));
}

#[test]
fn tween_that_is_a_function() {
    let item = quote! {
        fn audit(request: Request, next: SyncNext) -> Response {
            next.call(request)
        }
    };
    compare("function_tween", tween::tween(quote!(), &item));
}

#[test]
fn synchronize() {
    let item = quote! {
        pub(crate) async fn load<T: Key>(&self, key: &T) -> Result<User, Error> {
            self.store.load(key).await
        }
    };
    compare("synchronize", bridge::synchronize::synchronize(quote!(keep = load_async), &item));
}

#[test]
fn view_that_waits() {
    let item = quote! {
        fn user(request: SyncRequest<'_>, scope: &SyncScope<'_>, id: u32) -> String {
            request.wait(load(id)) + &scope.wait(load(7))
        }
    };
    compare("waiting_view", view::expand(&view::VIEW, quote!(path = "/users/{id}", executor = REPORTS), &item));
}

#[test]
fn tween_that_waits() {
    let item = quote! {
        fn audit(request: SyncRequest<'_>, next: SyncNext) -> Response {
            request.wait(written(request.path()));
            next.call(request)
        }
    };
    compare("waiting_tween", tween::tween(quote!(executor = REPORTS), &item));
}

#[test]
fn use_executor_with_a_clone() {
    let item = quote! {
        fn hash(&self, text: String, (left, _): (u32, u32)) -> Result<u64, Error> {
            self.hasher.hash(&text, left)
        }
    };
    compare(
        "use_executor_with_a_clone",
        bridge::use_executor::use_executor(quote!(clone_self, executor = REPORTS), &item),
    );
}

#[test]
fn use_executor() {
    let item = quote! {
        fn hash(mut text: String) -> u64 {
            text.push('!');
            text.len() as u64
        }
    };
    compare("use_executor", bridge::use_executor::use_executor(quote!(), &item));
}

#[test]
fn resource() {
    let item = quote! {
        #[cfg(unix)]
        impl<T: Store> Folder<T> {
            async fn item(&self, name: &str) -> Result<Option<Page>, StoreError> {
                self.store.load(name).await
            }

            fn acl(&self) -> Acl {
                self.store.acl()
            }
        }
    };
    compare("resource", traversal::resource::resource(quote!(), &item));
}

#[test]
fn resource_that_blocks_in_an_executor() {
    let item = quote! {
        impl Folder {
            const ACL: [Ace; 1] = [allow(EVERYONE, "view")];

            #[cfg(unix)]
            fn item(&self, name: &str) -> Option<Page> {
                self.read(name)
            }
        }
    };
    compare("blocking_resource", traversal::resource::resource(quote!(executor = DISK), &item));
}

#[test]
fn resource_inline_and_without_children() {
    let item = quote! {
        impl Folder {
            fn item(&self, name: &str) -> Option<Page> {
                self.pages.get(name).cloned()
            }
        }
    };
    compare("inline_resource", traversal::resource::resource(quote!(mapper = inline), &item));
    compare(
        "leaf_resource",
        traversal::resource::resource(
            quote!(),
            &quote!(
                pub struct Page<T>
                where
                    T: Send,
                {
                    text: T,
                }
            ),
        ),
    );
}

#[test]
fn root_factory() {
    let item = quote! {
        pub fn site(request: &Request) -> Site {
            Site::of(request.host())
        }
    };
    compare("root_factory", traversal::root_factory::root_factory(quote!(), &item));
}
