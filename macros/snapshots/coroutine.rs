/// The user's page.
#[cfg(feature = "pages")]
pub async fn user(
    id: u32,
    agent: Agent,
    Json(wish): Json<Wish>,
) -> Result<Page, HttpNotFound> {
    load(id, agent, wish).await
}
#[cfg(feature = "pages")]
/// Names the view `user` in the configuration: `config.add_view(user {})`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
pub struct user {}
#[cfg(feature = "pages")]
const _: () = {
    #[allow(deprecated)]
    fn __pyramidion_call(
        #[allow(unused_mut)]
        mut __call: ::pyramidion::__private::Call,
    ) -> ::pyramidion::__private::ViewFuture {
        __call
            .coroutine(
                (
                    (
                        ((), ::pyramidion::__private::Step::<u32>::parameter("id")),
                        ::pyramidion::__private::Step::<Agent>::part(),
                    ),
                    ::pyramidion::__private::Step::<Json<Wish>>::well_known_last(),
                ),
                |((((), __argument0), __argument1), __argument2)| ::std::boxed::Box::pin(
                    user(__argument0, __argument1, __argument2),
                ),
                |__value, __state| {
                    use ::pyramidion::__private::{
                        ErrorIntoResponse as _, ErrorIsLogged as _, ErrorIsNeither as _,
                        RenderResponse as _, RenderSerialize as _, RenderNothing as _,
                        SplitValue as _,
                    };
                    match ::pyramidion::__private::Returned::new(__value).split() {
                        ::core::result::Result::Ok(__value) => {
                            (&&&::pyramidion::__private::Rendered::new(__value))
                                .render(__state)
                        }
                        ::core::result::Result::Err(__error) => {
                            (&&&::pyramidion::__private::Failed::new(__error))
                                .respond(__state)
                        }
                    }
                },
            )
    }
    static __PYRAMIDION_VIEW: ::pyramidion::__private::ViewDefinition = ::pyramidion::__private::ViewDefinition {
        name: "user",
        module: ::core::module_path!(),
        location: ::pyramidion::__private::SourceLocation::caller(),
        kind: ::pyramidion::__private::ViewKind::Coroutine,
        mapper: ::core::option::Option::None,
        executor: ::core::option::Option::None,
        route: ::pyramidion::__private::RouteOfView::Path("/users/{id}"),
        request_method: &[],
        renderer: ::pyramidion::__private::Renderer::Json,
        parameters: &[
            ::pyramidion::__private::ParameterUse {
                name: "id",
                is_parameter: true,
            },
        ],
        requirements: &[
            {
                use ::pyramidion::__private::NoRequirement as _;
                ::pyramidion::__private::Probe::<Agent>::REQUIREMENT
            },
        ],
        call: __pyramidion_call,
    };
    impl ::pyramidion::View for user {
        const DEFINITION: &'static ::pyramidion::__private::ViewDefinition = &__PYRAMIDION_VIEW;
    }
    ::pyramidion::__register!(__PYRAMIDION_VIEW);
};
