//! A path as a request carries it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyramidion_patterns::url::{decode_path, normal_path, quote_path};

fuzz_target!(|path: &str| {
    let Ok(decoded) = decode_path(path) else {
        assert!(normal_path(path).is_err());
        return;
    };
    let normal = normal_path(path).expect("it can be decoded");
    assert_eq!(decode_path(&normal).expect("it was UTF-8"), decoded);
    assert_eq!(normal_path(&normal).expect("it was UTF-8"), normal);
    assert_eq!(decode_path(&quote_path(&decoded)).expect("it was UTF-8"), decoded);
});
