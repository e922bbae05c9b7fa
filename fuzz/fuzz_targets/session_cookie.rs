//! Any text is opened as a session cookie without a panic, and none is believed. Any JSON comes back out of its cookie.

#![no_main]

use std::time::{Duration, SystemTime};

use libfuzzer_sys::fuzz_target;
use pyramidion::security::SessionCookie;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let sessions = SessionCookie::new("not the secret of any vector");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    assert!(sessions.open(Some(text), now).is_new);

    let mut values = sessions.open(None, now).values;
    values.insert(text.to_owned(), text.into());
    if let Ok(cookie) = sessions.seal(&values, 0.0, now) {
        let session = sessions.open(Some(&cookie), now);
        assert_eq!((session.values, session.is_new), (values, false));
    }
});
