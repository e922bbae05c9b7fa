//! What a peer may not do.

use std::num::NonZeroU32;
use std::time::Duration;

use super::*;
use crate::websocket::RateLimit;

async fn violation(options: WebsocketOptions, bytes: &[u8]) -> u16 {
    provoke(mount(options, idle), bytes).await
}

pub(super) async fn idle(mut ws: Websocket) {
    while ws.recv().await.is_some() {}
}

#[tokio::test]
async fn a_view_has_limits_of_its_own() {
    let small = WebsocketOptions { max_message_size: Some(5), ..Default::default() };
    assert_eq!(violation(small, &frame(TEXT, b"123456")).await, 1009);
    let frames = WebsocketOptions { max_frame_size: Some(5), ..Default::default() };
    assert_eq!(violation(frames, &frame(TEXT, b"123456")).await, 1009);
}

#[tokio::test]
async fn too_many_messages_break_the_policy() {
    let count = NonZeroU32::new(3).unwrap();
    let rate_limit = Some(RateLimit { count, period: Duration::from_secs(3600) });
    let options = WebsocketOptions { rate_limit, ..Default::default() };
    assert_eq!(violation(options, &frame(TEXT, b"x").repeat(4)).await, 1008);
}

#[tokio::test]
async fn what_was_within_the_limit_is_received() {
    let rate_limit = Some(RateLimit { count: NonZeroU32::MIN, period: Duration::from_secs(3600) });
    let options = WebsocketOptions { rate_limit, ..Default::default() };
    let mut client = in_memory(mount(options, echo)).await;
    client.send("one").await.unwrap();
    assert_eq!(client.recv().await, Some("one".into()));
    let _ = client.send("two").await;
    assert_eq!(client.recv().await, None);
    assert_eq!(client.close_reason().unwrap().text, "too many messages");
}
