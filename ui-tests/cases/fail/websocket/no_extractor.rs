use pyramidion::prelude::*;

struct CurrentUser;

#[websocket_view(path = "/echo")]
async fn echo(ws: Websocket, _user: CurrentUser) {
    drop(ws);
}

fn main() {
    let _ = Configurator::new().add_view(echo {});
}
