//! Reading facts from records, and forgetting what was read when somebody types another value.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::contracts::{Facts, Measured};
use kernel::{Day, OrgId, Problem};
use scoring::{FactValue, Method, Ratio, Scheme};
use store::links::{link, unlink_all};
use store::{Conn, Json, Tx};
use web::links::EVIDENCE_FOR;

use super::kinds::appraised;
use super::record::{self, Counted, Measurement};
use crate::cycles::actions::touch;
use crate::cycles::record::CycleId;
use crate::figures::{actions::set_fact, known};
use crate::participants::{self, Participant, ParticipantId};
use crate::schemes;
use crate::tallies::actions::taking_figures;

pub(crate) const PUT: &str = "INSERT INTO appraisal_measured
    (participant_id, fact, indicator, indicator_name, part, whole, until_day, records, read_at, read_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (participant_id, fact) DO UPDATE SET
    indicator = excluded.indicator, indicator_name = excluded.indicator_name, part = excluded.part,
    whole = excluded.whole, until_day = excluded.until_day, records = excluded.records, read_at = excluded.read_at,
    read_by = excluded.read_by RETURNING id";
pub(crate) const FORGET: &str = "DELETE FROM appraisal_measured WHERE id = $1";

/// An indicator whose fact some domain can tell.
#[derive(Clone)]
pub(crate) struct Readable {
    pub fact: String,
    pub indicator: String,
    pub name: String,
    pub applies_to: Vec<String>,
    pub teller: Arc<dyn Facts<Conn>>,
}

/// The indicators of a scheme that can be read from records, and message keys of what is read.
pub(crate) fn readable(scheme: &Scheme, tellers: &[Arc<dyn Facts<Conn>>]) -> Vec<(Readable, &'static str)> {
    let mut all = Vec::new();
    for indicator in &scheme.indicators {
        let Method::Formula(formula) = &indicator.method else { continue };
        for teller in tellers {
            for kind in teller.kinds().into_iter().filter(|kind| kind.code == formula.fact) {
                let one = Readable {
                    fact: formula.fact.clone(),
                    indicator: indicator.code.clone(),
                    name: indicator.name.clone(),
                    applies_to: indicator.applies_to.clone(),
                    teller: Arc::clone(teller),
                };
                all.push((one, kind.label));
            }
        }
    }
    all
}

/// Reads every fact that can be told, for all participants, as known at the end of a day. Where there is nothing to count,
/// what was read before is forgotten; what was typed stays. Gives how many values were read.
///
/// # Errors
/// [`Problem::Refused`] when the cycle takes no figures any more, or when nothing can be read.
pub(crate) fn read(
    tx: &mut Tx,
    id: CycleId,
    until: Day,
    tellers: &[Arc<dyn Facts<Conn>>],
) -> Result<usize, Problem> {
    let cycle = taking_figures(tx, id)?;
    let scheme = schemes::record::rules(tx, cycle.scheme)?;
    let readable = readable(&scheme, tellers);
    if readable.is_empty() {
        return Err(Problem::refused("appraisal-nothing-to-read"));
    }
    let people = participants::of_cycle(tx, id)?;
    let before: BTreeMap<(ParticipantId, String), Measurement> =
        record::of_cycle(tx, id)?.into_iter().map(|one| ((one.participant, one.fact.clone()), one)).collect();
    let values = known(tx, id)?;
    let mut count = 0;
    for (one, _) in readable {
        let asked: Vec<&Participant> = people
            .iter()
            .filter(|person| one.applies_to.is_empty() || one.applies_to.contains(&person.category))
            .collect();
        let orgs: Vec<OrgId> = asked.iter().map(|person| person.org).collect();
        let told: BTreeMap<OrgId, Measured> = one
            .teller
            .measure(tx, &one.fact, cycle.year, until, &orgs)?
            .into_iter()
            .map(|told| (told.org, told))
            .collect();
        for participant in asked {
            let key = (participant.id, one.fact.clone());
            let (old, value) = (before.get(&key), values.get(&key));
            match told.get(&participant.org).filter(|told| told.whole > 0) {
                Some(told) => {
                    let share = Ratio::new(told.part.into(), told.whole.into())
                        .ok_or_else(|| Problem::unexpected("a share of nothing"))?;
                    let share = FactValue::Number(share);
                    if value != Some(&share) {
                        set_fact(tx, participant.id, &one.fact, value, Some(&share))?;
                    }
                    keep(tx, participant, &one, until, told)?;
                    count += 1;
                }
                None if old.is_some() => {
                    set_fact(tx, participant.id, &one.fact, value, None)?;
                    forget(tx, old)?;
                }
                None => {}
            }
        }
    }
    touch(tx, id)?;
    Ok(count)
}

/// Keeps what was counted, and ties its records to it.
fn keep(
    tx: &mut Tx,
    participant: &Participant,
    one: &Readable,
    until: Day,
    told: &Measured,
) -> Result<(), Problem> {
    let counted = |(record, counts): &(kernel::RecordRef, bool)| Counted {
        kind: record.kind.clone(),
        id: record.id,
        counts: *counts,
    };
    let records: Vec<Counted> = told.records.iter().map(counted).collect();
    let (now, by) = (tx.now(), tx.actor_code());
    let args: [&dyn store::ToSql; 10] = [
        &participant.id,
        &one.fact,
        &one.indicator,
        &one.name,
        &told.part,
        &told.whole,
        &until,
        &Json(&records),
        &now,
        &by,
    ];
    let id: i64 = tx.insert(PUT, &args)?;
    let indicator = record::reference(id);
    unlink_all(tx, &indicator)?;
    for record in records.iter().filter(|record| record.counts) {
        link(tx, EVIDENCE_FOR, &record.record(), &indicator)?;
    }
    link(tx, EVIDENCE_FOR, &indicator, &appraised(participant.id))?;
    Ok(())
}

/// Forgets what was counted; the value is the caller's.
pub(crate) fn forget(tx: &mut Tx, old: Option<&Measurement>) -> Result<(), Problem> {
    if let Some(old) = old {
        unlink_all(tx, &old.reference())?;
        tx.run(FORGET, &[&old.id])?;
    }
    Ok(())
}
