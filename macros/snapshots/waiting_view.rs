fn user(request: SyncRequest<'_>, scope: &SyncScope<'_>, id: u32) -> String {
    request.wait(load(id)) + &scope.wait(load(7))
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
    fn path(id: u32) -> ::pyramidion::RoutePath {
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
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < user >);
        ::pyramidion::__private::ViewDefinition::at_path(
                "user",
                ::core::module_path!(),
                "/users/{id}",
            )
            .mapper(::pyramidion::Mapper::Executor)
            .executor({
                let __key: &'static ::pyramidion::executor::ExecutorKey = &REPORTS;
                __key
            })
            .function(
                (
                    ((), ::pyramidion::__private::Step::<u32>::parameter("id")),
                    ::pyramidion::__private::Step::<::pyramidion::Request>::last(),
                ),
                |(((), __argument2), __argument0), __state| ::pyramidion::executor::SyncScope::enter(move |
                    __scope|
                {
                    let __argument0 = ::pyramidion::SyncRequest::new(
                        __argument0,
                        __scope,
                    );
                    {
                        use ::pyramidion::__private::{
                            CannotFail as _, CannotRespond as _,
                            CannotRespondInResult as _, RespondDirectly as _,
                            RespondOrRaise as _, RespondWithError as _,
                        };
                        let __value = user(__argument0, __scope, __argument2);
                        (&&&&&&::pyramidion::__private::Returned::new(__value))
                            .respond(__state)
                    }
                }),
            )
    }
}
