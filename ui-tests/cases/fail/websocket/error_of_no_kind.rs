use pyramidion::prelude::*;

struct Mishap;

#[websocket_view(path = "/echo")]
async fn echo(mut ws: Websocket) -> Result<(), Mishap> {
    ws.recv().await;
    Err(Mishap)
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
