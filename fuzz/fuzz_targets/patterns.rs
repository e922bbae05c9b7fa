//! A pattern, a line break, a decoded path.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyramidion_patterns::Pattern;
use pyramidion_patterns::url::decode_path;

fuzz_target!(|input: &str| {
    let (text, path) = input.split_once('\n').unwrap_or((input, ""));
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            assert!(!text[error.span.clone()].is_empty() && error.help.is_some(), "{error:?}");
            return;
        }
    };
    assert!(!pattern.axum_paths().paths.is_empty());
    if let Some(values) = pattern.matches(path) {
        let generated = pattern.generate(values).expect("every parameter has a value");
        assert_eq!(decode_path(&generated).expect("it was UTF-8"), if path.is_empty() { "/" } else { path });
    }
});
