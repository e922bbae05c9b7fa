//! The keys by which a view says how its websockets are to be, and what is written of them.

use std::time::Duration;

use proc_macro2::{Ident, Span, TokenStream};
use pyramidion_patterns::{did_you_mean, value};
use quote::{format_ident, quote};
use syn::{LitInt, LitStr};

use super::attribute::Attribute;
use super::check::is_token_byte;
use crate::syntax::errors::{error, error_over};
use crate::syntax::keys::{Key, Value};

/// What the attribute says; the rest is left to settings.
#[derive(Default)]
pub(crate) struct Options {
    subprotocols: Vec<LitStr>,
    origins: Option<Vec<LitStr>>,
    max_message_size: Option<usize>,
    max_frame_size: Option<usize>,
    inbound_queue: Option<usize>,
    outbound_queue: Option<usize>,
    heartbeat: Option<Duration>,
    heartbeat_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
    slow_consumer: Option<Ident>,
    rate_limit: Option<(u32, Duration)>,
}

type WebsocketKey = Key<Attribute>;

pub(crate) const SUBPROTOCOLS: WebsocketKey = Key {
    name: "subprotocols",
    usage: "subprotocols = [\"chat.v2\", \"chat.v1\"]",
    read: |attribute, value| subprotocols(value).map(|names| attribute.websocket.subprotocols = names),
};
pub(crate) const ORIGINS: WebsocketKey = Key {
    name: "origins",
    usage: "origins = [\"https://example.com\"]",
    read: |attribute, value| origins(value).map(|origins| attribute.websocket.origins = Some(origins)),
};
pub(crate) const MAX_MESSAGE_SIZE: WebsocketKey = Key {
    name: "max_message_size",
    usage: "max_message_size = 65536",
    read: |attribute, value| count(value).map(|size| attribute.websocket.max_message_size = Some(size)),
};
pub(crate) const MAX_FRAME_SIZE: WebsocketKey = Key {
    name: "max_frame_size",
    usage: "max_frame_size = 65536",
    read: |attribute, value| count(value).map(|size| attribute.websocket.max_frame_size = Some(size)),
};
pub(crate) const INBOUND_QUEUE: WebsocketKey = Key {
    name: "inbound_queue",
    usage: "inbound_queue = 32",
    read: |attribute, value| count(value).map(|length| attribute.websocket.inbound_queue = Some(length)),
};
pub(crate) const OUTBOUND_QUEUE: WebsocketKey = Key {
    name: "outbound_queue",
    usage: "outbound_queue = 256",
    read: |attribute, value| count(value).map(|length| attribute.websocket.outbound_queue = Some(length)),
};
pub(crate) const HEARTBEAT: WebsocketKey = Key {
    name: "heartbeat",
    usage: "heartbeat = \"25s\"",
    read: |attribute, value| duration(value, true).map(|interval| attribute.websocket.heartbeat = Some(interval)),
};
pub(crate) const HEARTBEAT_TIMEOUT: WebsocketKey = Key {
    name: "heartbeat_timeout",
    usage: "heartbeat_timeout = \"20s\"",
    read: |attribute, value| duration(value, false).map(|time| attribute.websocket.heartbeat_timeout = Some(time)),
};
pub(crate) const WRITE_TIMEOUT: WebsocketKey = Key {
    name: "write_timeout",
    usage: "write_timeout = \"20s\"",
    read: |attribute, value| duration(value, false).map(|time| attribute.websocket.write_timeout = Some(time)),
};
pub(crate) const SLOW_CONSUMER: WebsocketKey = Key {
    name: "slow_consumer",
    usage: "slow_consumer = disconnect | drop_oldest | conflate",
    read: |attribute, value| slow_consumer(value).map(|policy| attribute.websocket.slow_consumer = Some(policy)),
};
pub(crate) const RATE_LIMIT: WebsocketKey = Key {
    name: "rate_limit",
    usage: "rate_limit = \"100/s\"",
    read: |attribute, value| rate(value).map(|rate| attribute.websocket.rate_limit = Some(rate)),
};

fn subprotocols(value: &Value<'_>) -> syn::Result<Vec<LitStr>> {
    let names: Vec<LitStr> = value.one_or_more()?;
    let wrong = names.iter().find(|name| name.value().is_empty() || !name.value().bytes().all(is_token_byte));
    match wrong {
        Some(name) => Err(error_over(
            name,
            format!("`{}` cannot be a subprotocol's name", name.value()),
            "a name is a word, such as \"chat.v2\"; for several write a list",
        )),
        None => Ok(names),
    }
}

fn origins(value: &Value<'_>) -> syn::Result<Vec<LitStr>> {
    let origins: Vec<LitStr> = value.one_or_more()?;
    origins.iter().try_for_each(|literal| value::origin(&literal.value()).map_err(|why| explained(literal, &why)))?;
    Ok(origins)
}

fn count(value: &Value<'_>) -> syn::Result<usize> {
    let literal: LitInt = value.parse()?;
    match literal.base10_parse::<usize>() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(error_over(
            &literal,
            format!("`{}` is a number from 1 on", value.name),
            "without the key it is as the settings say",
        )),
    }
}

fn duration(value: &Value<'_>, may_be_off: bool) -> syn::Result<Duration> {
    let literal: LitStr = value.parse()?;
    if may_be_off && literal.value() == "off" {
        return Ok(Duration::ZERO);
    }
    match value::duration(&literal.value()) {
        Ok(Duration::ZERO) => Err(error_over(&literal, "this is no time at all", "write a duration, such as \"30s\"")),
        duration => duration.map_err(|why| explained(&literal, &why)),
    }
}

fn rate(value: &Value<'_>) -> syn::Result<(u32, Duration)> {
    let literal: LitStr = value.parse()?;
    let rate = value::rate(&literal.value()).map_err(|why| explained(&literal, &why))?;
    Ok((rate.0.get(), rate.1))
}

fn slow_consumer(value: &Value<'_>) -> syn::Result<Ident> {
    const POLICIES: [(&str, &str); 3] =
        [("disconnect", "Disconnect"), ("drop_oldest", "DropOldest"), ("conflate", "Conflate")];
    let name: Ident = value.parse()?;
    match POLICIES.iter().find(|(known, _)| name == known) {
        Some((_, variant)) => Ok(Ident::new(variant, Span::mixed_site())),
        None => {
            let help = did_you_mean(&name.to_string(), POLICIES.map(|(known, _)| known), "the policies are");
            Err(error(name.span(), format!("unknown policy `{name}`"), help))
        }
    }
}

/// A mistake in a text, whose second line says what to write.
fn explained(literal: &LitStr, why: &str) -> syn::Error {
    let (message, help) = why.split_once("\nhelp: ").unwrap_or((why, "mend it"));
    error_over(literal, message, help)
}

impl Options {
    /// What is written of them: the fields of `WebsocketOptions`.
    pub(crate) fn fields(&self) -> TokenStream {
        let counts = [
            ("max_message_size", self.max_message_size),
            ("max_frame_size", self.max_frame_size),
            ("inbound_queue", self.inbound_queue),
            ("outbound_queue", self.outbound_queue),
        ];
        let durations = [
            ("heartbeat", self.heartbeat),
            ("heartbeat_timeout", self.heartbeat_timeout),
            ("write_timeout", self.write_timeout),
        ];
        let mut fields = TokenStream::new();
        let mut add = |name: &str, value: TokenStream| {
            let name = format_ident!("{name}");
            fields.extend(quote!(#name: #value,));
        };
        if !self.subprotocols.is_empty() {
            let names = &self.subprotocols;
            add("subprotocols", quote!(&[#(#names),*]));
        }
        if let Some(origins) = &self.origins {
            add("origins", some(quote!(&[#(#origins),*])));
        }
        for (name, count) in counts {
            count.into_iter().for_each(|count| add(name, some(quote!(#count))));
        }
        for (name, time) in durations {
            time.into_iter().for_each(|time| add(name, some(time_of(time))));
        }
        if let Some(policy) = &self.slow_consumer {
            add("slow_consumer", some(quote!(::pyramidion::__private::SlowConsumer::#policy)));
        }
        if let Some((count, period)) = self.rate_limit {
            let period = time_of(period);
            add("rate_limit", some(quote!(::pyramidion::__private::rate_limit(#count, #period))));
        }
        fields
    }
}

fn some(value: TokenStream) -> TokenStream {
    quote!(::core::option::Option::Some(#value))
}

fn time_of(time: Duration) -> TokenStream {
    let (seconds, nanos) = (time.as_secs(), time.subsec_nanos());
    quote!(::core::time::Duration::new(#seconds, #nanos))
}
