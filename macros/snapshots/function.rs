fn user(id: u32, request: &Request) -> String {
    format!("{id} {}", request.path())
}
/// Names the view `user` in the configuration: `config.add_view(user {})`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
struct user {}
const _: () = {
    #[allow(deprecated)]
    fn __pyramidion_call(
        #[allow(unused_mut)]
        mut __call: ::pyramidion::__private::Call,
    ) -> ::pyramidion::__private::ViewFuture {
        __call
            .as_configured(
                (
                    ((), ::pyramidion::__private::Step::<u32>::parameter("id")),
                    ::pyramidion::__private::Step::<Request>::last(),
                ),
                |(((), __argument0), __argument1), __state| {
                    use ::pyramidion::__private::{
                        CannotFail as _, CannotRespond as _, CannotRespondInResult as _,
                        RespondDirectly as _, RespondWithError as _,
                    };
                    let __value = user(__argument0, &__argument1);
                    (&&&&&::pyramidion::__private::Returned::new(__value))
                        .respond(__state)
                },
            )
    }
    static __PYRAMIDION_VIEW: ::pyramidion::__private::ViewDefinition = ::pyramidion::__private::ViewDefinition {
        name: "user",
        module: ::core::module_path!(),
        location: ::pyramidion::__private::SourceLocation::caller(),
        kind: ::pyramidion::__private::ViewKind::Function,
        mapper: ::core::option::Option::None,
        executor: ::core::option::Option::None,
        route: ::pyramidion::__private::RouteOfView::Named("user"),
        request_method: &["GET", "PUT"],
        renderer: ::pyramidion::__private::Renderer::None,
        parameters: &[
            ::pyramidion::__private::ParameterUse {
                name: "id",
                is_parameter: true,
            },
        ],
        requirements: &[],
        call: __pyramidion_call,
    };
    impl ::pyramidion::View for user {
        const DEFINITION: &'static ::pyramidion::__private::ViewDefinition = &__PYRAMIDION_VIEW;
    }
    ::pyramidion::__register!(__PYRAMIDION_VIEW);
};
