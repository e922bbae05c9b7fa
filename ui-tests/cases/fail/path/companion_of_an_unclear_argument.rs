use pyramidion::prelude::*;
use std::str::FromStr;

struct Year(u16);

impl FromStr for Year {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[view(route_name = "report")]
async fn report(year: Year, request: &Request) -> Result<String, UrlError> {
    request.route(report::path(Year(year.0 - 1))).path()
}

fn main() {
    let _ = Configurator::new().add_view(report {});
}
