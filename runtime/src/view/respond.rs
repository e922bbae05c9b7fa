//! From what a view returns to a response.
//!
//! The compiler chooses by the type: the implementation behind the most references whose bounds hold. The last choice
//! always applies, and its bound carries the message for types that nothing can be done with.

use std::cell::Cell;
use std::convert::Infallible;
use std::error::Error;

use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::call::ViewState;
use super::exception::given_up;
use super::failure;
use crate::application::Application;

/// Who asks for a response: a view or a tween. Its name goes into the log.
#[doc(hidden)]
pub trait Responder {
    fn name(&self) -> String;

    /// Whether an error may still be answered by an exception view.
    fn may_have_exception_view(&self) -> bool;
}

impl Responder for ViewState {
    fn name(&self) -> String {
        self.view().full_name()
    }

    fn may_have_exception_view(&self) -> bool {
        self.application().has_exception_views
    }
}

/// A tween, by its name.
#[doc(hidden)]
pub struct InTween(pub &'static str);

impl Responder for InTween {
    fn name(&self) -> String {
        self.0.to_owned()
    }

    /// The chain knows what is around it.
    fn may_have_exception_view(&self) -> bool {
        true
    }
}

/// What the application does itself on the way to a view.
pub(crate) struct OnTheWay<'a> {
    pub(crate) name: &'static str,
    pub(crate) application: &'a Application,
}

impl Responder for OnTheWay<'_> {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn may_have_exception_view(&self) -> bool {
        self.application.has_exception_views
    }
}

/// Any error that can be logged.
pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

macro_rules! holder {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[doc(hidden)]
        pub struct $name<T>(Cell<Option<T>>);

        impl<T> $name<T> {
            #[inline]
            pub fn new(value: T) -> Self {
                Self(Cell::new(Some(value)))
            }

            #[inline]
            fn take(&self) -> T {
                self.0.take().expect("the macros take the value once")
            }
        }
    };
}

holder!(/** What a view without a renderer, or a tween, returned. */ Returned);
holder!(/** What is to be rendered. */ Rendered);
holder!(/** The error that a view returned. */ Failed);

/// What a view without a renderer may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a response",
    label = "no response",
    note = "return something that is `IntoResponse`, such as `String`, `StatusCode` or `Json<T>` of a serializable `T`, or a `Result` of it",
    note = "to return a value that is `Serialize` from a view, name a renderer in its attribute: `renderer = \"json\"`"
)]
pub trait IntoViewResponse {}

/// What a view with a renderer may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be rendered",
    label = "cannot be rendered",
    note = "derive `serde::Serialize` for it and what is in it, or return something that is `IntoResponse`, which passes the renderer by"
)]
pub trait Renderable {}

/// What a view may fail with.
#[diagnostic::on_unimplemented(
    message = "a view cannot fail with `{Self}`",
    label = "neither a response nor a standard error",
    note = "implement `std::error::Error` for it (a 500 with its cause in the log), or `IntoResponse`"
)]
pub trait ViewError {}

/// Answers with a value of a type that is a response by its name: there is nothing to choose.
#[doc(hidden)]
pub fn respond_directly<T: IntoResponse>(value: T, _: &ViewState) -> Response {
    value.into_response()
}

/// A `Result` of two responses: the second is raised, as Pyramid calls it.
#[doc(hidden)]
pub trait RespondOrRaise {
    fn respond(&self, responder: &impl Responder) -> Response;
}

impl<T: IntoResponse, E: IntoResponse> RespondOrRaise for &&&&&Returned<Result<T, E>> {
    #[inline]
    fn respond(&self, _: &impl Responder) -> Response {
        match self.take() {
            Ok(value) => value.into_response(),
            Err(error) => given_up(error.into_response()),
        }
    }
}

#[doc(hidden)]
pub trait RespondDirectly {
    fn respond(&self, responder: &impl Responder) -> Response;
}

impl<T: IntoResponse> RespondDirectly for &&&&Returned<T> {
    #[inline]
    fn respond(&self, _: &impl Responder) -> Response {
        self.take().into_response()
    }
}

#[doc(hidden)]
pub trait RespondWithError {
    fn respond(&self, responder: &impl Responder) -> Response;
}

impl<T: IntoResponse, E: Into<BoxError>> RespondWithError for &&&Returned<Result<T, E>> {
    fn respond(&self, responder: &impl Responder) -> Response {
        match self.take() {
            Ok(value) => value.into_response(),
            Err(error) => failure::failed(responder, error.into()),
        }
    }
}

/// A `Result` whose value would do: the message is about its error.
#[doc(hidden)]
pub trait CannotFail<E> {
    fn respond(&self, responder: &impl Responder) -> Response
    where
        E: ViewError;
}

impl<T: IntoResponse, E> CannotFail<E> for &&Returned<Result<T, E>> {
    fn respond(&self, _: &impl Responder) -> Response
    where
        E: ViewError,
    {
        unreachable!("nothing is a `ViewError`")
    }
}

/// Any other `Result`: the message is about its value.
#[doc(hidden)]
pub trait CannotRespondInResult<T> {
    fn respond(&self, responder: &impl Responder) -> Response
    where
        T: IntoViewResponse;
}

impl<T, E> CannotRespondInResult<T> for &Returned<Result<T, E>> {
    fn respond(&self, _: &impl Responder) -> Response
    where
        T: IntoViewResponse,
    {
        unreachable!("nothing is `IntoViewResponse`")
    }
}

#[doc(hidden)]
pub trait CannotRespond<T> {
    fn respond(&self, responder: &impl Responder) -> Response
    where
        T: IntoViewResponse;
}

impl<T> CannotRespond<T> for Returned<T> {
    fn respond(&self, _: &impl Responder) -> Response
    where
        T: IntoViewResponse,
    {
        unreachable!("nothing is `IntoViewResponse`")
    }
}

/// A `Result` is its value or its error; anything else is a value.
impl<T, E> Returned<Result<T, E>> {
    pub fn split(self) -> Result<T, E> {
        self.take()
    }
}

#[doc(hidden)]
pub trait SplitValue<T> {
    fn split(self) -> Result<T, Infallible>;
}

impl<T> SplitValue<T> for Returned<T> {
    fn split(self) -> Result<T, Infallible> {
        Ok(self.take())
    }
}

#[doc(hidden)]
pub trait RenderSerialize {
    fn render(&self, state: &ViewState) -> Response;
}

impl<T: Serialize> RenderSerialize for &&Rendered<T> {
    fn render(&self, state: &ViewState) -> Response {
        state.view().renderer.render(&self.take(), state)
    }
}

#[doc(hidden)]
pub trait RenderResponse {
    fn render(&self, state: &ViewState) -> Response;
}

impl<T: IntoResponse> RenderResponse for &Rendered<T> {
    fn render(&self, _: &ViewState) -> Response {
        self.take().into_response()
    }
}

#[doc(hidden)]
pub trait RenderNothing<T> {
    fn render(&self, state: &ViewState) -> Response
    where
        T: Renderable;
}

impl<T> RenderNothing<T> for Rendered<T> {
    fn render(&self, _: &ViewState) -> Response
    where
        T: Renderable,
    {
        unreachable!("nothing is `Renderable`")
    }
}

#[doc(hidden)]
pub trait ErrorIntoResponse {
    fn respond(&self, responder: &impl Responder) -> Response;
}

impl<E: IntoResponse> ErrorIntoResponse for &&Failed<E> {
    fn respond(&self, _: &impl Responder) -> Response {
        given_up(self.take().into_response())
    }
}

#[doc(hidden)]
pub trait ErrorIsLogged {
    fn respond(&self, responder: &impl Responder) -> Response;
}

impl<E: Into<BoxError>> ErrorIsLogged for &Failed<E> {
    fn respond(&self, responder: &impl Responder) -> Response {
        failure::failed(responder, self.take().into())
    }
}

#[doc(hidden)]
pub trait ErrorIsNeither<E> {
    fn respond(&self, responder: &impl Responder) -> Response
    where
        E: ViewError;
}

impl<E> ErrorIsNeither<E> for Failed<E> {
    fn respond(&self, _: &impl Responder) -> Response
    where
        E: ViewError,
    {
        unreachable!("nothing is a `ViewError`")
    }
}
