use serde::Deserialize;

use crate::security::csrf::*;
use crate::security::{SameSite, Secure};
use crate::testing::TestRequest;

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Vector {
    Origin {
        url: String,
        origin: Option<String>,
        referer: Option<String>,
        trusted: Vec<String>,
        lenient: bool,
        passes: bool,
    },
    Token {
        path: String,
        cookie: Option<String>,
        header: Option<String>,
        form: Vec<(String, String)>,
        passes: bool,
    },
    Cookie {
        name: String,
        secure: bool,
        http_only: bool,
        path: String,
        domain: Option<String>,
        samesite: Option<String>,
        line: String,
    },
}

#[tokio::test]
async fn forged_requests_are_those_of_pyramid() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../../../../tests/vectors/csrf.json")).unwrap();
    assert!(vectors.len() >= 700);
    for vector in vectors {
        check(vector).await;
    }
}

fn with_headers(request: TestRequest, headers: &[(&str, &Option<String>)]) -> TestRequest {
    headers
        .iter()
        .filter_map(|(name, value)| Some((name, value.as_deref()?)))
        .fold(request, |request, (name, value)| request.header(name, value))
}

async fn check(vector: Vector) {
    let text = format!("{vector:?}");
    match vector {
        Vector::Origin { url, origin, referer, trusted, lenient, passes } => {
            let options = CsrfOptions::new().trusted_origins(trusted).allow_no_origin(lenient);
            let request = with_headers(TestRequest::post(&url), &[("origin", &origin), ("referer", &referer)]);
            assert_eq!(check_origin(&request.build(), &options).is_ok(), passes, "{text}");
        }
        Vector::Token { path, cookie, header, form, passes } => {
            let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let request = with_headers(TestRequest::post(&path).form(&fields), &[("x-csrf-token", &header)]);
            let request = cookie.iter().fold(request, |request, value| request.cookie("csrf_token", value));
            assert_eq!(request.build().check_csrf_token().await.is_ok(), passes, "{text}");
        }
        Vector::Cookie { name, secure, http_only, path, domain, samesite, line } => {
            let samesite = samesite.map(|rule| if rule == "Lax" { SameSite::Lax } else { SameSite::Strict });
            let policy = CookieCsrfStoragePolicy::new().cookie_name(&name).http_only(http_only).path(path);
            let policy = policy.samesite(samesite).secure(if secure { Secure::Always } else { Secure::Never });
            let policy = domain.into_iter().fold(policy, CookieCsrfStoragePolicy::domain);
            let set = policy.set_cookie("0123456789abcdef0123456789abcdef", false);
            assert_eq!(set.to_str().unwrap(), line, "{text}");
        }
    }
}
