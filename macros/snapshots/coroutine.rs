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
        ::std::boxed::Box::pin(async move {
            let __argument0: u32 = ::pyramidion::__private::Call::parameter::<
                u32,
            >(&mut __call, "id")?;
            let __argument1: Agent = ::pyramidion::__private::Call::part(&mut __call)
                .await?;
            let (__argument2, __state): (Json<Wish>, _) = __call
                .well_known_last()
                .await?;
            ::core::result::Result::Ok({
                use ::pyramidion::__private::{
                    ErrorIntoResponse as _, ErrorIsLogged as _, ErrorIsNeither as _,
                    RenderResponse as _, RenderSerialize as _, RenderNothing as _,
                    SplitValue as _,
                };
                match ::pyramidion::__private::Returned::new(
                        user(__argument0, __argument1, __argument2).await,
                    )
                    .split()
                {
                    ::core::result::Result::Ok(__value) => {
                        (&&&::pyramidion::__private::Rendered::new(__value))
                            .render(&__state)
                    }
                    ::core::result::Result::Err(__error) => {
                        (&&&::pyramidion::__private::Failed::new(__error))
                            .respond(&__state)
                    }
                }
            })
        })
    }
    static __PYRAMIDION_VIEW: ::pyramidion::__private::ViewDefinition = ::pyramidion::__private::ViewDefinition {
        name: "user",
        module: ::core::module_path!(),
        location: ::pyramidion::__private::SourceLocation::new(
            ::core::file!(),
            ::core::line!(),
            ::core::column!(),
        ),
        kind: ::pyramidion::__private::ViewKind::Coroutine,
        mapper: ::core::option::Option::None,
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
