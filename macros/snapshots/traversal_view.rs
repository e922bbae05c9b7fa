async fn edit() -> String {
    String::new()
}
/// Names the view `edit` in the configuration: `config.add_view(edit {})`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
struct edit {}
impl ::pyramidion::View for edit {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < edit >);
        ::pyramidion::__private::ViewDefinition::by_traversal(
                "edit",
                ::core::module_path!(),
            )
            .context::<Page>()
            .context::<Folder>()
            .view_name("edit")
            .predicate(::pyramidion::__private::Predicate::header(&["X-Flavor:van.*"]))
            .predicate(::pyramidion::__private::Predicate::xhr(true))
            .predicate(
                ::pyramidion::__private::Predicate::containment(
                    ::pyramidion::__private::ContextType::of::<Vault>(),
                ),
            )
            .predicate(::pyramidion::__private::Predicate::custom(is_long))
            .predicate(::pyramidion::__private::Predicate::custom(Tenant("a")))
            .predicate(
                ::pyramidion::__private::Predicate::request_method(&["POST", "PUT"])
                    .negated(),
            )
            .permission(EDIT)
            .http_cache(
                ::pyramidion::__private::HttpCache::new(
                    ::core::option::Option::Some(60u32),
                    &[("public", ::core::option::Option::None)],
                ),
            )
            .decorator(timed)
            .decorator(logged)
            .coroutine0(edit, ::pyramidion::__private::respond_directly)
    }
}
