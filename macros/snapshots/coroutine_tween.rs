async fn audit(request: Request, next: Next) -> Response {
    next.call(request).await
}
/// Names the tween `audit`: `config.add_tween(audit {})`, `under = audit`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
struct audit {}
const _: () = {
    #[allow(deprecated)]
    fn __pyramidion_call(
        __request: ::pyramidion::Request,
        __next: ::pyramidion::tween::Next,
    ) -> ::pyramidion::__private::TweenFuture {
        let __tween = ::pyramidion::__private::InTween(__PYRAMIDION_TWEEN.name);
        ::std::boxed::Box::pin(async move {
            {
                use ::pyramidion::__private::{
                    CannotFail as _, CannotRespond as _, CannotRespondInResult as _,
                    RespondDirectly as _, RespondOrRaise as _, RespondWithError as _,
                };
                let __value = audit(__request, __next).await;
                (&&&&&&::pyramidion::__private::Returned::new(__value)).respond(&__tween)
            }
        })
    }
    static __PYRAMIDION_TWEEN: ::pyramidion::__private::TweenDefinition = ::pyramidion::__private::TweenDefinition {
        name: <audit as ::pyramidion::tween::Tween>::NAME,
        location: ::pyramidion::__private::SourceLocation::new(
            ::core::file!(),
            ::core::line!(),
            ::core::column!(),
        ),
        over: &[],
        under: &[
            <session as ::pyramidion::tween::TweenName>::NAME,
            <::pyramidion::tween::INGRESS as ::pyramidion::tween::TweenName>::NAME,
        ],
        is_sync: false,
        executor: ::core::option::Option::None,
        call: __pyramidion_call,
    };
    impl ::pyramidion::tween::Tween for audit {
        const NAME: &'static ::core::primitive::str = ::core::concat!(
            ::core::module_path!(), "::", "audit"
        );
        const DEFINITION: &'static ::pyramidion::__private::TweenDefinition = &__PYRAMIDION_TWEEN;
    }
};
