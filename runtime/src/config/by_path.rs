//! How settings write a limit that some paths have another of: `2 MiB, /upload 1 GiB`.

use crate::server::ByPath;

/// Reads what holds everywhere, and what holds instead under some paths, by `read`. What the text does not say stays as it is.
pub(super) fn by_path<T>(
    limit: &mut ByPath<T>,
    text: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<(), String> {
    let mut seen = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (path, value) = if part.starts_with('/') { under(part)? } else { (None, part) };
        let value = read(value)?;
        if seen.contains(&path) {
            let what = path.map_or_else(|| "everywhere".to_owned(), |path| format!("under `{path}`"));
            return Err(format!("it says twice what holds {what}\nhelp: write it once"));
        }
        seen.push(path);
        match path {
            Some(path) => limit.set_under(path, value),
            None => limit.set_everywhere(value),
        }
    }
    Ok(())
}

fn under(part: &str) -> Result<(Option<&str>, &str), String> {
    let (path, value) = part.split_once(char::is_whitespace).ok_or_else(|| {
        format!(
            "`{part}` is a path without a limit\nhelp: write the limit behind a space, such as `2 MiB, /upload 1 GiB`"
        )
    })?;
    Ok((Some(path), value.trim_start()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::quantities::{bytes, or_off};

    fn read(text: &str) -> Result<ByPath<Option<usize>>, String> {
        let mut limit = ByPath::new(Some(7));
        by_path(&mut limit, text, |text| or_off(text, bytes)).map(|()| limit)
    }

    #[test]
    fn paths_are_told_behind_what_holds_everywhere_or_alone() {
        let limit = read("2 MiB, /upload 1 GiB, /raw  off").unwrap();
        assert_eq!([limit.at("/"), limit.at("/upload/a"), limit.at("/raw")], [Some(2 << 20), Some(1 << 30), None]);
        let limit = read("/upload 1 kB").unwrap();
        assert_eq!([limit.at("/"), limit.at("/upload")], [Some(7), Some(1_000)]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, why) in [
            ("", "it is no size"),
            ("2 MiB,", "it is no size"),
            ("/upload", "`/upload` is a path without a limit"),
            ("/upload huge", "it is no size"),
            ("2 MiB, 3 MiB", "twice what holds everywhere"),
            ("/a 1, /a 2", "twice what holds under `/a`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(why) && error.contains("\nhelp: "), "{text}: {error}");
        }
    }
}
