//! jinja2 templates, by minijinja.

use std::collections::HashMap;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::TemplateSource;

/// The templates of an application: an environment for each crate, so that two crates may use the same names.
#[derive(Default)]
pub(crate) struct Templates(HashMap<&'static str, Environment<'static>>);

impl Templates {
    /// Adds a template and what it uses.
    ///
    /// # Errors
    ///
    /// A template that does not parse; the macros see to it that there is none.
    pub(crate) fn add(&mut self, package: &'static str, source: &TemplateSource) -> Result<(), minijinja::Error> {
        let environment = self.0.entry(package).or_insert_with(environment);
        source.files.iter().try_for_each(|(name, text)| environment.add_template(name, text))
    }

    pub(crate) fn render(&self, package: &str, name: &str, context: Value) -> Result<String, minijinja::Error> {
        let missing =
            || minijinja::Error::new(minijinja::ErrorKind::TemplateNotFound, format!("`{name}` was not added"));
        self.0.get(package).ok_or_else(missing)?.get_template(name)?.render(context)
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match media_type(name) {
        "text/html" | "application/xml" => AutoEscape::Html,
        "application/json" => AutoEscape::Json,
        _ => AutoEscape::None,
    });
    environment
}

/// What a template's name says about what it makes: `feed.xml.jinja2` makes XML, `home.jinja2` makes HTML.
pub(crate) fn media_type(name: &str) -> &'static str {
    let inner = [".jinja2", ".jinja", ".j2"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    match inner.rsplit_once('.').map(|(_, ending)| ending) {
        Some("xml" | "rss" | "atom") => "application/xml",
        Some("txt" | "text") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        _ => "text/html",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(name: &'static str, text: &'static str) -> Templates {
        let mut templates = Templates::default();
        let files: &'static [(&str, &str)] = Vec::leak(vec![(name, text)]);
        templates.add("app", &TemplateSource { name, files }).unwrap();
        templates
    }

    #[test]
    fn markup_in_values_is_escaped() {
        let context = || minijinja::context!(name => "<b>");
        let page = templates("home.jinja2", "{{ name }}").render("app", "home.jinja2", context());
        assert_eq!(page.unwrap(), "&lt;b&gt;");
        let mail = templates("mail.txt.jinja2", "{{ name }}").render("app", "mail.txt.jinja2", context());
        assert_eq!(mail.unwrap(), "<b>");
    }

    #[test]
    fn a_missing_name_is_an_error() {
        let page = templates("home.jinja2", "{{ nmae }}").render("app", "home.jinja2", minijinja::context!(name => 1));
        assert_eq!(page.unwrap_err().kind(), minijinja::ErrorKind::UndefinedError);
    }

    #[test]
    fn packages_do_not_see_each_others_templates() {
        assert!(templates("home.jinja2", "").render("other", "home.jinja2", Value::UNDEFINED).is_err());
    }
}
