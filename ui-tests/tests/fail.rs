//! Mistakes and what the macros say about them: each `cases/fail/**/*.rs` has its message beside it, in a `.stderr` file.

use std::path::Path;
use std::{fs, io};

#[test]
fn every_mistake_is_explained() {
    offer_templates().expect("the target folder can be written to");
    trybuild::TestCases::new().compile_fail("cases/fail/*/*.rs");
}

/// Puts the templates where the macros look for them.
///
/// trybuild compiles the cases as the binaries of a package that it writes into the target folder, and the macros look for
/// templates beside the manifest of the package that they are used in.
fn offer_templates() -> io::Result<()> {
    let target =
        Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo's folder for tests lies in the target folder");
    let offered = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("templates");
    if offered.exists() {
        // What was renamed or deleted since the last run must not be found.
        fs::remove_dir_all(&offered)?;
    }
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &offered)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &copy)?;
        } else {
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}
