use pyramidion::prelude::*;

#[websocket_view(path = "/echo")]
async fn echo(ws: Websocket, Json(_number): Json<u32>) {
    drop(ws);
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
