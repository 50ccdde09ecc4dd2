//! What can stand between a person and what they asked for. The web layer turns a problem into a calm page or into
//! RFC 9457 problem+json; the command line prints it and sets the exit code.

use std::fmt;

use crate::Say;

/// One field of a form, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field as in the form and the JSON body.
    pub field: String,
    /// What is wrong and how to mend it.
    pub say: Say,
}

/// Why a request was not carried out.
#[derive(Debug)]
pub enum Problem {
    /// Nobody is signed in, and the act needs somebody (401, or the sign-in page).
    SignInNeeded,
    /// The signed-in person's roles do not allow the act (403).
    Forbidden {
        /// Name of the act, as `appraisal.publish`.
        act: &'static str,
    },
    /// There is no such record, or it lies outside what this person may see (404).
    Missing,
    /// What was sent cannot be read as the form or query that was expected (400).
    Malformed(String),
    /// The form was read; some fields are wrong (422).
    Invalid(Vec<FieldError>),
    /// The rules of the field forbid it in the present state (409): a sentence that says which rule.
    Refused(Say),
    /// The request is larger than the limit in bytes (413).
    TooLarge(u64),
    /// The body is of a type that this address does not take (415).
    WrongType,
    /// Too many attempts; try again in so many seconds (429).
    TooMany(u64),
    /// Something that should not happen; the detail goes to the log, the person gets an incident number (500).
    Unexpected(String),
}

impl Problem {
    /// A refusal with the sentence under that key.
    pub fn refused(say: impl Into<Say>) -> Self {
        Self::Refused(say.into())
    }

    /// One wrong field.
    pub fn field(field: impl Into<String>, say: impl Into<Say>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), say: say.into() }])
    }

    /// Wraps an error that should not happen.
    pub fn unexpected(error: impl fmt::Display) -> Self {
        Self::Unexpected(error.to_string())
    }

    /// HTTP status of this problem.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignInNeeded => 401,
            Self::Forbidden { .. } => 403,
            Self::Missing => 404,
            Self::Malformed(_) => 400,
            Self::Invalid(_) => 422,
            Self::Refused(_) => 409,
            Self::TooLarge(_) => 413,
            Self::WrongType => 415,
            Self::TooMany(_) => 429,
            Self::Unexpected(_) => 500,
        }
    }
}

impl fmt::Display for Problem {
    /// For logs and the command line; people on the web get the words of `locales/`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignInNeeded => f.write_str("sign-in needed"),
            Self::Forbidden { act } => write!(f, "not allowed: {act}"),
            Self::Missing => f.write_str("no such record"),
            Self::Malformed(what) => write!(f, "cannot be read: {what}"),
            Self::Invalid(errors) => {
                f.write_str("invalid:")?;
                errors.iter().try_for_each(|e| write!(f, " {}={}", e.field, e.say.key))
            }
            Self::Refused(say) => write!(f, "refused: {} {:?}", say.key, say.args),
            Self::TooLarge(limit) => write!(f, "larger than {limit} bytes"),
            Self::WrongType => f.write_str("unsupported body type"),
            Self::TooMany(seconds) => write!(f, "too many attempts, wait {seconds} s"),
            Self::Unexpected(detail) => write!(f, "unexpected: {detail}"),
        }
    }
}

impl std::error::Error for Problem {}
