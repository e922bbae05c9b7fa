async fn user(id: &str) -> String {
    id.to_owned()
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
#[allow(dead_code, non_snake_case, unreachable_pub)]
impl user {
    /// The path of the view `user`: `/users/{id}`.
    fn path(id: impl ::core::fmt::Display) -> ::pyramidion::RoutePath {
        ::pyramidion::RoutePath::new(
            "user",
            ::core::module_path!(),
            "/users/{id}",
            &["/users/", ""],
            &[&id],
        )
    }
}
impl ::pyramidion::View for user {
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__private::ViewDefinition::unusable()
    }
}
::core::compile_error! {
    "a view's arguments are owned: nothing outlives the request that could be borrowed\n\nhelp: write `String`"
}
