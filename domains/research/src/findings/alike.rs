//! Findings that say the same, among those that somebody may see.

use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order};

use kernel::Problem;

use super::record::{self, Finding, FindingId};
use crate::likeness::alike;
use crate::sight::Sight;

/// As many as are compared; the latest.
const MOST: u64 = 5_000;
/// As many as are shown.
const SHOWN: usize = 5;

/// Texts of the findings that are neither merged nor closed.
pub(crate) fn open_texts(c: &mut Conn, sight: &Sight) -> Result<Vec<(FindingId, String)>, Problem> {
    let mut query = record::select(sight.findings());
    query
        .clear_selects()
        .columns([("f", "id"), ("f", "description")])
        .and_where(Expr::col(("f", "merged_into")).is_null())
        .and_where(Expr::col(("f", "state")).ne("closed"))
        .order_by(("f", "id"), Order::Desc)
        .limit(MOST);
    Ok(c.select(&query, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Open findings that say what this one says, the likest first: number, title, likeness in thousandths.
pub(crate) fn of(c: &mut Conn, sight: &Sight, one: &Finding) -> Result<Vec<(i64, String, u32)>, Problem> {
    let others = open_texts(c, sight)?.into_iter().filter(|(id, _)| *id != one.id);
    let others = others.map(|(id, text)| ((id.0, record::title(&text)), text));
    let found = alike(&one.description, others).into_iter().take(SHOWN);
    Ok(found.map(|((id, title), likeness)| (id, title, likeness)).collect())
}
