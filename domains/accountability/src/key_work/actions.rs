//! Putting items on the list, correcting and ordering them, and saying how they stand.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem};
use store::Tx;
use web::history::note;

use super::record::{self, KeyWork, KeyWorkId, LAST_PLACE, reference};
use super::rules::State;

pub(crate) const CREATE: &str =
    "INSERT INTO key_work (year, place, title, standard, org_id, org_name, org_path, due, state, word,
    changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', '', $9, $10) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE key_work SET title = $2, standard = $3, org_id = $4, org_name = $5, org_path = $6, due = $7,
    changed_at = $8, changed_by = $9 WHERE id = $1";
pub(crate) const PLACE: &str = "UPDATE key_work SET place = $2 WHERE id = $1";
pub(crate) const MOVE_ON: &str =
    "UPDATE key_work SET state = $2, word = $3, changed_at = $4, changed_by = $5 WHERE id = $1";

/// An item as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub year: i16,
    pub title: String,
    pub standard: String,
    pub lead: OrgBrief,
    pub due: Option<Day>,
}

/// Puts an item at the end of the list of its year.
///
/// # Errors
/// When the database fails.
pub(crate) fn create(tx: &mut Tx, draft: &Draft) -> Result<KeyWorkId, Problem> {
    let place: u32 = tx.scalar(LAST_PLACE, &[&draft.year])?;
    let (now, by) = (tx.now(), tx.actor_code());
    let id: KeyWorkId = tx.insert(
        CREATE,
        &[
            &draft.year,
            &(place + 1),
            &draft.title,
            &draft.standard,
            &draft.lead.id,
            &draft.lead.name,
            &draft.lead.path,
            &draft.due,
            &now,
            &by,
        ],
    )?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "key-work-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects an item; its year stays.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn correct(tx: &mut Tx, id: KeyWorkId, draft: &Draft) -> Result<KeyWork, Problem> {
    let before = record::find(tx, id)?;
    let (now, by) = (tx.now(), tx.actor_code());
    let lead = &draft.lead;
    tx.run(
        CORRECT,
        &[&id, &draft.title, &draft.standard, &lead.id, &lead.name, &lead.path, &draft.due, &now, &by],
    )?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "key-work-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// Moves an item one place up or down; at the ends it stays where it is.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn shift(tx: &mut Tx, id: KeyWorkId, up: bool) -> Result<KeyWork, Problem> {
    let item = record::find(tx, id)?;
    let mut list: Vec<KeyWorkId> =
        record::of_year(tx, item.year)?.into_iter().map(|other| other.id).collect();
    let at = list.iter().position(|other| *other == id).ok_or(Problem::Missing)?;
    let to = if up { at.saturating_sub(1) } else { (at + 1).min(list.len() - 1) };
    if at == to {
        return Ok(item);
    }
    list.swap(at, to);
    for (place, other) in (1_u32..).zip(&list) {
        tx.run(PLACE, &[other, &place])?;
    }
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "key-work-moved", "", Some(&item), &after)?;
    Ok(after)
}

/// Says how an item stands.
///
/// # Errors
/// [`Problem::Refused`] for a state that is not theirs to give.
pub(crate) fn move_on(
    tx: &mut Tx,
    id: KeyWorkId,
    to: State,
    word: &str,
    office: bool,
) -> Result<KeyWork, Problem> {
    let before = record::find(tx, id)?;
    if !before.state.next(office).contains(&to) {
        return Err(Problem::refused("key-work-not-theirs"));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(MOVE_ON, &[&id, &to, &word, &now, &by])?;
    let after = record::find(tx, id)?;
    let did = match to {
        State::Planned => "key-work-planned",
        State::UnderWay => "key-work-under-way",
        State::Done => "key-work-done",
        State::Dropped => "key-work-dropped",
    };
    note(tx, &reference(id), did, word, Some(&before), &after)?;
    Ok(after)
}
