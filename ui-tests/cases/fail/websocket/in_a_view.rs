use pyramidion::prelude::*;

#[view(path = "/echo")]
async fn echo(mut ws: Websocket) -> String {
    format!("{:?}", ws.recv().await)
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
