//! Handles of a websocket: halves, JSON, and threads.

use tokio::sync::mpsc;

use super::*;
use crate::executor::spawn_blocking_scope;
use crate::websocket::{ClosedBy, SyncWebsocket, codes};

#[tokio::test]
async fn a_sender_does_not_keep_the_connection_open() {
    let (senders, mut kept) = mpsc::unbounded_channel();
    let mut client = in_memory(view(async move |mut ws: Websocket| {
        senders.send(ws.sender()).unwrap();
        ws.recv().await;
    }))
    .await;
    let sender = kept.recv().await.unwrap();
    sender.send("from elsewhere").await.unwrap();
    assert_eq!(client.recv().await, Some("from elsewhere".into()));
    client.send("the view may end").await.unwrap();
    assert_eq!(client.recv().await, None);
    assert_eq!(client.close_reason().unwrap().code, codes::NORMAL);
    assert!(sender.send("too late").await.is_err() && sender.try_send("too late").is_err());
    assert_eq!(sender.close_reason().unwrap().by, ClosedBy::Server);
}

#[tokio::test]
async fn a_receiver_that_is_dropped_leaves_the_sender_to_the_view() {
    let mut client = in_memory(view(async |ws: Websocket| {
        let (sender, receiver) = ws.split();
        drop(receiver);
        for number in 0..3 {
            sender.send(number.to_string()).await?;
            tokio::task::yield_now().await;
        }
        Ok::<_, WebsocketClosed>(())
    }))
    .await;
    client.send("nobody hears this").await.unwrap();
    for number in 0..3 {
        assert_eq!(client.recv().await, Some(number.to_string().into()));
    }
    assert_eq!(client.recv().await, None);
}

#[tokio::test]
async fn values_travel_as_json() {
    let router = view(async |mut ws: Websocket| {
        while let Some(numbers) = ws.recv_json::<Vec<u32>>().await? {
            ws.send_json(&numbers.iter().sum::<u32>()).await?;
        }
        Ok::<_, WebsocketClosed>(())
    });
    let mut client = in_memory(router).await;
    client.send("[1, 2, 3]").await.unwrap();
    assert_eq!(client.recv().await, Some("6".into()));
    client.send("{").await.unwrap();
    assert_eq!(client.recv().await, None);
    assert_eq!(client.close_reason().unwrap().code, codes::INVALID_PAYLOAD);
}

#[tokio::test]
async fn a_thread_that_blocks_holds_up_no_ping() {
    let (release, blocked) = std::sync::mpsc::channel::<()>();
    let blocked = Arc::new(Mutex::new(blocked));
    let router = view(move |ws: Websocket| {
        let blocked = Arc::clone(&blocked);
        spawn_blocking_scope(move || {
            let mut ws = SyncWebsocket::from(ws);
            let first = ws.recv().unwrap();
            let _ = blocked.lock().unwrap().recv();
            ws.send(first)
        })
    });
    let mut stream = raw(router).await;
    stream.write_all(&[frame(TEXT, b"work"), frame(PING, b"?")].concat()).await.unwrap();
    let mut answer = [0; 3];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, [PONG, 1, b'?']);
    drop(release);
    let mut answer = [0; 6];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"\x81\x04work");
}

#[tokio::test]
async fn halves_of_a_thread_can_be_on_two() {
    let router = view(|ws: Websocket| {
        spawn_blocking_scope(move || {
            let (sender, mut receiver) = SyncWebsocket::from(ws).split();
            while let Some(message) = receiver.recv() {
                let sender = sender.clone();
                std::thread::spawn(move || sender.try_send(message)).join().unwrap()?;
            }
            Ok::<_, WebsocketClosed>(())
        })
    });
    let mut client = in_memory(router).await;
    for number in 0..10 {
        client.send(number.to_string()).await.unwrap();
        assert_eq!(client.recv().await, Some(number.to_string().into()));
    }
}
