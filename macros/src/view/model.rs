//! A view as plain data: what the attribute and the signature say, each with its place in the source.

use proc_macro2::{Span, TokenStream};
use pyramidion_patterns::Pattern;
use syn::ext::IdentExt;
use syn::{Attribute, Ident, LitStr, Path, Type, Visibility};

use super::attribute::{Attribute as ViewAttribute, Mapper};
use super::lookup::Lookup;
use super::websocket::Options;
use crate::syntax::types::point_at;
use crate::template::Template;

pub(crate) struct View {
    /// The function's or the struct's own name, which is also the companion's.
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    /// Its `#[cfg(…)]`, which hold for all that is written beside it.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) kind: Kind,
    pub(crate) route: Route,
    pub(crate) request_method: Vec<LitStr>,
    pub(crate) lookup: Lookup,
    pub(crate) appends_slash: bool,
    pub(crate) renderer: Option<(Renderer, LitStr)>,
    pub(crate) mapper: Option<(Mapper, Span)>,
    /// The path of the key that the view names.
    pub(crate) executor: Option<Path>,
    pub(crate) arguments: Vec<Argument>,
    /// What the view returns, if it says so.
    pub(crate) result_type: Option<Type>,
    /// Where to point when the result cannot become a response.
    pub(crate) result_span: Span,
    /// Whose method it is, if it is one.
    pub(crate) class: Option<Class>,
    /// How its websockets are to be, if it has any.
    pub(crate) websocket: Options,
}

/// The type that a view is a method of, and how an object of it is made for the call.
pub(crate) struct Class {
    pub(crate) name: String,
    pub(crate) receiver: Receiver,
    /// The name `new`, where it is written.
    pub(crate) new: Ident,
    /// How many of the view's arguments are those of `new`; they go first.
    pub(crate) arguments_of_new: usize,
    /// Whether `new` gives a `Result`.
    pub(crate) new_may_fail: bool,
    /// Where the method's attribute is.
    pub(crate) attribute: Span,
}

/// What a method takes its object by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    Value,
    Shared,
    Mutable,
}

pub(crate) enum Kind {
    /// `async fn`
    Coroutine,
    /// `fn`
    Function,
    /// `#[websocket_view] async fn`
    Websocket(Coercion),
    /// `#[websocket_view] fn`
    SyncWebsocket(Coercion),
    /// `#[derive(WebsocketConnectionView)]`, built from its fields
    Connection(Coercion),
}

impl View {
    /// The name under its module: that of the function, or `Class::method`.
    pub(crate) fn full_name(&self) -> String {
        let name = self.name.unraw();
        self.class.as_ref().map_or_else(|| name.to_string(), |class| format!("{}::{name}", class.name))
    }

    /// Whether the view is handed leave to wait, in its request or alone.
    pub(crate) fn waits(&self) -> bool {
        self.arguments.iter().any(|argument| argument.source.waits())
    }
}

impl Kind {
    /// `fn`, which holds a thread while it runs.
    pub(crate) fn is_blocking(&self) -> bool {
        matches!(self, Self::Function | Self::SyncWebsocket(_))
    }
}

/// What a websocket's messages are turned into.
#[derive(Clone, Copy)]
pub(crate) struct Coercion {
    pub(crate) use_bytes: bool,
    pub(crate) use_str: bool,
}

impl Coercion {
    pub(crate) fn of(attribute: &ViewAttribute) -> Self {
        Self { use_bytes: attribute.use_bytes.is_some(), use_str: attribute.use_str.is_some() }
    }
}

pub(crate) enum Route {
    Path(LitStr, Pattern),
    Named(LitStr),
    /// None: traversal finds the view.
    Traversal,
    /// None: an exception view, of the route with this name or of all.
    Exception(Option<LitStr>),
    /// A mistake was reported already; nothing can be said about parameters.
    Unknown,
}

impl Route {
    /// The names of the parameters, where they are known while compiling.
    pub(crate) fn parameters(&self) -> Option<Vec<&str>> {
        match self {
            Self::Path(_, pattern) => {
                Some(pattern.parameters().iter().map(|parameter| parameter.name.as_str()).collect())
            }
            Self::Traversal => Some(Vec::new()),
            Self::Exception(None) => Some(Vec::new()),
            Self::Named(_) | Self::Exception(Some(_)) | Self::Unknown => None,
        }
    }
}

pub(crate) enum Renderer {
    Json,
    String,
    Template(Template),
}

/// An argument of a function, or a field of a connection's struct.
pub(crate) struct Argument {
    /// The name, if it is a plain one.
    pub(crate) name: Option<String>,
    /// The tokens of the pattern or the field's name.
    pub(crate) place: TokenStream,
    /// The type to make: for `&Request` it is `Request`.
    pub(crate) ty: Type,
    pub(crate) borrowed: bool,
    pub(crate) source: Source,
}

impl Argument {
    /// Where to point when the value cannot be made: at the name of its type, or where the type starts.
    pub(crate) fn span(&self) -> Span {
        point_at(&self.ty)
    }
}

/// Where an argument's value comes from.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A parameter of the route.
    Parameter(String),
    /// An extractor that leaves the body alone.
    Part,
    /// A parameter or an extractor, as the type says: under `route_name` the parameters are not known yet.
    ParameterOrPart(String),
    /// The same for the last argument, which may also read the body.
    ParameterOrLast(String),
    /// The last argument: an extractor that may read the body.
    Last,
    /// The whole request, wherever it stands among the arguments.
    Request,
    /// The whole request, with leave to wait.
    SyncRequest,
    /// The leave to wait alone.
    Scope,
    /// The websocket.
    Websocket,
    /// A field's default.
    Default(DefaultValue),
}

impl Source {
    /// Whether nothing is left of the request for another argument.
    pub(crate) fn takes_all(&self) -> bool {
        matches!(self, Self::Last | Self::Request | Self::SyncRequest | Self::ParameterOrLast(_))
    }

    /// Whether it is made for waiting, which only a thread of an executor may do.
    pub(crate) fn waits(&self) -> bool {
        matches!(self, Self::SyncRequest | Self::Scope)
    }
}

/// What a field holds that nothing of the request fills.
#[derive(Clone)]
pub(crate) struct DefaultValue(pub(crate) Option<syn::Expr>);

impl PartialEq for DefaultValue {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for DefaultValue {}
