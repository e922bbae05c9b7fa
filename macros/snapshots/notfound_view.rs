async fn lost() -> &'static str {
    "lost"
}
/// Names the view `lost` in the configuration: `config.add_view(lost {})`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
struct lost {}
impl ::pyramidion::View for lost {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < lost >);
        ::pyramidion::__private::ViewDefinition::for_exceptions(
                "lost",
                ::core::module_path!(),
                ::core::option::Option::None,
            )
            .exception::<::pyramidion::httpexceptions::HttpNotFound>()
            .append_slash()
            .coroutine0(lost, ::pyramidion::__private::respond_directly)
    }
}
