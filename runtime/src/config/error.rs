//! What is wrong with a configuration: all of it at once, each with its places.

use std::fmt;

use crate::view::definition::SourceLocation;

/// The mistakes of a configuration, found when the application is built.
///
/// Its text lists all of them, each with the lines of source that it is about and what to do.
#[derive(Debug)]
pub struct ConfigurationError {
    problems: Vec<Problem>,
}

/// One mistake.
#[derive(Debug)]
pub(crate) struct Problem {
    /// What is wrong; what to do stands after a line break.
    message: String,
    locations: Vec<SourceLocation>,
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>, locations: impl IntoIterator<Item = SourceLocation>) -> Self {
        Self { message: message.into(), locations: locations.into_iter().collect() }
    }
}

impl ConfigurationError {
    /// An error if there are problems.
    pub(crate) fn check(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }

    /// How many mistakes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.problems.len()
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => write!(f, "the configuration has a mistake")?,
            count => write!(f, "the configuration has {count} mistakes")?,
        }
        for (index, Problem { message, locations }) in self.problems.iter().enumerate() {
            let mut lines = message.lines();
            write!(f, "\n\n{}. {}", index + 1, lines.next().unwrap_or_default())?;
            for location in locations {
                write!(f, "\n   --> {location}")?;
            }
            for line in lines {
                write!(f, "\n   {line}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for ConfigurationError {}
