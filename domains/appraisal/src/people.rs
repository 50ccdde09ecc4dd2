//! Who stands behind the codes of columns such as `entered_by`, for people to read.

use std::collections::HashMap;

use kernel::{Actor, Problem, UserId};
use store::Conn;

/// Names of accounts by the code that writes bear.
pub(crate) struct People(HashMap<i64, String>);

impl People {
    /// Everybody with an account.
    pub(crate) fn read(c: &mut Conn) -> Result<Self, Problem> {
        let all = web::accounts::all(c)?;
        Ok(Self(all.into_iter().map(|account| (account.id.0, account.name)).collect()))
    }

    /// The name behind a code; nothing for the command line and jobs.
    pub(crate) fn known(&self, code: &str) -> String {
        let user = code.strip_prefix("user:").and_then(|id| id.parse::<i64>().ok());
        user.and_then(|id| self.0.get(&id)).cloned().unwrap_or_default()
    }

    /// The name behind a code; the code itself for the command line and jobs.
    pub(crate) fn name(&self, code: &str) -> String {
        let known = self.known(code);
        if known.is_empty() { code.to_owned() } else { known }
    }
}

/// The code under which an account writes.
pub(crate) fn code_of(user: UserId) -> String {
    store::audit::actor_code(&Actor::User(user))
}
