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
#[allow(dead_code, non_snake_case, unreachable_pub)]
impl user {
    /// The path of the view `user`: `/users/{id}`.
    pub fn path(id: u32) -> ::pyramidion::RoutePath {
        ::pyramidion::RoutePath::new(
            "user",
            ::core::module_path!(),
            "/users/{id}",
            &["/users/", ""],
            &[&id],
        )
    }
}
#[cfg(feature = "pages")]
impl ::pyramidion::View for user {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < user >);
        ::pyramidion::__private::ViewDefinition::at_path(
                "user",
                ::core::module_path!(),
                "/users/{id}",
            )
            .renderer(::pyramidion::__private::Renderer::Json)
            .coroutine3(
                ::pyramidion::__private::Step::<u32>::parameter("id"),
                ::pyramidion::__private::Step::<Agent>::part()
                    .requiring({
                        use ::pyramidion::__private::NoRequirement as _;
                        ::pyramidion::__private::Probe::<Agent>::REQUIREMENT
                    }),
                ::pyramidion::__private::Step::<Json<Wish>>::well_known_last(),
                user,
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
}
