//! Templates, found and parsed while compiling.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use minijinja::{Environment, ErrorKind};
use syn::LitStr;

use crate::syntax::errors::error;
use pyramidion_patterns::{listed, nearest};

/// A template and all that it extends, includes or imports.
pub(crate) struct Template {
    pub(crate) name: String,
    /// Name → file, the template itself among them.
    pub(crate) files: BTreeMap<String, PathBuf>,
    /// What the template takes from its context.
    pub(crate) variables: Vec<String>,
}

/// Names that every template has without its context.
const GLOBALS: [&str; 10] =
    ["range", "dict", "debug", "namespace", "loop", "self", "super", "caller", "varargs", "kwargs"];

/// Finds the template that `literal` names in the crate's folder `templates`, and parses it.
pub(crate) fn load(literal: &LitStr) -> syn::Result<Template> {
    let folder = folder();
    let name = literal.value();
    let mut template = Template { name: name.clone(), files: BTreeMap::new(), variables: Vec::new() };
    let mut waiting = vec![(name.clone(), None::<String>)];
    while let Some((name, used_by)) = waiting.pop() {
        if template.files.contains_key(&name) {
            continue;
        }
        let source = read(&folder, &name, used_by.as_deref(), literal)?;
        template.variables.extend(undeclared_variables(&name, &source, literal)?);
        let used =
            references(&source).into_iter().filter(|used| !used.may_be_missing || folder.join(&used.name).exists());
        waiting.extend(used.map(|used| (used.name, Some(name.clone()))));
        template.files.insert(name.clone(), folder.join(&name));
    }
    template.variables.sort();
    template.variables.dedup();
    Ok(template)
}

fn folder() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&manifest).join("templates")
}

fn read(folder: &Path, name: &str, used_by: Option<&str>, literal: &LitStr) -> syn::Result<String> {
    let stays_inside = Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if !stays_inside {
        let message = format!("`{name}` does not name a template inside of the crate's folder `templates`");
        return Err(error(literal.span(), message, "write the file's path from there, such as \"pages/home.jinja2\""));
    }
    fs::read_to_string(folder.join(name)).map_err(|cause| {
        let used_by = used_by.map_or_else(String::new, |user| format!(", which `{user}` uses,"));
        if cause.kind() == std::io::ErrorKind::NotFound {
            let message = format!("template `{name}`{used_by} is not in the crate's folder `templates`");
            error(literal.span(), message, help_for_missing(folder, name))
        } else {
            error(
                literal.span(),
                format!("template `{name}`{used_by} cannot be read: {cause}"),
                "make it a readable UTF-8 file",
            )
        }
    })
}

fn help_for_missing(folder: &Path, name: &str) -> String {
    let mut names = Vec::new();
    collect_names(folder, "", &mut names);
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => format!("create `templates/{name}` beside the crate's Cargo.toml"),
        None => format!("create `templates/{name}`; what is in the folder: {}", listed(names.into_iter().take(8))),
    }
}

fn collect_names(folder: &Path, prefix: &str, names: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect_names(&entry.path(), &format!("{name}/"), names);
        } else {
            names.push(name);
        }
    }
}

fn undeclared_variables(name: &str, source: &str, literal: &LitStr) -> syn::Result<Vec<String>> {
    let mut environment = Environment::new();
    environment.add_template(name, source).map_err(|wrong| syntax_error(name, source, &wrong, literal))?;
    let template = environment.get_template(name).map_err(|wrong| syntax_error(name, source, &wrong, literal))?;
    let mut names: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    names.retain(|name| !GLOBALS.contains(&name.as_str()));
    Ok(names)
}

fn syntax_error(name: &str, source: &str, wrong: &minijinja::Error, literal: &LitStr) -> syn::Error {
    let line = wrong.line().unwrap_or(1);
    let what = wrong.detail().map_or_else(|| wrong.kind().to_string(), str::to_owned);
    let text = source.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim_end();
    let kind = if wrong.kind() == ErrorKind::SyntaxError { "a syntax error" } else { "an error" };
    error(
        literal.span(),
        format!("template `{name}` has {kind} in line {line}: {what}\n\n  {line} | {text}"),
        format!("mend line {line} of `templates/{name}`"),
    )
}

/// A template that another uses.
struct Reference {
    name: String,
    /// `{% include "…" ignore missing %}`
    may_be_missing: bool,
}

/// The templates that `{% extends "…" %}`, `include`, `import` and `from` name.
fn references(source: &str) -> Vec<Reference> {
    let tags = source.split("{%").skip(1).filter_map(|rest| rest.split("%}").next());
    tags.filter_map(|tag| {
        let tag = tag.trim_start_matches(['-', '+']).trim_start();
        let (keyword, rest) = tag.split_once(char::is_whitespace)?;
        let names_a_template = ["extends", "include", "import", "from"].contains(&keyword);
        let may_be_missing = tag.contains("ignore missing");
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
        let name = rest[1..].split(quote).next()?;
        names_a_template.then(|| Reference { name: name.to_owned(), may_be_missing })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn finds_what_a_template_uses() {
        let source = "{% extends \"layout.jinja2\" %}{%- include 'a/b.html' -%}{% from \"m.j2\" import x %}\
                      {% include other %}{% include \"maybe\" ignore missing %}{% if x %}";
        let found: Vec<_> = references(source).into_iter().map(|used| (used.name, used.may_be_missing)).collect();
        let names = [("layout.jinja2", false), ("a/b.html", false), ("m.j2", false), ("maybe", true)];
        assert_eq!(found, names.map(|(name, may_be_missing)| (name.to_owned(), may_be_missing)));
    }
}
