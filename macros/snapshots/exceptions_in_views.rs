impl Errors {
    fn new(request: Request) -> Self {
        Self { request }
    }
    async fn full(&self, error: Exception<RoomIsFull>) -> String {
        error.to_string()
    }
}
impl ::pyramidion::ViewClass for Errors {
    #[allow(deprecated, unused_mut)]
    fn definitions() -> ::std::vec::Vec<::pyramidion::__private::ViewDefinition> {
        ::pyramidion::__register!(::pyramidion::__private::register_views:: < Errors >);
        let mut __views = ::std::vec::Vec::new();
        {
            #[allow(unused_imports)]
            use exception_view as _;
            __views
                .push({
                    ::pyramidion::__private::ViewDefinition::for_exceptions(
                            "Errors::full",
                            ::core::module_path!(),
                            ::core::option::Option::Some("rooms"),
                        )
                        .exception::<RoomIsFull>()
                        .borrowing_coroutine(
                            (
                                (
                                    (),
                                    ::pyramidion::__private::Step::<
                                        Exception<RoomIsFull>,
                                    >::well_known_part(),
                                ),
                                ::pyramidion::__private::Step::<Request>::last(),
                            ),
                            |(((), __argument1), __argument0), __state| ::std::boxed::Box::pin(async move {
                                {
                                    let __object = Self::new(__argument0);
                                    {
                                        use ::pyramidion::__private::{
                                            CannotFail as _, CannotRespond as _,
                                            CannotRespondInResult as _, RespondDirectly as _,
                                            RespondOrRaise as _, RespondWithError as _,
                                        };
                                        let __value = Self::full(&__object, __argument1).await;
                                        (&&&&&&::pyramidion::__private::Returned::new(__value))
                                            .respond(&__state)
                                    }
                                }
                            }),
                        )
                });
        }
        __views
    }
}
