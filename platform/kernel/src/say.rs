//! A sentence to be said to a person: a key of `locales/` with its arguments, put into words only where the reader's
//! language is known.

use serde::Serialize;

/// A message key and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Say {
    /// Key in `locales/*.ftl`.
    pub key: &'static str,
    /// Named arguments, already formatted.
    pub args: Vec<(&'static str, String)>,
}

impl Say {
    /// The sentence under `key`, without arguments.
    pub fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl From<&'static str> for Say {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}
