async fn echo(mut ws: Websocket, room: String) -> Result<(), WebsocketClosed> {
    ws.send(room).await
}
/// Names the view `echo` in the configuration: `config.add_view(echo {})`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
struct echo {}
#[allow(dead_code, non_snake_case, unreachable_pub)]
impl echo {
    /// The path of the view `echo`: `/echo/{room}`.
    fn path(room: impl ::core::fmt::Display) -> ::pyramidion::RoutePath {
        ::pyramidion::RoutePath::new(
            "echo",
            ::core::module_path!(),
            "/echo/{room}",
            &["/echo/", ""],
            &[&room],
        )
    }
}
impl ::pyramidion::View for echo {
    #[allow(deprecated)]
    fn definition() -> ::pyramidion::__private::ViewDefinition {
        ::pyramidion::__register!(::pyramidion::__private::register_view:: < echo >);
        ::pyramidion::__private::ViewDefinition::at_path(
                "echo",
                ::core::module_path!(),
                "/echo/{room}",
            )
            .websocket(
                ((), ::pyramidion::__private::Step::<String>::parameter("room")),
                (),
                |((), __argument1), (), __handshake, _| {
                    __handshake
                        .respond(
                            ::core::concat!(::core::module_path!(), "::", "echo"),
                            ::pyramidion::__private::WebsocketOptions {
                                use_bytes: false,
                                use_str: true,
                                subprotocols: &["v1"],
                                origins: ::core::option::Option::Some(&["*"]),
                                heartbeat: ::core::option::Option::Some(
                                    ::core::time::Duration::new(0u64, 0u32),
                                ),
                                rate_limit: ::core::option::Option::Some(
                                    ::pyramidion::__private::rate_limit(
                                        9u32,
                                        ::core::time::Duration::new(1u64, 0u32),
                                    ),
                                ),
                                ..::core::default::Default::default()
                            },
                            move |__websocket| async move {
                                echo(__websocket, __argument1).await
                            },
                        )
                },
            )
    }
}
