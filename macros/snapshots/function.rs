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
#[allow(dead_code, non_snake_case, unreachable_pub)]
impl user {
    /// The route `user`, with what the view `user` takes of its path.
    fn path(id: u32) -> ::pyramidion::NamedRoutePath {
        ::pyramidion::NamedRoutePath::new("user", &[("id", &id)])
    }
}
impl ::pyramidion::View for user {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < user >);
        ::pyramidion::__private::ViewDefinition::at_route(
                "user",
                ::core::module_path!(),
                "user",
            )
            .request_method(&["GET", "PUT"])
            .function(
                (
                    ((), ::pyramidion::__private::Step::<u32>::parameter("id")),
                    ::pyramidion::__private::Step::<Request>::last(),
                ),
                |(((), __argument0), __argument1), __state| {
                    use ::pyramidion::__private::{
                        CannotFail as _, CannotRespond as _, CannotRespondInResult as _,
                        RespondDirectly as _, RespondOrRaise as _, RespondWithError as _,
                    };
                    let __value = user(__argument0, &__argument1);
                    (&&&&&&::pyramidion::__private::Returned::new(__value))
                        .respond(__state)
                },
            )
    }
}
