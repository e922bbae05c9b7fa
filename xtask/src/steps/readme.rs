//! Reads the code blocks of a Markdown page.

/// A fenced block: the language, the file that the fence names after it, and the code.
#[derive(Debug, PartialEq)]
pub(super) struct Block<'a> {
    pub(super) language: &'a str,
    pub(super) file: Option<&'a str>,
    /// The line of the opening fence, from 1.
    pub(super) line: usize,
    pub(super) code: String,
}

pub(super) fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let mut words = info.split_whitespace();
        let language = words.next().unwrap_or_default();
        let language = language.split_once(',').map_or(language, |(language, _)| language);
        let code = lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```"));
        let code = code.map(|line| format!("{line}\n")).collect();
        blocks.push(Block { language, file: words.find(|word| word.contains('/')), line: index + 1, code });
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_language_file_line_and_code() {
        let page = "# Title\n```rust,no_run\nfn a() {}\n\nfn b() {}\n```\ntext\n```html templates/a.jinja2\n<p>\n```\n";
        let rust = Block { language: "rust", file: None, line: 2, code: "fn a() {}\n\nfn b() {}\n".into() };
        let html = Block { language: "html", file: Some("templates/a.jinja2"), line: 8, code: "<p>\n".into() };
        assert_eq!(blocks(page), [rust, html]);
    }

    #[test]
    fn a_word_after_the_language_is_no_file() {
        assert_eq!(blocks("```rust ignore\n```\n")[0].file, None);
    }

    #[test]
    fn a_page_without_fences_has_no_blocks() {
        assert_eq!(blocks("some `code` in a line\n"), []);
    }
}
