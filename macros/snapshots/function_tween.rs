fn audit(request: Request, next: SyncNext) -> Response {
    next.call(request)
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
            ::pyramidion::__private::run_tween(
                    &__PYRAMIDION_TWEEN,
                    move || {
                        use ::pyramidion::__private::{
                            CannotFail as _, CannotRespond as _,
                            CannotRespondInResult as _, RespondDirectly as _,
                            RespondOrRaise as _, RespondWithError as _,
                        };
                        let __value = audit(
                            __request,
                            <::pyramidion::tween::SyncNext as ::core::convert::From<
                                _,
                            >>::from(__next),
                        );
                        (&&&&&&::pyramidion::__private::Returned::new(__value))
                            .respond(&__tween)
                    },
                )
                .await
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
        under: &[],
        is_sync: true,
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
