//! What the macros write down about a view while it compiles.

use std::any::TypeId;
use std::fmt;

use super::call::{Call, ViewFuture};
use super::mapper::Mapper;
use crate::executor::ExecutorKey;
use crate::render::Renderer;

/// A view, named by its companion: `config.add_view(home {})`.
///
/// Implemented by the macros, for the companion of a function and for the struct of a websocket connection.
#[diagnostic::on_unimplemented(
    message = "this is not the name of a view",
    label = "not a view's name",
    note = "a view is named by its companion, with braces: `add_view(home {{}})`, and a struct by `add_view_type::<Chat>()`",
    note = "`#[view]`, `#[websocket_view]` and `#[derive(WebsocketConnectionView)]` make views"
)]
pub trait View {
    #[doc(hidden)]
    const DEFINITION: &'static ViewDefinition;
}

/// Everything that is known about a view while compiling.
#[doc(hidden)]
pub struct ViewDefinition {
    pub name: &'static str,
    pub module: &'static str,
    pub location: SourceLocation,
    pub kind: ViewKind,
    pub mapper: Option<Mapper>,
    /// Where a plain function runs, if not in the default executor.
    pub executor: Option<&'static ExecutorKey>,
    pub route: RouteOfView,
    /// Empty: every method.
    pub request_method: &'static [&'static str],
    pub renderer: Renderer,
    pub parameters: &'static [ParameterUse],
    pub requirements: &'static [Option<Requirement>],
    pub call: fn(Call) -> ViewFuture,
}

impl ViewDefinition {
    /// Stands for a view with mistakes, which are compile errors: no program ever runs with it.
    pub const UNUSABLE: Self = Self {
        name: "",
        module: "",
        location: SourceLocation::new("", 0, 0),
        kind: ViewKind::Coroutine,
        mapper: None,
        executor: None,
        route: RouteOfView::Path("/"),
        request_method: &[],
        renderer: Renderer::None,
        parameters: &[],
        requirements: &[],
        call: |_| unreachable!("a view with mistakes does not compile"),
    };

    /// `module::name`
    pub(crate) fn full_name(&self) -> String {
        format!("{}::{}", self.module, self.name)
    }

    /// The crate that the view was written in.
    pub(crate) fn package(&self) -> &'static str {
        self.module.split("::").next().unwrap_or(self.module)
    }
}

/// How the function is written.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    Coroutine,
    Function,
    Websocket,
    SyncWebsocket,
}

impl ViewKind {
    pub(crate) fn is_websocket(self) -> bool {
        matches!(self, Self::Websocket | Self::SyncWebsocket)
    }
}

/// How the view says where it is.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum RouteOfView {
    Path(&'static str),
    Named(&'static str),
}

/// An argument that a parameter of the route may fill.
#[doc(hidden)]
pub struct ParameterUse {
    pub name: &'static str,
    pub is_parameter: bool,
}

/// State that the application must hold for a view to work.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Requirement {
    pub type_id: fn() -> TypeId,
    pub type_name: fn() -> &'static str,
}

/// A place in somebody's source.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    file: &'static str,
    line: u32,
    column: u32,
}

impl SourceLocation {
    pub const fn new(file: &'static str, line: u32, column: u32) -> Self {
        Self { file, line, column }
    }

    /// Where this is called; in an expansion, where the macro was.
    #[track_caller]
    pub const fn caller() -> Self {
        let caller = std::panic::Location::caller();
        Self::new(caller.file(), caller.line(), caller.column())
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What `inventory` collects: every view of every crate that is linked, whether it is ever scanned or not.
#[doc(hidden)]
pub struct Submission(pub &'static ViewDefinition);

inventory::collect!(Submission);

/// Registers a view with the program, from which `scan` takes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __register {
    ($definition:ident) => {
        $crate::__private::inventory::submit! { $crate::__private::Submission(&$definition) }
    };
}
