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
                        ::core::concat!(::core::module_path!(), "::", "Chat"),
                        ::pyramidion::__private::WebsocketOptions {
                            use_bytes: false,
                            use_str: false,
                        },
                        move |__websocket| async move {
                            ::pyramidion::__private::drive_callbacks(Chat {
                                    ws: __websocket,
                                    room: __argument1,
                                    left: 7,
                                })
                                .await
                        },
                    ),
            )
        })
    }
    static __PYRAMIDION_VIEW: ::pyramidion::__private::ViewDefinition = ::pyramidion::__private::ViewDefinition {
        name: "Chat",
        module: ::core::module_path!(),
        location: ::pyramidion::__private::SourceLocation::caller(),
        kind: ::pyramidion::__private::ViewKind::Websocket,
        mapper: ::core::option::Option::None,
        executor: ::core::option::Option::None,
        route: ::pyramidion::__private::RouteOfView::Path("/chat/{room}"),
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
    impl ::pyramidion::View for Chat {
        const DEFINITION: &'static ::pyramidion::__private::ViewDefinition = &__PYRAMIDION_VIEW;
    }
    ::pyramidion::__register!(__PYRAMIDION_VIEW);
};
impl ::pyramidion::WebsocketConnectionView for Chat {
    fn websocket(&mut self) -> &mut ::pyramidion::Websocket {
        &mut self.ws
    }
}
