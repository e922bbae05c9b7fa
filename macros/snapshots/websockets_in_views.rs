impl Rooms {
    fn new(room: String, users: State<Users>) -> Result<Self, HttpForbidden> {
        users.room(room)
    }
    async fn talk(
        mut self,
        mut ws: Websocket,
        nick: Query<Nick>,
    ) -> Result<(), WebsocketClosed> {
        self.talk_by(&mut ws, nick).await
    }
    fn log(&mut self, ws: SyncWebsocket, scope: &SyncScope<'_>) {
        self.write(ws, scope);
    }
}
impl ::pyramidion::ViewClass for Rooms {
    #[allow(deprecated, unused_mut)]
    fn definitions() -> ::std::vec::Vec<::pyramidion::__private::ViewDefinition> {
        ::pyramidion::__register!(::pyramidion::__private::register_views:: < Rooms >);
        let mut __views = ::std::vec::Vec::new();
        {
            #[allow(unused_imports)]
            use websocket_view as _;
            __views
                .push({
                    ::pyramidion::__private::ViewDefinition::at_path(
                            "Rooms::talk",
                            ::core::module_path!(),
                            "/rooms/{room}",
                        )
                        .websocket(
                            (
                                (
                                    (
                                        (),
                                        ::pyramidion::__private::Step::<String>::parameter("room"),
                                    ),
                                    ::pyramidion::__private::Step::<
                                        State<Users>,
                                    >::well_known_part()
                                        .requiring({
                                            use ::pyramidion::__private::NoRequirement as _;
                                            ::pyramidion::__private::Probe::<State<Users>>::REQUIREMENT
                                        }),
                                ),
                                ::pyramidion::__private::Step::<
                                    Query<Nick>,
                                >::well_known_part(),
                            ),
                            (),
                            |
                                ((((), __argument0), __argument1), __argument3),
                                (),
                                __handshake,
                                __state|
                            match Self::new(__argument0, __argument1) {
                                ::core::result::Result::Ok(__object) => {
                                    __handshake
                                        .respond(
                                            ::core::concat!(
                                                ::core::module_path!(), "::", "Rooms::talk"
                                            ),
                                            ::pyramidion::__private::WebsocketOptions {
                                                use_bytes: false,
                                                use_str: false,
                                                ..::core::default::Default::default()
                                            },
                                            move |__websocket| async move {
                                                Self::talk(__object, __websocket, __argument3).await
                                            },
                                        )
                                }
                                ::core::result::Result::Err(__error) => {
                                    use ::pyramidion::__private::{
                                        ErrorIntoResponse as _, ErrorIsLogged as _,
                                        ErrorIsNeither as _,
                                    };
                                    (&&&::pyramidion::__private::Failed::new(__error))
                                        .respond(__state)
                                }
                            },
                        )
                });
        }
        {
            #[allow(unused_imports)]
            use websocket_view as _;
            __views
                .push({
                    ::pyramidion::__private::ViewDefinition::at_path(
                            "Rooms::log",
                            ::core::module_path!(),
                            "/rooms/{room}/log",
                        )
                        .executor({
                            let __key: &'static ::pyramidion::executor::ExecutorKey = &LOG;
                            __key
                        })
                        .sync_websocket(
                            (
                                (
                                    (),
                                    ::pyramidion::__private::Step::<String>::parameter("room"),
                                ),
                                ::pyramidion::__private::Step::<
                                    State<Users>,
                                >::well_known_part()
                                    .requiring({
                                        use ::pyramidion::__private::NoRequirement as _;
                                        ::pyramidion::__private::Probe::<State<Users>>::REQUIREMENT
                                    }),
                            ),
                            (),
                            |(((), __argument0), __argument1), (), __handshake, __state| match Self::new(
                                __argument0,
                                __argument1,
                            ) {
                                ::core::result::Result::Ok(mut __object) => {
                                    __handshake
                                        .respond(
                                            ::core::concat!(::core::module_path!(), "::", "Rooms::log"),
                                            ::pyramidion::__private::WebsocketOptions {
                                                use_bytes: false,
                                                use_str: false,
                                                ..::core::default::Default::default()
                                            },
                                            move |__websocket| async move {
                                                ::pyramidion::__private::run_function(
                                                        ::core::concat!(::core::module_path!(), "::", "Rooms::log"),
                                                        ::core::option::Option::Some({
                                                            let __key: &'static ::pyramidion::executor::ExecutorKey = &LOG;
                                                            __key
                                                        }),
                                                        ::pyramidion::__private::refused_by_panic,
                                                        move || ::pyramidion::executor::SyncScope::enter(move |
                                                            __scope|
                                                        {
                                                            Self::log(
                                                                &mut __object,
                                                                <::pyramidion::SyncWebsocket as ::core::convert::From<
                                                                    _,
                                                                >>::from(__websocket),
                                                                __scope,
                                                            )
                                                        }),
                                                    )
                                                    .await
                                            },
                                        )
                                }
                                ::core::result::Result::Err(__error) => {
                                    use ::pyramidion::__private::{
                                        ErrorIntoResponse as _, ErrorIsLogged as _,
                                        ErrorIsNeither as _,
                                    };
                                    (&&&::pyramidion::__private::Failed::new(__error))
                                        .respond(__state)
                                }
                            },
                        )
                });
        }
        __views
    }
}
