#[allow(dead_code, non_snake_case, unreachable_pub)]
impl Chat {
    /// The path of the view `Chat`: `/chat/{room}`.
    fn path(room: impl ::core::fmt::Display) -> ::pyramidion::RoutePath {
        ::pyramidion::RoutePath::new(
            "Chat",
            ::core::module_path!(),
            "/chat/{room}",
            &["/chat/", ""],
            &[&room],
        )
    }
}
impl ::pyramidion::View for Chat {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < Chat >);
        ::pyramidion::__private::ViewDefinition::at_path(
                "Chat",
                ::core::module_path!(),
                "/chat/{room}",
            )
            .websocket(
                ((), ::pyramidion::__private::Step::<String>::parameter("room")),
                (),
                |((), __argument1), (), __handshake, _| {
                    __handshake
                        .respond_by_callbacks(
                            ::core::concat!(::core::module_path!(), "::", "Chat"),
                            ::pyramidion::__private::WebsocketOptions {
                                use_bytes: false,
                                use_str: false,
                                ..::core::default::Default::default()
                            },
                            move |__websocket| Chat {
                                ws: __websocket,
                                room: __argument1,
                                left: 7,
                            },
                        )
                },
            )
    }
}
impl ::pyramidion::WebsocketConnectionView for Chat {
    fn websocket(&mut self) -> &mut ::pyramidion::Websocket {
        &mut self.ws
    }
}
