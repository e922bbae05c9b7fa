//! From a request's path to that of a file.

use pyramidion_patterns::url::{NotUtf8, decode_path};

/// What stands after so many segments of a path, still quoted, with a slash before it.
///
/// `None` if it cannot be a file's, for it has a segment that is empty, `.` or `..`, or holds what separates segments or a NUL once
/// it is decoded. The last segment may be empty: that is a directory.
///
/// # Errors
///
/// A segment is not UTF-8.
///
/// Source: `pyramid.static`, whose check sees the path after empty segments and dots have been taken out.
pub(super) fn file_path(path: &str, depth: usize) -> Result<Option<String>, NotUtf8> {
    let mut segments = path.split('/').skip(depth + 1).peekable();
    let mut file = String::new();
    while let Some(segment) = segments.next() {
        let decoded = decode_path(segment)?;
        let is_directory = decoded.is_empty() && segments.peek().is_none();
        if !is_directory && !names_a_file(&decoded) {
            return Ok(None);
        }
        file.push('/');
        file.push_str(segment);
    }
    Ok(Some(file))
}

fn names_a_file(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && !segment.contains(|letter| letter == '\0' || std::path::is_separator(letter))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_taken_off() {
        let path = |path, depth| file_path(path, depth).unwrap();
        assert_eq!(path("/static/css/a%20b.css", 1).as_deref(), Some("/css/a%20b.css"));
        assert_eq!(path("/a/b/static/", 3).as_deref(), Some("/"));
        assert_eq!(path("/static", 1).as_deref(), Some(""));
        assert_eq!(path("/app.css", 0).as_deref(), Some("/app.css"));
    }

    #[test]
    fn what_leads_elsewhere_is_no_file() {
        for path in
            ["/s/../x", "/s/%2e%2e/x", "/s/./x", "/s/.%2E", "/s//x", "/s/a//", "/s/a%2Fb", "/s/..%2fx", "/s/a%00b"]
        {
            assert_eq!(file_path(path, 1).unwrap(), None, "{path}");
        }
        for path in ["/s/...", "/s/..a", "/s/.a", "/s/a..", "/s/a/"] {
            assert!(file_path(path, 1).unwrap().is_some(), "{path}");
        }
        assert!(file_path("/s/%ff", 1).is_err());
    }
}
