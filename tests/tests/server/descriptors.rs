//! A process without file descriptors.

use pyramidion_tests::program::run;

/// Its limit is lowered in a process of its own, which tells what it sees.
#[test]
fn a_server_without_descriptors_waits_for_them() {
    let ended = run(env!("CARGO_BIN_EXE_few_descriptors"), "");
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let spells = ended.stdout.lines().filter(|line| line.contains("no connection can be accepted")).count();
    assert_eq!(spells, 1, "{}", ended.stdout);
    assert!(ended.stdout.contains("connections are accepted again"), "{}", ended.stdout);
    assert!(ended.stdout.ends_with("recovered\n"), "{}", ended.stdout);
}
