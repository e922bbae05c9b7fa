//! Settings: names and texts, as deployment gives them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// The application's settings. Views take them as `State<Settings>`.
///
/// # Example
///
/// ```
/// let settings: pyramidion::Settings = [("page_size", "20")].into_iter().collect();
/// assert_eq!(settings.get::<u32>("page_size").unwrap(), Some(20));
/// assert_eq!(settings.get::<u32>("missing").unwrap(), None);
/// assert!(settings.get::<bool>("page_size").is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Settings(BTreeMap<String, String>);

/// A setting whose text is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    name: String,
    text: String,
    reason: String,
}

impl Settings {
    /// The setting `name`, parsed; nothing if it is not set.
    ///
    /// # Errors
    ///
    /// A text that does not parse to `T`.
    pub fn get<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>, SettingsError> {
        let Some(text) = self.0.get(name) else { return Ok(None) };
        let wrong =
            |reason: T::Err| SettingsError { name: name.to_owned(), text: text.clone(), reason: reason.to_string() };
        text.trim().parse().map(Some).map_err(wrong)
    }

    /// Sets `name`, and gives back what it was set to before.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) -> Option<String> {
        self.0.insert(name.into(), text.into())
    }

    /// All names and texts, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for Settings {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(settings: I) -> Self {
        Self(settings.into_iter().map(|(name, text)| (name.into(), text.into())).collect())
    }
}

impl Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the setting `{}` is `{}`, which is wrong: {}", self.name, self.text, self.reason)
    }
}

impl std::error::Error for SettingsError {}
