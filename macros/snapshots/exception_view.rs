async fn no_such_report(error: Exception<NoSuchReport>) -> Result<Page, HttpNotFound> {
    page_of(error)
}
/// Names the view `no_such_report` in the configuration: `config.add_view(no_such_report {})`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
struct no_such_report {}
impl ::pyramidion::View for no_such_report {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(
            ::pyramidion::__private::register_view:: < no_such_report >
        );
        ::pyramidion::__private::ViewDefinition::for_exceptions(
                "no_such_report",
                ::core::module_path!(),
                ::core::option::Option::Some("report"),
            )
            .request_method(&["GET"])
            .exception::<NoSuchReport>()
            .coroutine1(
                ::pyramidion::__private::Step::<
                    Exception<NoSuchReport>,
                >::well_known_part(),
                no_such_report,
                |__value, __state| {
                    use ::pyramidion::__private::{
                        CannotFail as _, CannotRespond as _, CannotRespondInResult as _,
                        RespondDirectly as _, RespondOrRaise as _, RespondWithError as _,
                    };
                    let __value = __value;
                    (&&&&&&::pyramidion::__private::Returned::new(__value))
                        .respond(__state)
                },
            )
    }
}
