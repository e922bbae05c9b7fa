use pyramidion::prelude::*;

#[view(route_name = "report")]
async fn report(year: u16, request: &Request) -> Result<String, UrlError> {
    request.route(report::path("last")).value("year", year).path()
}

fn main() {
    let _ = Configurator::new().add_view(report {});
}
