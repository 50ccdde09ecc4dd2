//! A reviewer as typed.

use kernel::{OrgId, Problem, UserId};
use store::Conn;
use web::accounts;

use super::actions::Entry;
use crate::participants::Participant;

/// A reviewer as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct ReviewerForm {
    pub label: String,
    /// The account; nothing for somebody who marks on paper.
    pub user: Option<UserId>,
    /// Organisation of the reviewer's own side; 0 for none, nothing to go by the account.
    pub own: Option<OrgId>,
}

impl ReviewerForm {
    /// The account as the form has it.
    pub(super) fn user_text(&self) -> String {
        self.user.map(|user| user.to_string()).unwrap_or_default()
    }

    /// The own side as the form has it.
    pub(super) fn own_text(&self) -> String {
        self.own.map(|own| own.to_string()).unwrap_or_default()
    }

    /// What is to be written. The own side follows from the offices that the account holds unless it is given.
    pub(super) fn entry(
        &self,
        c: &mut Conn,
        people: &[Participant],
        today: kernel::Day,
    ) -> Result<Entry, Problem> {
        let own = match (self.own, self.user) {
            (Some(OrgId(0)), _) | (None, None) => None,
            (Some(org), _) => {
                let found = people.iter().find(|one| one.org == org);
                let found = found.ok_or_else(|| Problem::field("own", "panel-own-unknown"))?;
                Some((found.org, found.path.clone()))
            }
            (None, Some(user)) => accounts::places(c, user, today)?
                .into_iter()
                .find(|(_, path)| people.iter().any(|one| path.starts_with(&one.path))),
        };
        Ok(Entry { user: self.user, label: self.label.clone(), own })
    }
}
