//! Rocket.

use std::net::SocketAddr;

use pyramidion_peers::{ANY_PORT, GREETING, Greeting, TEXT, announce};
use rocket::config::{Config, LogLevel};
use rocket::fairing::AdHoc;
use rocket::serde::json::Json;
use rocket::{Build, Rocket, get, launch, routes};

#[launch]
fn rocket() -> Rocket<Build> {
    let config =
        Config { address: ANY_PORT.ip(), port: ANY_PORT.port(), log_level: LogLevel::Off, ..Config::release_default() };
    let tell = AdHoc::on_liftoff("the address", |rocket| {
        Box::pin(async {
            let Config { address, port, .. } = *rocket.config();
            // Whoever waits for it finds that nothing was told.
            let _ = announce(SocketAddr::new(address, port));
        })
    });
    rocket::custom(config).mount("/", routes![plaintext, json]).attach(tell)
}

#[get("/plaintext")]
async fn plaintext() -> &'static str {
    TEXT
}

#[get("/json")]
async fn json() -> Json<Greeting> {
    Json(GREETING)
}
