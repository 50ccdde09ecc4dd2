//! Telling: a notice is a row of the transaction that makes it true, once for each account it is for.

use std::collections::BTreeSet;

use kernel::{Day, OrgId, Problem, Role, UserId};
use store::{Conn, Json, Tx};
use web::accounts;

use crate::deliveries;

const ADD: &str = "INSERT INTO notices (user_id, once, title_key, args, href, due_day, created) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, once) DO NOTHING RETURNING id";

/// Every statement of this file, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[ADD];

/// Something that accounts should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Message key of its title, as `notice-measure-due`; put into the reader's language when it is read.
    pub key: &'static str,
    /// Arguments of the title, already formatted.
    pub args: Vec<(&'static str, String)>,
    /// Where it leads: an address of this site.
    pub href: String,
    /// What makes it unlike every other for the same account, as `measure:17:due:2015-12-02`. Told again under the same
    /// words it is not there twice, so that a job may be run again.
    pub once: String,
    /// Last day on which what it asks for is in time.
    pub due: Option<Day>,
}

/// Tells accounts something, in the caller's transaction, and plans the messages that they want of it; gives how many did not know it yet.
///
/// # Errors
/// [`Problem::Unexpected`] when the address is not one of this site, nothing tells it from others, or the database fails.
pub fn tell(tx: &mut Tx, to: &[UserId], notice: &Notice) -> Result<u64, Problem> {
    if !is_on_this_site(&notice.href) || notice.once.trim().is_empty() {
        return Err(Problem::unexpected(format!("a notice cannot lead to {:?}", notice.href)));
    }
    let args: Vec<(&str, String)> =
        notice.args.iter().map(|(name, value)| (*name, in_one_line(value))).collect();
    let now = tx.now();
    let mut told = Vec::new();
    for user in to.iter().copied().collect::<BTreeSet<UserId>>() {
        let row: [&dyn store::ToSql; 7] =
            [&user.0, &notice.once, &notice.key, &Json(&args), &notice.href, &notice.due, &now];
        if let Some(id) = tx.maybe(ADD, &row, |r| r.get::<i64>(0))? {
            told.push((user, id));
        }
    }
    deliveries::planning::after(tx, &told)?;
    Ok(u64::try_from(told.len()).unwrap_or(u64::MAX))
}

/// Whom an organisation's matters concern: accounts that can sign in and hold one of these roles today for it, for an
/// organisation above it, or for the organ. `path` is its materialised path.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn readers(
    c: &mut Conn,
    org: OrgId,
    path: &str,
    roles: &[Role],
    today: Day,
) -> Result<Vec<UserId>, Problem> {
    let reaching = accounts::reaching(c, org, path, today)?;
    let found: BTreeSet<UserId> =
        reaching.into_iter().filter(|(_, role)| roles.contains(role)).map(|(user, _)| user).collect();
    Ok(found.into_iter().collect())
}

/// An address on this site and nowhere else: one slash, then no second one.
fn is_on_this_site(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && address.bytes().all(|byte| (0x21..0x7f).contains(&byte))
}

/// Control characters become blanks: a title is one line wherever it is put.
pub(crate) fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_leads_nowhere_but_into_this_site() {
        assert!(is_on_this_site("/measures/17?year=2015#due"));
        for outside in
            ["", "measures", "//evil.example", "https://evil.example", "/\\evil", "/a\r\nb", "/a b"]
        {
            assert!(!is_on_this_site(outside), "{outside:?}");
        }
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(in_one_line("整改\r\nBcc: a@b"), "整改  Bcc: a@b");
    }
}
