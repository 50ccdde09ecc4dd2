//! The table of an allocation: who gets what, from which parts. Pure.

use kernel::paper::{Column, Table};
use kernel::{Cell, Problem};
use scoring::{Ratio, Score};
use web::Words;

use super::record::Share;
use crate::amount::{Amount, grouped};

/// Digits behind the point of the parts, which are no whole 分.
const DIGITS: u8 = 4;

/// What one organisation gets, with its parts in 元.
struct Line<'a> {
    share: &'a Share,
    /// The part that does not depend on members and grade.
    base: Ratio,
    by_members: Ratio,
}

impl<'a> Line<'a> {
    fn of(share: &'a Share) -> Result<Self, Problem> {
        let kept = |text: &str| text.parse::<Ratio>().map_err(Problem::unexpected);
        let base = kept(&share.base)?;
        Ok(Self { by_members: kept(&share.exact)? - base.clone(), base, share })
    }
}

/// A row for each share in their order, with figures as numbers; with `whole` the row of sums is below. Where the committee
/// has decided otherwise, the computed amounts have a column of their own.
///
/// # Errors
/// [`Problem::Unexpected`] when a kept part is no number.
pub(super) fn table(words: &Words, shares: &[Share], whole: bool) -> Result<Table, Problem> {
    let lines: Vec<Line<'_>> = shares.iter().map(Line::of).collect::<Result<_, Problem>>()?;
    let deviates = shares.iter().any(|share| share.decided.is_some());
    let rows = (1..).zip(&lines).map(|(number, line)| row(number, line, deviates));
    let table = Table::new(columns(words, deviates)).rows(rows);
    Ok(if whole { table.total(total(words, &lines, deviates)) } else { table })
}

/// The same for a sheet of paper: thousands are parted, and figures have become text.
pub(super) fn parted(table: &Table) -> Table {
    let cell = |cell: &Cell| match cell {
        Cell::Int(_) | Cell::Decimal { .. } => Cell::Text(grouped(&cell.to_string())),
        other => other.clone(),
    };
    let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>();
    Table {
        rows: table.rows.iter().map(row).collect(),
        total: table.total.as_ref().map(row),
        ..table.clone()
    }
}

fn columns(words: &Words, deviates: bool) -> Vec<Column> {
    let column = |key: &str| Column::new(words.t(key));
    let mut columns = vec![
        column("fund-paper-number").weight(3).middle(),
        column("fund-organisation").weight(10),
        column("fund-grade").weight(3).middle(),
        column("fund-members").weight(4).right(),
        column("fund-paper-coefficient").weight(3).right(),
        column("fund-base").weight(6).right(),
        column("fund-members-amount").weight(7).right(),
    ];
    if deviates {
        columns.push(column("fund-computed").weight(6).right());
    }
    columns.push(column("fund-amount").weight(6).right());
    columns
}

fn row(number: i64, line: &Line<'_>, deviates: bool) -> Vec<Cell> {
    let share = line.share;
    let mut row = vec![
        Cell::Int(number),
        Cell::text(&share.name),
        Cell::text(&share.grade_name),
        Cell::Int(share.members.into()),
        coefficient(share.coefficient),
        part(&line.base),
        part(&line.by_members),
    ];
    if deviates {
        row.push(share.computed.cell());
    }
    row.push(share.amount().cell());
    row
}

/// Sums are exact and rounded once; those of the amounts need no rounding.
fn total(words: &Words, lines: &[Line<'_>], deviates: bool) -> Vec<Cell> {
    let members: i64 = lines.iter().map(|line| i64::from(line.share.members)).sum();
    let mut row = vec![
        Cell::Empty,
        Cell::text(words.t("fund-sum")),
        Cell::Empty,
        Cell::Int(members),
        Cell::Empty,
        part(&lines.iter().map(|line| line.base.clone()).sum()),
        part(&lines.iter().map(|line| line.by_members.clone()).sum()),
    ];
    if deviates {
        row.push(lines.iter().map(|line| line.share.computed).sum::<Amount>().cell());
    }
    row.push(lines.iter().map(|line| line.share.amount()).sum::<Amount>().cell());
    row
}

/// A part in 元 with its digits.
fn part(exact: &Ratio) -> Cell {
    let shown = exact.rounded(DIGITS).to_string();
    let units = shown.replace('.', "").parse();
    units.map_or_else(|_| Cell::text(&shown), |units| Cell::Decimal { units, digits: DIGITS })
}

/// A coefficient with as many digits as it needs.
fn coefficient(score: Score) -> Cell {
    let (mut units, mut digits) = (score.thousandths(), 3);
    while digits > 0 && units % 10 == 0 {
        units /= 10;
        digits -= 1;
    }
    Cell::Decimal { units, digits }
}
