//! Security policies, sessions and forged requests, through whole applications.

#![allow(clippy::unwrap_used)]

mod csrf;
mod policies;
mod sessions;
mod stores;

use pyramidion::testing::TestResponse;

/// What a response sets cookies to, by their names.
fn cookies<'a>(response: &'a TestResponse, name: &str) -> Vec<&'a str> {
    let lines = response.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let pairs = lines.filter_map(|line| line.split(';').next()?.split_once('='));
    pairs.filter(|(own, _)| *own == name).map(|(_, value)| value.trim_matches('"')).collect()
}
