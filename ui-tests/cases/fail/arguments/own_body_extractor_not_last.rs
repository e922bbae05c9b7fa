use pyramidion::prelude::*;

use pyramidion::ViewState;
use pyramidion::axum::extract::{FromRequest, Request as AxumRequest};

struct Signed;

impl FromRequest<ViewState> for Signed {
    type Rejection = StatusCode;

    async fn from_request(_: AxumRequest, _: &ViewState) -> Result<Self, StatusCode> {
        Ok(Self)
    }
}

#[view(path = "/")]
async fn home(_body: Signed, _method: Method) -> &'static str {
    "home"
}

fn main() {
    let _ = Configurator::new().add_view(home {});
}
