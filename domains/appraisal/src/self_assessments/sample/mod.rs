//! The self-assessments of the sample organ, written through the same actions as the pages use: most are handed in, a few
//! are begun, and that of the first organisation was given back.

mod texts;

use kernel::{Actor, Problem, Role, UserId};
use scoring::{Scheme, Score};
use store::{Conn, Tx};

use super::actions::{self, Written};
use super::record;
use super::rules::{Asked, Base, Content, applying};
use crate::cycles::record::CycleId;
use crate::evidence;
use crate::participants::{self, Participant};

/// Places of those that are still writing.
const WRITING: [usize; 3] = [8, 19, 33];
/// Indicators about which they have said something.
const SAID: usize = 4;

const RULES: (&str, &[u8]) = ("党员导师带教制度.pdf", include_bytes!("rules.pdf"));
const NOTES: (&str, &[u8]) = ("带教记录.png", include_bytes!("notes.png"));

/// Fills a cycle that has just been opened.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn fill(tx: &mut Tx, cycle: CycleId, scheme: &Scheme) -> Result<(), Problem> {
    let (cycle, machine) = (record::opened(tx, cycle)?, tx.actor().clone());
    let people = participants::of_cycle(tx, cycle.id)?;
    for (place, participant) in people.iter().enumerate() {
        let writer = holder(tx, Role::OrganisationSecretary, Some(participant))?;
        tx.act_as(writer.map_or_else(|| machine.clone(), Actor::User));
        write(tx, scheme, place, participant)?;
        if place == 0 {
            show(tx, scheme, participant)?;
        }
        if !WRITING.contains(&place) {
            actions::submit(tx, &cycle, participant)?;
        }
    }
    if let Some(first) = people.first() {
        let office = holder(tx, Role::CommitteeAdmin, None)?;
        tx.act_as(office.map_or_else(|| machine.clone(), Actor::User));
        actions::give_back(tx, &cycle, first, "“特色创新”请补充带教成效的数据，其余各项可不再改动。")?;
    }
    tx.act_as(machine);
    Ok(())
}

/// Somebody who holds this role, for this organisation.
fn holder(c: &mut Conn, role: Role, of: Option<&Participant>) -> Result<Option<UserId>, Problem> {
    for account in web::accounts::all(c)? {
        let holds = web::accounts::grants(c, account.id)?
            .iter()
            .any(|grant| grant.role == role && grant.org == of.map(|participant| participant.org));
        if holds {
            return Ok(Some(account.id));
        }
    }
    Ok(None)
}

fn write(tx: &mut Tx, scheme: &Scheme, place: usize, participant: &Participant) -> Result<(), Problem> {
    let nothing = Base::of(&Content::default());
    let whole = !WRITING.contains(&place);
    let items = applying(scheme, &participant.category).take(if whole { usize::MAX } else { SAID });
    for (turn, (indicator, asked)) in items.enumerate() {
        let mine = Written {
            claim: claim(&asked, place, turn),
            words: Some(texts::words(&indicator.code, place, turn)),
        };
        actions::save_item(tx, participant.id, &indicator.code, &asked, &nothing, &mine)?;
    }
    if whole {
        actions::save_summary(tx, participant.id, &nothing, texts::summary(place))?;
    }
    Ok(())
}

/// Between nine tenths and all of the full mark, in tenths of a point.
fn claim(asked: &Asked, place: usize, turn: usize) -> Option<String> {
    let Asked::Points(full) = asked else { return None };
    let share = 900 + i64::try_from((place * 37 + turn * 53) % 96).unwrap_or_default();
    let tenths = full.thousandths().saturating_mul(share) / 1_000 / 100;
    Some(Score::from_thousandths(tenths.saturating_mul(100)).to_string())
}

/// Two small files about the last indicator.
fn show(tx: &mut Tx, scheme: &Scheme, participant: &Participant) -> Result<(), Problem> {
    let Some((indicator, _)) = applying(scheme, &participant.category).last() else { return Ok(()) };
    for (name, bytes) in [RULES, NOTES] {
        let fit = evidence::rules::fit(name, bytes.to_vec()).map_err(Problem::Refused)?;
        evidence::actions::add(tx, participant.id, &indicator.code, &fit)?;
    }
    Ok(())
}
