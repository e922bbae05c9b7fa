use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
fn echo(mut ws: Websocket) -> impl Future<Output = ()> {
    async move {
        ws.recv().await;
    }
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
