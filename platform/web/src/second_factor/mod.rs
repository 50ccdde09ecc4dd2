//! The second factor: codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, thirty seconds, as the apps
//! understand them), and recovery codes for the day on which the telephone is lost.

mod actions;
mod pages;
mod record;
mod rules;

pub use actions::reset;
pub(crate) use actions::try_code;
pub(crate) use pages::{required, routes};
pub(crate) use record::{STATEMENTS, confirmed};
