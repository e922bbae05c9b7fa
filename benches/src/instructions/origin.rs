//! Whose code a source file is.

use std::collections::{BTreeMap, BTreeSet};

use super::profile::Profile;

/// Instructions by crate, the system's libraries and the standard library being one each.
pub(crate) fn by_crate(profile: &Profile) -> BTreeMap<&str, f64> {
    let mut counts = BTreeMap::new();
    for (file, instructions) in &profile.0 {
        *counts.entry(crate_of(file)).or_default() += instructions;
    }
    counts
}

/// The modules of pyramidion whose code ran: `view`, `tween`, …
pub(crate) fn modules(profile: &Profile) -> BTreeSet<&str> {
    profile.0.keys().filter_map(|file| module_of(file)).collect()
}

fn crate_of(file: &str) -> &str {
    if file.contains("/library/") || file.starts_with("library/") || file.contains("/rust/deps/") {
        "the standard library"
    } else if let Some((_, path)) = file.split_once("/registry/src/") {
        let folder = path.split('/').nth(1).unwrap_or(path);
        folder.rsplit_once('-').map_or(folder, |(name, _version)| name)
    } else if module_of(file).is_some() {
        "pyramidion"
    } else if file.contains("benches/src/") {
        "the benches' own"
    } else {
        "malloc, memcpy, …"
    }
}

fn module_of(file: &str) -> Option<&str> {
    let (_, path) = file.split_once("runtime/src/").filter(|_| !file.contains("/registry/"))?;
    let module = path.split('/').next()?;
    Some(module.strip_suffix(".rs").unwrap_or(module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_a_crate() {
        let axum = "/home/me/.cargo/registry/src/some-registry-1/axum-core-0.5.6/src/body.rs";
        assert_eq!(crate_of(axum), "axum-core");
        assert_eq!(crate_of("/rustc/59807616e/library/core/src/ptr/mod.rs"), "the standard library");
        assert_eq!(crate_of("/here/runtime/src/view/slot.rs"), "pyramidion");
        assert_eq!(crate_of("./malloc/./malloc/malloc.c"), "malloc, memcpy, …");
    }

    #[test]
    fn a_file_of_pyramidion_belongs_to_a_module() {
        assert_eq!(module_of("/here/runtime/src/view/slot.rs"), Some("view"));
        assert_eq!(module_of("/here/runtime/src/registry.rs"), Some("registry"));
        assert_eq!(module_of("/a/registry/src/index/runtime/src/lib.rs"), None);
        assert_eq!(module_of("/a/registry/src/index/tokio-1.54.1/src/runtime/task/core.rs"), None);
    }
}
