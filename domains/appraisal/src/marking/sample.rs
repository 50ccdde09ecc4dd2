//! A panel at work, for the sample organ: seven reviewers, most of their sheets submitted. Everything goes through the same
//! actions as the pages use.

use kernel::access::MachineActor;
use kernel::{OrgId, Permit, Problem, Role};
use scoring::{Scheme, Score};
use store::Db;
use web::{Wordbook, accounts};

use super::actions::{self, Typed};
use super::sheet::{self, Sheet};
use super::{uploads, workbook};
use crate::cycles::record::{self as cycles, CycleId};
use crate::participants::{self, Participant};
use crate::policy::{ManagePanel, MarkOrganisations};
use crate::reviewers::actions::{self as panel, Entry};
use crate::reviewers::record::{self as reviewers, RecusedBy, ReviewerId};
use crate::reviewers::recusals;
use crate::schemes;

/// How many reviewers there are.
const REVIEWERS: i64 = 7;
/// The one who is half done, and the one who marks on paper and has sent one sheet so far.
const HALF_DONE: i64 = 6;
const ON_PAPER: i64 = 7;

/// Sets up the panel of a cycle in its review and has it mark. The first reviewer is the first account that holds the role;
/// one participant of the first category is that reviewer's own side.
///
/// # Errors
/// Those of the actions, none of which is met in a cycle that was just opened.
pub(crate) fn panel_at_work(db: &Db, actor: &MachineActor, cycle: CycleId) -> Result<(), Problem> {
    let manage: Permit<ManagePanel> = Permit::on_the_machine(actor.clone());
    let (scheme, panel) = db.write(&manage, move |tx| {
        let version = cycles::find(tx, cycle, true)?.scheme;
        let scheme = schemes::record::rules(tx, version)?;
        let people = participants::of_cycle(tx, cycle)?;
        let today = tx.today();
        let mut account =
            accounts::holders(tx, Role::Reviewer, today)?.into_iter().map(|one| one.user).next();
        let of_first = |one: &&Participant| scheme.categories.first().is_some_and(|c| c.name == one.category);
        let mut own = people.iter().filter(of_first).nth(6).map(|one| (one.org, one.path.clone()));
        let wanted: Vec<OrgId> = people.iter().map(|one| one.org).collect();
        let mut panel = Vec::new();
        for nth in 1..=REVIEWERS {
            let entry = Entry { user: account.take(), label: format!("评委{nth}"), own: own.take() };
            let id = panel::add(tx, cycle, &entry)?;
            panel::assign(tx, cycle, id, &people, &wanted)?;
            panel.push((nth, id));
        }
        // Somebody who came from there last year, and says so.
        if let (Some((_, id)), Some(one)) = (panel.get(3), people.iter().find(of_first)) {
            recusals::declare(tx, cycle, *id, one, RecusedBy::Office, "上一年度在该党组织任职")?;
        }
        Ok((scheme, panel))
    })?;
    for (nth, reviewer) in panel {
        mark(db, actor, cycle, &scheme, nth, reviewer)?;
    }
    Ok(())
}

/// Has one reviewer mark as far as the sample tells.
fn mark(
    db: &Db,
    actor: &MachineActor,
    cycle: CycleId,
    scheme: &Scheme,
    nth: i64,
    reviewer: ReviewerId,
) -> Result<(), Problem> {
    let permit: Permit<MarkOrganisations> = Permit::on_the_machine(actor.clone());
    for number in 1..=scheme.categories.len() {
        let sheet = read(db, cycle, scheme, reviewer, number)?;
        let Some(sheet) = sheet else { continue };
        if nth == ON_PAPER || (nth, number) == (1, 2) {
            bring_in(db, actor, scheme, nth, &sheet)?;
            continue;
        }
        // The first reviewer's first sheet is nearly done, and the rest is ahead of them.
        let to_do = match (nth, number) {
            (1, 1) | (HALF_DONE, 1) => sheet.wanted() * 2 / 3,
            (1, _) => 0,
            (HALF_DONE, _) => sheet.wanted() / 3,
            _ => sheet.wanted(),
        };
        let whole = to_do == sheet.wanted();
        let cells: Vec<Typed> = cells(nth, &sheet).into_iter().take(to_do).collect();
        let rules = scheme.clone();
        db.write(&permit, move |tx| {
            actions::put(tx, cycle, &rules, reviewer, number, &cells)?;
            if whole {
                actions::submit(tx, cycle, &rules, reviewer, number)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn read(
    db: &Db,
    cycle: CycleId,
    scheme: &Scheme,
    reviewer: ReviewerId,
    number: usize,
) -> Result<Option<Sheet>, Problem> {
    let scheme = scheme.clone();
    db.read(move |c| {
        let cycle = cycles::find(c, cycle, true)?;
        let reviewer = reviewers::find(c, cycle.id, reviewer)?;
        match sheet::load(c, &cycle, &scheme, &reviewer, number) {
            Ok(sheet) => Ok(Some(sheet)),
            Err(Problem::Missing) => Ok(None),
            Err(problem) => Err(problem),
        }
    })
}

/// The marks that a reviewer would give, in half points: some organisations do better, some reviewers are more severe.
fn cells(nth: i64, sheet: &Sheet) -> Vec<Typed> {
    let mut cells = Vec::new();
    for (at, row) in (0_i64..).zip(&sheet.rows).filter(|(_, row)| row.recusal.is_none()) {
        for (column, of) in (0_i64..).zip(&sheet.columns) {
            let org = row.participant.org.0;
            let quality = 905 - (org * 37 + at * 11) % 150;
            let severity = (nth * 29) % 50 - 25;
            let chance = (org * 31 + nth * 17 + column * 23 + org * nth * column) % 90 - 45;
            let share = (quality + severity + chance).clamp(500, 1000);
            let halves = (of.full.thousandths() / 500 * share + 500) / 1000;
            cells.push(Typed {
                org: row.participant.org,
                indicator: of.code.clone(),
                seen: None,
                touched: true,
                mark: Some(Score::from_thousandths(halves * 500)),
                source: None,
            });
        }
    }
    cells
}

/// Brings sheets in as workbooks. For the one who marks on paper the office does: the first sheet is taken and submitted,
/// the second waits to be confirmed. The first reviewer's own one waits too.
fn bring_in(db: &Db, actor: &MachineActor, scheme: &Scheme, nth: i64, sheet: &Sheet) -> Result<(), Problem> {
    let number = sheet.number;
    if number > 2 {
        return Ok(());
    }
    let book = Wordbook::load(&[crate::TEXTS]).map_err(Problem::unexpected)?;
    let mut filled = sheet.clone();
    for cell in cells(nth, sheet) {
        let column = filled.columns.iter().position(|one| one.code == cell.indicator);
        let row = filled.rows.iter_mut().find(|row| row.participant.org == cell.org);
        if let Some(place) = row.zip(column).and_then(|(row, column)| row.marks.get_mut(column)) {
            *place = cell.mark;
        }
    }
    let words = book.words(web::Lang::Zh);
    let bytes = workbook::write(&words, &filled, true)?;
    let name = format!("{}_{}.xlsx", sheet.reviewer.label, sheet.category);
    let (found, _) = uploads::look_through(&book, scheme, sheet, &name, &bytes);
    let (sheet, rules, office) = (sheet.clone(), scheme.clone(), nth == ON_PAPER);
    let manage: Permit<ManagePanel> = Permit::on_the_machine(actor.clone());
    db.write(&manage, move |tx| {
        let id = uploads::actions::keep(tx, &sheet, office, &found, &bytes)?;
        if number == 1 {
            uploads::actions::apply(tx, id, sheet.cycle.id, &rules, number, true)?;
        }
        Ok(())
    })
}
