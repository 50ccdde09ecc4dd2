//! The contract between the mass evaluation and the appraisal, over the tables of this domain.

use kernel::contracts::{BallotCount, Evaluated, EvaluatedCycle, MassEvaluation, ScoredQuestion};
use kernel::{OrgId, Problem, RecordRef};
use scoring::{Method, Scheme};
use store::{Conn, Tx};

use super::record;
use crate::cycles::record::{self as cycles, CycleId};
use crate::participants;
use crate::schemes;
use crate::tallies::actions::{SET_ELECTORATE, changed, taking_figures};
use crate::tallies::rules::choices;

pub(crate) const TAKE: &str = "INSERT INTO appraisal_ballot_counts (participant_id, indicator, voters, issued, paper,
    returned, choices) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (participant_id, indicator, voters) DO UPDATE SET issued = excluded.issued, paper = excluded.paper,
    returned = excluded.returned, choices = excluded.choices";

/// Cycles as the mass evaluation sees them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ballots;

fn questions(scheme: &Scheme) -> Vec<ScoredQuestion> {
    let asked = scheme.indicators.iter().filter_map(|indicator| match &indicator.method {
        Method::Ballots(ballots) => Some(ScoredQuestion {
            indicator: indicator.code.clone(),
            name: indicator.name.clone(),
            choices: choices(ballots),
            groups: ballots.groups.iter().map(|group| (group.code.clone(), group.name.clone())).collect(),
        }),
        _ => None,
    });
    asked.collect()
}

impl MassEvaluation<Conn, Tx> for Ballots {
    fn cycles(&self, c: &mut Conn) -> Result<Vec<EvaluatedCycle>, Problem> {
        let ids: Vec<CycleId> = c.all(record::UNDER_WAY, &[], |row| row.get(0))?;
        let mut found = Vec::new();
        for id in ids {
            let cycle = cycles::find(c, id, true)?;
            let scheme = schemes::record::rules(c, cycle.scheme)?;
            let questions = questions(&scheme);
            if questions.is_empty() {
                continue;
            }
            let organisations = participants::of_cycle(c, id)?;
            found.push(EvaluatedCycle {
                id: id.0,
                year: cycle.year,
                questions,
                dimensions: scheme
                    .dimensions
                    .iter()
                    .map(|one| (one.code.clone(), one.name.clone()))
                    .collect(),
                organisations: organisations
                    .into_iter()
                    .map(|one| Evaluated { org: one.org, name: one.name, category: one.category })
                    .collect(),
            });
        }
        Ok(found)
    }

    fn freeze(&self, tx: &mut Tx, cycle: i64, sizes: &[(OrgId, String, u32)]) -> Result<(), Problem> {
        let id = CycleId(cycle);
        taking_figures(tx, id)?;
        let participants = participants::of_cycle(tx, id)?;
        for (org, voters, due) in sizes {
            let one = participants.iter().find(|one| one.org == *org).ok_or(Problem::Missing)?;
            tx.run(SET_ELECTORATE, &[&one.id, voters, due])?;
        }
        Ok(())
    }

    fn take(&self, tx: &mut Tx, cycle: i64, counts: &[BallotCount]) -> Result<(), Problem> {
        let id = CycleId(cycle);
        taking_figures(tx, id)?;
        let participants = participants::of_cycle(tx, id)?;
        for count in counts {
            let one = participants.iter().find(|one| one.org == count.org).ok_or(Problem::Missing)?;
            let choices =
                count.choices.as_ref().map(serde_json::to_string).transpose().map_err(Problem::unexpected)?;
            tx.run(
                TAKE,
                &[
                    &one.id,
                    &count.indicator,
                    &count.group,
                    &count.issued,
                    &count.paper,
                    &count.returned,
                    &choices,
                ],
            )?;
        }
        let after = serde_json::json!({ "ballot_counts": counts.len() });
        tx.note(&RecordRef::new("cycle", cycle), None::<&()>, Some(&after))?;
        changed(tx, id)
    }
}
