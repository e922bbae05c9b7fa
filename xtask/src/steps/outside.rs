//! The README's snippets in a crate that knows pyramidion by its path alone.
//!
//! Each `rust` block is an example of its own. A `toml` block with `[dependencies]` gives the crate's. A block whose
//! fence names a file after the language (a template, say) is written to that file.

use std::path::{Path, PathBuf};

use super::readme::{Block, blocks};
use crate::shell::{self, Problem};
use crate::workshop::Workshop;

pub(super) fn run(workshop: &Workshop) -> Result<(), Problem> {
    let readme = shell::read(&workshop.file("README.md"))?;
    let blocks = blocks(&readme);
    let snippets = blocks.iter().filter(|block| block.language == "rust").count();
    if snippets == 0 {
        return Err(Problem::new("README.md has no ```rust block that could be compiled"));
    }
    println!("{snippets} snippets");
    let outside = Outside::new();
    outside.write("Cargo.toml", &manifest(&blocks, &workshop.file("runtime")))?;
    outside.write("Cargo.lock", &shell::read(&workshop.file("Cargo.lock"))?)?;
    outside.write("src/lib.rs", "")?;
    for block in &blocks {
        match block.file {
            Some(file) => outside.write(file, &block.code)?,
            None if block.language == "rust" => outside.write(&example_file(block), &with_main(&block.code))?,
            None => {}
        }
    }
    let mut cargo = workshop.cargo("build --lib --bins --examples");
    shell::run(cargo.current_dir(&outside.0).env("CARGO_TARGET_DIR", workshop.cache("outside")))
}

/// A crate in the temporary folder, gone when dropped.
struct Outside(PathBuf);

impl Outside {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("pyramidion-outside-{}", std::process::id())))
    }

    fn write(&self, file: &str, text: &str) -> Result<(), Problem> {
        shell::write(&self.0.join(file), text)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            println!("cannot remove {}: {error}", self.0.display());
        }
    }
}

fn example_file(block: &Block<'_>) -> String {
    format!("examples/readme_line_{}.rs", block.line)
}

fn with_main(code: &str) -> String {
    if code.contains("fn main(") { code.to_owned() } else { format!("{code}\nfn main() {{}}\n") }
}

fn manifest(blocks: &[Block<'_>], runtime: &Path) -> String {
    let by_path = format!("pyramidion = {{ path = {:?} }}", runtime.display().to_string());
    let named = blocks.iter().find(|block| block.language == "toml" && block.code.contains("[dependencies]"));
    let dependencies = named.map_or("[dependencies]\n", |block| block.code.as_str());
    let others =
        dependencies.lines().filter(|line| !line.starts_with("pyramidion ") && !line.starts_with("pyramidion="));
    let mut lines: Vec<&str> = vec![
        "[package]",
        "name = \"outside\"",
        "edition = \"2024\"",
        "",
        "[lints.rust]",
        "unused = \"allow\"",
        "",
        "[workspace]",
        "",
    ];
    for line in others {
        lines.push(line);
        if line.trim() == "[dependencies]" {
            lines.push(&by_path);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_without_main_gets_one() {
        assert_eq!(with_main("fn a() {}\n"), "fn a() {}\n\nfn main() {}\n");
        assert_eq!(with_main("async fn main() {}\n"), "async fn main() {}\n");
    }

    #[test]
    fn the_readmes_dependencies_are_taken_with_pyramidion_by_path() {
        let page = "```toml\n[dependencies]\npyramidion = \"0.1\"\nserde = \"1\"\n```\n";
        let manifest = manifest(&blocks(page), Path::new("/here/runtime"));
        assert!(
            manifest.ends_with("[dependencies]\npyramidion = { path = \"/here/runtime\" }\nserde = \"1\"\n"),
            "{manifest}"
        );
    }

    #[test]
    fn without_dependencies_in_the_readme_there_is_pyramidion() {
        let manifest = manifest(&[], Path::new("/here/runtime"));
        assert!(manifest.ends_with("[dependencies]\npyramidion = { path = \"/here/runtime\" }\n"), "{manifest}");
    }

    #[test]
    fn an_example_is_named_after_its_line() {
        assert_eq!(example_file(&blocks("\n```rust\n```\n")[0]), "examples/readme_line_2.rs");
    }
}
