//! What callgrind writes: instructions by the file in which they were written.
//!
//! The format is described in valgrind's manual, "Callgrind Format Specification".

use std::collections::BTreeMap;

/// Instructions by source file. What was inlined counts for the file that it was inlined from.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Profile(pub(crate) BTreeMap<String, f64>);

impl Profile {
    pub(crate) fn parse(text: &str) -> Self {
        let mut files = Files::default();
        let mut counts = BTreeMap::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            match line.split_once('=') {
                // A file becomes the current one.
                Some(("fl" | "fi" | "fe", file)) => files.current = files.resolve(file),
                // A file is named in passing, and perhaps for the first time.
                Some(("cfi" | "cfl", file)) => drop(files.resolve(file)),
                // The next line is what the callee took, which is counted where it was spent.
                Some(("calls", _)) => drop(lines.next()),
                Some(_) => {}
                None => {
                    if let Some(instructions) = cost(line) {
                        *counts.entry(files.current.clone()).or_default() += instructions;
                    }
                }
            }
        }
        Self(counts)
    }

    pub(crate) fn total(&self) -> f64 {
        self.0.values().sum()
    }

    /// What each of `requests` cost that this profile has more than `fewer`; less than half an instruction is noise of
    /// the start.
    pub(crate) fn per_request(&self, fewer: &Self, requests: u32) -> Self {
        let each = |(file, count): (&String, &f64)| {
            let more = count - fewer.0.get(file).copied().unwrap_or_default();
            (file.clone(), more / f64::from(requests))
        };
        Self(self.0.iter().map(each).filter(|(_, instructions)| instructions.abs() >= 0.5).collect())
    }
}

/// Callgrind writes a name once, with a number, and then the number alone: `(7) main.rs`, `(7)`.
#[derive(Default)]
struct Files {
    current: String,
    names: BTreeMap<String, String>,
}

impl Files {
    fn resolve(&mut self, file: &str) -> String {
        match file.split_once(' ') {
            Some((number, name)) => {
                self.names.insert(number.to_owned(), name.to_owned());
                name.to_owned()
            }
            None => self.names.get(file).cloned().unwrap_or_default(),
        }
    }
}

/// `+3 17`: 17 instructions, three lines further down.
fn cost(line: &str) -> Option<f64> {
    let (position, count) = line.split_once(' ')?;
    position.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first)).then(|| count.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "\
version: 1
positions: line
events: Ir
summary: 1000

fl=(1) /a/main.rs
fn=(1) main
16 400
fi=(2) /a/inlined.rs
+1 30
fe=(1)
* 5
cfi=(3) /a/callee.rs
cfn=(2) callee
calls=10 3
20 600

fl=(3)
fn=(2)
3 600
totals: 1000
";

    fn profile(counts: &[(&str, f64)]) -> Profile {
        Profile(counts.iter().map(|(file, count)| ((*file).to_owned(), *count)).collect())
    }

    #[test]
    fn costs_go_to_the_files_they_were_written_in() {
        let expected = profile(&[("/a/main.rs", 405.0), ("/a/inlined.rs", 30.0), ("/a/callee.rs", 600.0)]);
        assert_eq!(Profile::parse(WRITTEN), expected);
    }

    #[test]
    fn what_does_not_grow_with_the_requests_is_left_out() {
        let few = profile(&[("start", 500.0), ("view", 100.0)]);
        let many = profile(&[("start", 501.0), ("view", 1100.0), ("new", 10.0)]);
        assert_eq!(many.per_request(&few, 10), profile(&[("view", 100.0), ("new", 1.0)]));
    }
}
