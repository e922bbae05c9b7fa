use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) {
    let count = std::rc::Rc::new(1);
    ws.recv().await;
    drop(count);
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
