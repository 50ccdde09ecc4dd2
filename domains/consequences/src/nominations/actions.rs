//! Nominating, deciding, taking back.

use kernel::{OrgId, Problem, Say, names};
use store::{Conn, Tx};

use super::record::{self, Decided, Nomination, NominationId, reference};
use crate::awards::actions::nominating;
use crate::awards::record::{self as awards, Award, AwardId};
use crate::awards::rules::{Live, Obstacle, State, Subject};
use crate::history::note;
use crate::sources::{Graded, Sources};
use web::enclosures::{Enclosure, keep};

pub(crate) const NOMINATE: &str =
    "INSERT INTO award_nominations (award_id, org_id, org_name, category, grade, grade_name,
    person_id, name, folded, sort_key, deeds, exception, state, reason, nominated_at, nominated_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'entered', '', $13, $14) RETURNING id";
pub(crate) const DECIDE: &str =
    "UPDATE award_nominations SET state = $2, reason = $3, exception = $4, decided_at = $5,
    decided_by = $6 WHERE id = $1";

/// Who is nominated by which organisation, and why.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    pub award: AwardId,
    pub org: OrgId,
    /// Name of the person; not asked for when the organisation itself is honoured.
    pub name: String,
    pub deeds: String,
    pub evidence: Vec<Enclosure>,
    /// The committee's reason for an exception; `None` when an organisation nominates by the rules.
    pub exception: Option<String>,
}

/// What is known of the organisation, of everybody who was graded, and of the nominations so far.
pub(crate) struct Field {
    pub own: Graded,
    pub all: Vec<Graded>,
    pub live: Vec<Live>,
}

/// Looks at an award from one organisation.
///
/// # Errors
/// [`Problem::Refused`] when it was not graded in that year.
pub(crate) fn field(c: &mut Conn, sources: &Sources, award: &Award, org: OrgId) -> Result<Field, Problem> {
    let all = sources.graded(c, award.cycle)?;
    let own = all.iter().find(|of| of.result.org == org).cloned();
    let own = own.ok_or_else(|| Problem::refused("award-not-graded"))?;
    let live = live(award, &all, &record::of_award(c, award.id)?, None);
    Ok(Field { own, all, live })
}

/// Nominations that count towards places, but for one.
pub(crate) fn live(
    award: &Award,
    graded: &[Graded],
    all: &[Nomination],
    without: Option<NominationId>,
) -> Vec<Live> {
    let among = |org: OrgId| {
        let of = graded.iter().find(|of| of.result.org == org)?;
        Some(award.conditions.among(award.subject, of))
    };
    all.iter()
        .filter(|one| one.state.is_live() && Some(one.id) != without)
        .filter_map(|one| {
            Some(Live { org: one.org, among: among(one.org)?, accepted: one.state == Decided::Accepted })
        })
        .collect()
}

/// Nominates. The committee may do so against the rules with a written reason, unless the grade is barred.
///
/// # Errors
/// [`Problem::Invalid`] with the rule that stands in the way, or when the person is nominated already;
/// [`Problem::Refused`] when the award takes no nominations any more.
pub(crate) fn nominate(tx: &mut Tx, sources: &Sources, proposal: &Proposal) -> Result<NominationId, Problem> {
    let award = nominating(tx, proposal.award)?;
    let exceptional = proposal.exception.is_some();
    if let Some(due) = award.due.filter(|due| tx.today() > *due && !exceptional) {
        return Err(Problem::refused(Say::new("award-closed").with("due", due)));
    }
    let Field { own, all, live } = field(tx, sources, &award, proposal.org)?;
    let name = match award.subject {
        Subject::Organisation => own.result.name.clone(),
        Subject::Person => proposal.name.clone(),
    };
    let folded = names::fold(&name);
    let before = record::of_award(tx, award.id)?;
    let same = |one: &&Nomination| {
        one.state.is_live() && one.org == proposal.org && names::fold(&one.name) == folded
    };
    if before.iter().any(|one| same(&one)) {
        return Err(Problem::field("name", Say::new("award-nominated-already").with("name", &name)));
    }
    if let Err(obstacle) = award.conditions.may_nominate(award.subject, &own, &all, &live) {
        overcome(obstacle, exceptional, "org")?;
    }
    let person = match award.subject {
        Subject::Organisation => None,
        Subject::Person => {
            let known = sources.directory.members_of(tx, proposal.org)?.into_iter();
            let mut same = known.filter(|person| names::fold(&person.name) == folded).map(|person| person.id);
            // Of two persons of one name nobody can tell which is meant.
            same.next().filter(|_| same.next().is_none())
        }
    };
    let (now, by) = (tx.now(), tx.actor_code());
    let of = &own.result;
    let id: NominationId = tx.insert(
        NOMINATE,
        &[
            &award.id,
            &of.org,
            &of.name,
            &of.category,
            &of.grade,
            &of.grade_name,
            &person,
            &name,
            &folded,
            &names::sort_key(&name),
            &proposal.deeds,
            &proposal.exception.clone().unwrap_or_default(),
            &now,
            &by,
        ],
    )?;
    keep(tx, &reference(id), &proposal.evidence)?;
    let made = record::find(tx, id)?;
    let reason = proposal.exception.clone().unwrap_or_default();
    note(tx, &reference(id), "nominated", &reason, None::<&()>, &made)?;
    Ok(id)
}

fn overcome(obstacle: Obstacle, exceptional: bool, field: &str) -> Result<(), Problem> {
    if exceptional && !obstacle.absolute { Ok(()) } else { Err(Problem::field(field, obstacle.say)) }
}

/// What the committee says of a nomination.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub accepts: bool,
    /// Needed to refuse.
    pub reason: String,
    /// Needed to accept against the rules.
    pub exception: String,
}

/// Accepts or refuses a nomination. While the list is put up, names can only be struck off.
///
/// # Errors
/// [`Problem::Invalid`] when accepting is against the rules and no reason for an exception is given;
/// [`Problem::Refused`] when the list is final, or the nomination was taken back.
pub(crate) fn decide(
    tx: &mut Tx,
    sources: &Sources,
    id: NominationId,
    verdict: &Verdict,
) -> Result<Nomination, Problem> {
    let before = record::find(tx, id)?;
    let award = awards::find(tx, before.award)?;
    let strikes_off = before.state == Decided::Accepted && !verdict.accepts;
    match award.state {
        State::Final => return Err(Problem::refused("award-is-final")),
        State::Notice if !strikes_off => return Err(Problem::refused("award-only-strike-off")),
        _ if before.state == Decided::Withdrawn => return Err(Problem::refused("award-was-withdrawn")),
        _ => {}
    }
    let mut exception = before.exception.clone();
    if verdict.accepts {
        let again = |one: &Nomination| {
            one.id != id
                && one.state.is_live()
                && one.org == before.org
                && names::fold(&one.name) == names::fold(&before.name)
        };
        if record::of_award(tx, award.id)?.iter().any(again) {
            return Err(Problem::refused(Say::new("award-nominated-already").with("name", &before.name)));
        }
        let all = sources.graded(tx, award.cycle)?;
        let own = all.iter().find(|of| of.result.org == before.org);
        let own = own.ok_or_else(|| Problem::refused("award-not-graded"))?;
        let others = live(&award, &all, &record::of_award(tx, award.id)?, Some(id));
        if let Err(obstacle) = award.conditions.may_accept(award.subject, own, &all, &others) {
            if !verdict.exception.is_empty() {
                exception.clone_from(&verdict.exception);
            }
            overcome(obstacle, !exception.is_empty(), "exception")?;
        }
    }
    let (state, did) = match verdict.accepts {
        true => (Decided::Accepted, "nomination-accepted"),
        false => (Decided::Refused, "nomination-refused"),
    };
    let reason = if verdict.accepts { "" } else { verdict.reason.as_str() };
    settle(tx, &before, state, did, reason, &exception)
}

/// Takes a nomination back before it is decided.
///
/// # Errors
/// [`Problem::Refused`] afterwards.
pub(crate) fn withdraw(tx: &mut Tx, id: NominationId, reason: &str) -> Result<Nomination, Problem> {
    let before = record::find(tx, id)?;
    if before.state != Decided::Entered {
        return Err(Problem::refused("award-decided-already"));
    }
    let exception = before.exception.clone();
    settle(tx, &before, Decided::Withdrawn, "nomination-withdrawn", reason, &exception)
}

fn settle(
    tx: &mut Tx,
    before: &Nomination,
    state: Decided,
    did: &'static str,
    reason: &str,
    exception: &str,
) -> Result<Nomination, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(DECIDE, &[&before.id, &state, &reason, &exception, &now, &by])?;
    let after = record::find(tx, before.id)?;
    let because = if state == Decided::Accepted { exception } else { reason };
    note(tx, &reference(before.id), did, because, Some(before), &after)?;
    Ok(after)
}
