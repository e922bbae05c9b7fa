//! Messages that are JSON.

use std::{error::Error, fmt};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Message, WebsocketClosed};

/// The message is not what the view expects: the peer's mistake, and not the view's.
#[derive(Debug)]
pub(super) struct InvalidMessage(serde_json::Error);

impl fmt::Display for InvalidMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the message is not the JSON that is expected")
    }
}

impl Error for InvalidMessage {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

pub(super) fn parse<T: DeserializeOwned>(message: &Message) -> Result<T, WebsocketClosed> {
    serde_json::from_slice(message.as_bytes()).map_err(|error| WebsocketClosed::because(InvalidMessage(error)))
}

pub(super) fn text_of<T: Serialize + ?Sized>(value: &T) -> Result<String, WebsocketClosed> {
    serde_json::to_string(value).map_err(WebsocketClosed::because)
}
