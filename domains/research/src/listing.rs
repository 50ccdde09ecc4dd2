//! What the lists of research share: pages, and the choices of their filters.

use std::collections::BTreeSet;

use kernel::{Day, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Condition, Expr, ExprTrait, SelectStatement};
use store::{Conn, Row};
use web::Words;

/// Rows of one page.
const PER_PAGE: usize = 50;
/// Rows of a workbook.
const PER_SHEET: u64 = 1_000_000;

/// Number of this page, of pages and of rows.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(crate) struct Paged {
    pub page: usize,
    pub pages: usize,
    pub total: usize,
}

/// The rows of a page of a query, or all of them.
pub(crate) fn page<T>(
    c: &mut Conn,
    query: &SelectStatement,
    wanted: Option<usize>,
    whole: bool,
    row: impl FnMut(&Row<'_>) -> Result<T, store::Error>,
) -> Result<(Vec<T>, Paged), Problem> {
    let total = usize::try_from(c.select_count(query)?).unwrap_or(0);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = wanted.unwrap_or(1).clamp(1, pages);
    let (offset, limit) = match whole {
        true => (0, PER_SHEET),
        false => (u64::try_from((page - 1) * PER_PAGE).unwrap_or(0), PER_PAGE as u64),
    };
    let rows = c.select(query.clone().offset(offset).limit(limit), row)?;
    Ok((rows, Paged { page, pages, total }))
}

/// Everything, and then these choices.
pub(crate) fn all_and(
    words: &Words,
    choices: impl IntoIterator<Item = (String, String)>,
) -> Vec<(String, String)> {
    std::iter::once((String::new(), words.t("kit-all"))).chain(choices).collect()
}

/// Years in which the rows of a query have days, the latest first.
pub(crate) fn years_of_days(
    c: &mut Conn,
    words: &Words,
    query: &SelectStatement,
    column: (&'static str, &'static str),
) -> Result<Vec<(String, String)>, Problem> {
    let mut days = query.clone();
    days.clear_selects().clear_order_by().column(column).distinct();
    let years: BTreeSet<i16> = c.select(&days, |row| Ok(row.get::<Day>(0)?.year()))?.into_iter().collect();
    Ok(all_and(words, years.into_iter().rev().map(|year| (year.to_string(), year.to_string()))))
}

/// Years that stand in a column of the rows of a query, the latest first.
pub(crate) fn years(
    c: &mut Conn,
    words: &Words,
    query: &SelectStatement,
    column: (&'static str, &'static str),
) -> Result<Vec<(String, String)>, Problem> {
    let mut years = query.clone();
    years.clear_selects().clear_order_by().column(column).distinct();
    let years: BTreeSet<i16> = c.select(&years, |row| row.get(0))?.into_iter().collect();
    Ok(all_and(words, years.into_iter().rev().map(|year| (year.to_string(), year.to_string()))))
}

/// Organisations in the rows of a query by number and name, as they sort in Chinese.
pub(crate) fn orgs(
    c: &mut Conn,
    words: &Words,
    query: &SelectStatement,
    columns: [(&'static str, &'static str); 2],
) -> Result<Vec<(String, String)>, Problem> {
    let mut orgs = query.clone();
    orgs.clear_selects().clear_order_by().columns(columns).distinct();
    let found: Vec<(i64, String)> = c.select(&orgs, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut known = BTreeSet::new();
    let mut named: Vec<(String, String)> = found
        .into_iter()
        .filter(|(id, _)| known.insert(*id))
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    named.sort_by_cached_key(|(_, name)| kernel::names::sort_key(name));
    Ok(all_and(words, named))
}

/// That a column of days lies in a year.
pub(crate) fn in_year(table: &'static str, column: &'static str, year: i16) -> Condition {
    match (Day::new(year, 1, 1), Day::new(year, 12, 31)) {
        (Ok(first), Ok(last)) => Condition::all()
            .add(Expr::col((table, column)).gte(first.epoch_days()))
            .add(Expr::col((table, column)).lte(last.epoch_days())),
        // No day lies in a year that there is not.
        _ => Condition::all().add(Expr::col((table, column)).is_null()),
    }
}

/// A text as it may stand in an address.
pub(crate) fn in_address(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
