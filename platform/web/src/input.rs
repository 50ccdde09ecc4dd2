//! How a request becomes a handler's input: path parameters, query and body are one flat list of pairs, decoded into
//! one struct by serde. A browser's form and a program's JSON object end up the same.

use kernel::Problem;
use serde::de::DeserializeOwned;

/// Names and values as they came; a name may come several times.
pub type Pairs = Vec<(String, String)>;

/// An uploaded file.
#[derive(Debug, Clone)]
pub struct File {
    /// Field of the form.
    pub field: String,
    /// Name on the sender's machine, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Decodes pairs into an input struct.
///
/// # Errors
/// [`Problem::Missing`] when a path parameter is not of its type (there is no such record), otherwise
/// [`Problem::Malformed`].
pub fn decode<I: DeserializeOwned>(path: &Pairs, rest: &Pairs) -> Result<I, Problem> {
    let taken = |name: &str| path.iter().any(|(key, _)| key == name);
    let all: Vec<(&str, &str)> = path
        .iter()
        .chain(rest.iter().filter(|(key, _)| !taken(key)))
        .filter(|(key, _)| !key.is_empty())
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let text = serde_html_form::to_string(&all).map_err(Problem::unexpected)?;
    serde_html_form::from_str(&text).map_err(|error| {
        // Numbers in a path that are no numbers name no record; everything else is the sender's mistake.
        if !path.is_empty() && path.iter().any(|(_, value)| value.parse::<i64>().is_err()) {
            Problem::Missing
        } else {
            Problem::Malformed(error.to_string())
        }
    })
}

/// Pairs of an urlencoded text.
pub fn pairs(text: &[u8]) -> Result<Pairs, Problem> {
    let pairs: Pairs =
        serde_html_form::from_bytes(text).map_err(|error| Problem::Malformed(error.to_string()))?;
    if pairs.iter().any(|(key, value)| key.contains('\0') || value.contains('\0')) {
        return Err(Problem::Malformed("a NUL character".into()));
    }
    Ok(pairs)
}

/// Pairs of a flat JSON object; lists become repeated names.
pub fn pairs_of_json(bytes: &[u8]) -> Result<Pairs, Problem> {
    use serde_json::Value;
    let malformed = |what: &str| Problem::Malformed(what.to_owned());
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| Problem::Malformed(error.to_string()))?;
    let Value::Object(fields) = value else { return Err(malformed("a JSON object is expected")) };
    let scalar = |value: Value| match value {
        Value::String(text) if text.contains('\0') => Err(malformed("a NUL character")),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err(malformed("fields are texts, numbers or lists of them"))
        }
    };
    let mut pairs = Vec::with_capacity(fields.len());
    for (name, value) in fields {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                for item in items {
                    pairs.push((name.clone(), scalar(item)?));
                }
            }
            single => pairs.push((name, scalar(single)?)),
        }
    }
    Ok(pairs)
}

/// For optional query and form fields: an empty text is no value.
///
/// # Errors
/// That of the inner type, for a text that is not empty.
pub fn blank_is_none<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text: Option<String> = serde::Deserialize::deserialize(deserializer)?;
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

/// For fields of a form beside a flattened map, where everything arrives as text.
///
/// # Errors
/// That of the type, for a text that is none of its values.
pub fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text: String = serde::Deserialize::deserialize(deserializer)?;
    text.trim().parse().map_err(serde::de::Error::custom)
}
