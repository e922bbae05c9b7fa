use pyramidion::prelude::*;
use pyramidion::security::{AuthTkt, AuthTktPolicy, UserId};

async fn groups(_: UserId) -> Vec<String> {
    Vec::new()
}

fn main() {
    let policy = AuthTktPolicy::new(AuthTkt::new("secret")).callback(groups);
    let _ = Configurator::new().set_security_policy(policy);
}
