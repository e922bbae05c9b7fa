//! The cases of serde's `rename_all`, as <https://serde.rs/container-attrs.html#rename_all> defines them for fields.

use pyramidion_patterns::did_you_mean;
use syn::LitStr;

use super::errors::error_over;

/// How the name of a field, which is in snake case, is serialized.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Casing {
    #[default]
    AsWritten,
    Upper,
    Pascal,
    Camel,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const NAMES: [(&str, Casing); 8] = [
    ("lowercase", Casing::AsWritten),
    ("UPPERCASE", Casing::Upper),
    ("PascalCase", Casing::Pascal),
    ("camelCase", Casing::Camel),
    ("snake_case", Casing::AsWritten),
    ("SCREAMING_SNAKE_CASE", Casing::ScreamingSnake),
    ("kebab-case", Casing::Kebab),
    ("SCREAMING-KEBAB-CASE", Casing::ScreamingKebab),
];

impl Casing {
    pub(crate) fn parse(literal: &LitStr) -> syn::Result<Self> {
        let text = literal.value();
        let found = NAMES.iter().find(|(name, _)| *name == text).map(|(_, casing)| *casing);
        found.ok_or_else(|| {
            let help = did_you_mean(&text, NAMES.map(|(name, _)| name), "the cases are");
            error_over(literal, format!("unknown case `{text}`"), help)
        })
    }

    pub(crate) fn of_field(self, name: &str) -> String {
        match self {
            Self::AsWritten => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => name.split('_').map(capitalized).collect(),
            Self::Camel => with_first(&Self::Pascal.of_field(name), str::to_ascii_lowercase),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn capitalized(word: &str) -> String {
    with_first(word, str::to_ascii_uppercase)
}

fn with_first(word: &str, change: fn(&str) -> String) -> String {
    let length = word.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = word.split_at(length);
    change(first) + rest
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn names_are_what_serde_makes_of_them() {
        let serialized = NAMES.map(|(_, casing)| casing.of_field("product_name"));
        let expected = [
            "product_name",
            "PRODUCT_NAME",
            "ProductName",
            "productName",
            "product_name",
            "PRODUCT_NAME",
            "product-name",
            "PRODUCT-NAME",
        ];
        assert_eq!(serialized, expected);
    }
}
