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
const _: () = {
    #[allow(deprecated)]
    fn __pyramidion_call(
        #[allow(unused_mut)]
        mut __call: ::pyramidion::__private::Call,
    ) -> ::pyramidion::__private::ViewFuture {
        ::std::boxed::Box::pin(async move {
            let __argument1 = ::pyramidion::__private::Step::<String>::parameter("room")
                .take(&mut __call)
                .await?;
            let __handshake = ::pyramidion::__private::Call::handshake(&mut __call)?;
            ::core::result::Result::Ok(
                __handshake
                    .respond(
                        ::core::concat!(::core::module_path!(), "::", "echo"),
                        ::pyramidion::__private::WebsocketOptions {
                            use_bytes: false,
                            use_str: true,
                        },
                        move |__websocket| async move {
                            echo(__websocket, __argument1).await
                        },
                    ),
            )
        })
    }
    static __PYRAMIDION_VIEW: ::pyramidion::__private::ViewDefinition = ::pyramidion::__private::ViewDefinition {
        name: "echo",
        module: ::core::module_path!(),
        location: ::pyramidion::__private::SourceLocation::caller(),
        kind: ::pyramidion::__private::ViewKind::Websocket,
        mapper: ::core::option::Option::None,
        executor: ::core::option::Option::None,
        route: ::pyramidion::__private::RouteOfView::Path("/echo/{room}"),
        request_method: &[],
        renderer: ::pyramidion::__private::Renderer::None,
        parameters: &[
            ::pyramidion::__private::ParameterUse {
                name: "room",
                is_parameter: true,
            },
        ],
        requirements: &[],
        call: __pyramidion_call,
    };
    impl ::pyramidion::View for echo {
        const DEFINITION: &'static ::pyramidion::__private::ViewDefinition = &__PYRAMIDION_VIEW;
    }
    ::pyramidion::__register!(__PYRAMIDION_VIEW);
};
