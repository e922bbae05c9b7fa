use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::security::*;

#[derive(Deserialize)]
struct Vector {
    secret: String,
    salt: String,
    hash: String,
    #[serde(flatten)]
    does: Does,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Does {
    /// `created` and `values` are texts, for they must come out to the last digit.
    Cookie { accessed: u64, created: String, values: String, cookie: String },
    Open {
        cookie: Option<String>,
        now: f64,
        timeout: Option<u64>,
        new: bool,
        created: f64,
        renewed: f64,
        values: Map<String, Value>,
    },
}

#[test]
fn session_cookies_are_those_of_pyramid() {
    let vectors: Vec<Vector> =
        serde_json::from_str(include_str!("../../../../tests/vectors/session_cookie.json")).unwrap();
    assert!(vectors.len() >= 100);
    for Vector { secret, salt, hash, does } in vectors {
        let serializer = SignedSerializer::new(secret, &salt).hash(hash.parse().unwrap());
        check(&SessionCookie::with_serializer(serializer), does);
    }
}

fn check(sessions: &SessionCookie, does: Does) {
    match does {
        Does::Cookie { accessed, created, values, cookie } => {
            let values: Value = serde_json::from_str(&values).unwrap();
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(accessed);
            assert_eq!(sessions.seal(&values, created.parse().unwrap(), now).unwrap(), cookie, "{values}");
        }
        Does::Open { cookie, now, timeout, new, created, renewed, values } => {
            let sessions = sessions.clone().timeout(timeout.map(Duration::from_secs));
            let session = sessions.open(cookie.as_deref(), SystemTime::UNIX_EPOCH + Duration::from_secs_f64(now));
            let close = |a: f64, b: f64| (a - b).abs() < 1e-5;
            assert_eq!((&session.values, session.is_new), (&values, new), "{cookie:?}");
            assert!(close(session.created, created) && close(session.renewed, renewed), "{cookie:?}");
        }
    }
}
