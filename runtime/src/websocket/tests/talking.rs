//! Messages both ways.

use futures_util::FutureExt as _;
use tokio::io::duplex;

use super::*;
use crate::websocket::{MAX_MESSAGE_SIZE, codes};

#[tokio::test]
async fn text_and_binary_come_back() {
    for mut client in both_ways(view(echo)).await {
        for message in [Message::from("grüß"), vec![0, 159, 146, 150].into(), "".into(), Vec::new().into()] {
            client.send(message.clone()).await.unwrap();
            assert_eq!(client.recv().await, Some(message));
        }
    }
}

#[tokio::test]
async fn a_message_may_be_as_large_as_the_limit() {
    let largest = Message::from(vec![7; MAX_MESSAGE_SIZE]);
    let text = Message::from("x".repeat(MAX_MESSAGE_SIZE));
    for mut client in both_ways(view(echo)).await {
        for message in [&largest, &text] {
            client.send(message.clone()).await.unwrap();
            assert_eq!(client.recv().await.as_ref(), Some(message));
        }
    }
}

#[tokio::test]
async fn a_thousand_messages_come_back_in_order() {
    for mut client in both_ways(view(echo)).await {
        for number in 0..1000 {
            client.send(number.to_string()).await.unwrap();
            assert_eq!(client.recv().await, Some(number.to_string().into()));
        }
        client.close(codes::NORMAL, "").await.unwrap();
    }
}

#[tokio::test]
async fn messages_are_buffered_between_two_that_do_not_wait_for_each_other() {
    let router = view(async |mut ws: Websocket| {
        for number in 0..1000 {
            ws.send(number.to_string()).await?;
        }
        Ok::<_, WebsocketClosed>(())
    });
    for mut client in both_ways(router).await {
        for number in 0..1000 {
            assert_eq!(client.recv().await, Some(number.to_string().into()));
        }
        assert_eq!(client.recv().await, None);
    }
}

#[tokio::test]
async fn fragments_are_put_together_around_a_ping() {
    let mut stream = raw(view(echo)).await;
    let frames = [frame(0x01, b"he"), frame(PING, b"?"), frame(0x80, b"llo")].concat();
    stream.write_all(&frames).await.unwrap();
    let mut answer = [0; 10];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"\x8a\x01?\x81\x05hello");
}

#[tokio::test]
async fn a_ping_is_answered_whatever_the_view_waits_for() {
    for router in [view(echo), view(async |_ws: Websocket| std::future::pending::<()>().await)] {
        let mut stream = raw(router).await;
        stream.write_all(&frame(PING, b"hi")).await.unwrap();
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"\x8a\x02hi");
    }
}

#[tokio::test]
async fn ten_pings_get_ten_answers() {
    let mut stream = raw(view(echo)).await;
    let pings: Vec<_> = (0..10).flat_map(|number| frame(PING, &[number])).collect();
    stream.write_all(&pings).await.unwrap();
    let mut answer = [0; 30];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer.to_vec(), (0..10).flat_map(|number| [PONG, 1, number]).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_client_answers_pings_too_and_keeps_them_to_itself() {
    let mut client = in_memory(view(echo)).await;
    client.ping("are you there?").await.unwrap();
    client.send("yes").await.unwrap();
    assert_eq!(client.recv().await, Some("yes".into()));
}

#[tokio::test]
async fn text_is_handed_over_as_bytes_on_demand() {
    let mut client = in_memory(mount(WebsocketOptions { use_bytes: true, ..Default::default() }, echo)).await;
    client.send("a").await.unwrap();
    assert_eq!(client.recv().await, Some(vec![b'a'].into()));
}

#[tokio::test]
async fn bytes_are_handed_over_as_text_on_demand() {
    let mut client = in_memory(mount(WebsocketOptions { use_str: true, ..Default::default() }, echo)).await;
    client.send(vec![b'a']).await.unwrap();
    assert_eq!(client.recv().await, Some("a".into()));
    client.send(vec![0xff]).await.unwrap();
    assert_eq!(client.recv().await, None);
    assert_eq!(client.close_reason().unwrap().code, codes::INVALID_PAYLOAD);
}

#[tokio::test]
async fn a_message_over_the_limit_is_refused_before_it_is_sent() {
    let router = view(async |mut ws: Websocket| {
        let error = ws.send(vec![0; MAX_MESSAGE_SIZE + 1]).await.unwrap_err();
        ws.send(error.cause().unwrap().to_string()).await
    });
    let mut client = in_memory(router).await;
    let complaint = client.recv().await.unwrap();
    assert!(complaint.as_text().unwrap().starts_with("a message of 1048577 bytes is over the limit"), "{complaint:?}");
}

#[tokio::test]
async fn a_dropped_recv_loses_nothing() {
    let (mut peer, io) = duplex(64);
    let mut ws = served(io, WebsocketOptions::default());
    let bytes = frame(TEXT, b"hello");
    peer.write_all(&bytes[..8]).await.unwrap();
    assert_eq!(ws.recv().now_or_never(), None, "half a frame is no message");
    peer.write_all(&bytes[8..]).await.unwrap();
    assert_eq!(ws.recv().await, Some("hello".into()));
}
