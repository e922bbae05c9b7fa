use pyramidion::prelude::*;
use pyramidion::security::{AuthTkt, AuthTktPolicy};

async fn groups(userid: String) -> Option<Vec<String>> {
    (userid == "ada").then(Vec::new)
}

fn main() {
    let policy = AuthTktPolicy::new(AuthTkt::new("secret")).callback(groups);
    let _ = Configurator::new().set_security_policy(policy);
}
