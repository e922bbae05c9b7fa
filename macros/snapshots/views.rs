impl Articles {
    fn new(id: u32, db: State<Db>) -> Result<Self, HttpNotFound> {
        db.article(id).map(|article| Self { article }).ok_or_else(HttpNotFound::new)
    }
    async fn show(&self) -> &Article {
        &self.article
    }
    #[cfg(feature = "editing")]
    fn save(&mut self, request: SyncRequest<'_>) -> Result<String, JsonError> {
        self.article.save(request.json()?)
    }
    fn helper(&self) {}
}
impl ::pyramidion::ViewClass for Articles {
    #[allow(deprecated, unused_mut)]
    fn definitions() -> ::std::vec::Vec<::pyramidion::__private::ViewDefinition> {
        ::pyramidion::__register!(
            ::pyramidion::__private::register_views:: < Articles >
        );
        let mut __views = ::std::vec::Vec::new();
        {
            #[allow(unused_imports)]
            use view as _;
            __views
                .push({
                    ::pyramidion::__private::ViewDefinition::at_path(
                            "Articles::show",
                            ::core::module_path!(),
                            "/articles/{id}",
                        )
                        .request_method(&["GET"])
                        .renderer(::pyramidion::__private::Renderer::Json)
                        .borrowing_coroutine(
                            (
                                ((), ::pyramidion::__private::Step::<u32>::parameter("id")),
                                ::pyramidion::__private::Step::<
                                    State<Db>,
                                >::well_known_part()
                                    .requiring({
                                        use ::pyramidion::__private::NoRequirement as _;
                                        ::pyramidion::__private::Probe::<State<Db>>::REQUIREMENT
                                    }),
                            ),
                            |(((), __argument0), __argument1), __state| ::std::boxed::Box::pin(async move {
                                match Self::new(__argument0, __argument1) {
                                    ::core::result::Result::Ok(__object) => {
                                        use ::pyramidion::__private::{
                                            ErrorIntoResponse as _, ErrorIsLogged as _,
                                            ErrorIsNeither as _, RenderResponse as _,
                                            RenderSerialize as _, RenderNothing as _, SplitValue as _,
                                        };
                                        match ::pyramidion::__private::Returned::new(
                                                Self::show(&__object).await,
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
                                    }
                                    ::core::result::Result::Err(__error) => {
                                        use ::pyramidion::__private::{
                                            ErrorIntoResponse as _, ErrorIsLogged as _,
                                            ErrorIsNeither as _,
                                        };
                                        (&&&::pyramidion::__private::Failed::new(__error))
                                            .respond(&__state)
                                    }
                                }
                            }),
                        )
                });
        }
        #[cfg(feature = "editing")]
        {
            #[allow(unused_imports)]
            use view as _;
            __views
                .push({
                    ::pyramidion::__private::ViewDefinition::at_path(
                            "Articles::save",
                            ::core::module_path!(),
                            "/articles/{id}",
                        )
                        .mapper(::pyramidion::Mapper::Executor)
                        .executor({
                            let __key: &'static ::pyramidion::executor::ExecutorKey = &REPORTS;
                            __key
                        })
                        .request_method(&["PUT"])
                        .renderer(::pyramidion::__private::Renderer::String)
                        .function(
                            (
                                (
                                    ((), ::pyramidion::__private::Step::<u32>::parameter("id")),
                                    ::pyramidion::__private::Step::<
                                        State<Db>,
                                    >::well_known_part()
                                        .requiring({
                                            use ::pyramidion::__private::NoRequirement as _;
                                            ::pyramidion::__private::Probe::<State<Db>>::REQUIREMENT
                                        }),
                                ),
                                ::pyramidion::__private::Step::<
                                    ::pyramidion::Request,
                                >::last(),
                            ),
                            |((((), __argument0), __argument1), __argument2), __state| ::pyramidion::executor::SyncScope::enter(move |
                                __scope|
                            {
                                let __argument2 = ::pyramidion::SyncRequest::new(
                                    __argument2,
                                    __scope,
                                );
                                match Self::new(__argument0, __argument1) {
                                    ::core::result::Result::Ok(mut __object) => {
                                        use ::pyramidion::__private::{
                                            ErrorIntoResponse as _, ErrorIsLogged as _,
                                            ErrorIsNeither as _, RenderResponse as _,
                                            RenderSerialize as _, RenderNothing as _, SplitValue as _,
                                        };
                                        match ::pyramidion::__private::Returned::new(
                                                Self::save(&mut __object, __argument2),
                                            )
                                            .split()
                                        {
                                            ::core::result::Result::Ok(__value) => {
                                                (&&&::pyramidion::__private::Rendered::new(__value))
                                                    .render(__state)
                                            }
                                            ::core::result::Result::Err(__error) => {
                                                (&&&::pyramidion::__private::Failed::new(__error))
                                                    .respond(__state)
                                            }
                                        }
                                    }
                                    ::core::result::Result::Err(__error) => {
                                        use ::pyramidion::__private::{
                                            ErrorIntoResponse as _, ErrorIsLogged as _,
                                            ErrorIsNeither as _,
                                        };
                                        (&&&::pyramidion::__private::Failed::new(__error))
                                            .respond(__state)
                                    }
                                }
                            }),
                        )
                });
        }
        __views
    }
}
