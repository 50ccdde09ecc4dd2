//! What a cycle is computed from, read from where it was entered.

use std::collections::BTreeMap;

use kernel::{Day, Moment, Problem};
use scoring::{
    ChoiceCount, Decided, Decision, Event, Fact, FactValue, Input, Mark, Participant, Score, SourceRef,
    Tally, VetoEvent,
};
use store::{Conn, Error, Row};

use crate::ballots::record as ballots;
use crate::cycles::record::CycleId;
use crate::participants;
use crate::tallies;

/// Marks of workbooks always count; those of a panel count once their sheet is submitted, unless the reviewer must not
/// mark the organisation.
pub(crate) const MARKS: &str =
    "SELECT p.key, m.indicator, m.reviewer, m.mark, m.file, m.sheet, m.cell, m.entered_at
    FROM appraisal_marks m JOIN appraisal_participants p ON p.id = m.participant_id
    LEFT JOIN appraisal_assignments a ON a.reviewer_id = m.reviewer_id AND a.participant_id = m.participant_id
    LEFT JOIN appraisal_score_sheets s ON s.reviewer_id = m.reviewer_id AND s.category = p.category
    WHERE p.cycle_id = $1 AND (m.reviewer_id IS NULL OR (s.state = 'submitted' AND a.recused = FALSE))";
pub(crate) const TALLIES: &str =
    "SELECT p.key, t.indicator, t.voters, t.due, t.issued, t.returned, t.spoilt, t.choices,
    t.file, t.sheet, t.cell
    FROM appraisal_tallies t JOIN appraisal_participants p ON p.id = t.participant_id WHERE p.cycle_id = $1";
pub(crate) const FACTS: &str =
    "SELECT p.key, f.fact, f.value, f.entered_at, f.entered_by, m.part, m.whole, m.until_day
    FROM appraisal_facts f JOIN appraisal_participants p ON p.id = f.participant_id
    LEFT JOIN appraisal_measured m ON m.participant_id = f.participant_id AND m.fact = f.fact WHERE p.cycle_id = $1";
pub(crate) const EVENTS: &str = "SELECT p.key, e.event, e.count, e.entered_at, e.entered_by
    FROM appraisal_events e JOIN appraisal_participants p ON p.id = e.participant_id WHERE p.cycle_id = $1";
pub(crate) const VETOES: &str = "SELECT p.key, v.veto, v.entered_at, v.entered_by
    FROM appraisal_vetoes v JOIN appraisal_participants p ON p.id = v.participant_id WHERE p.cycle_id = $1";
/// Decisions that were not withdrawn.
pub(crate) const DECISIONS: &str =
    "SELECT p.key, d.what, d.subject, d.decided, d.reason, d.decided_at, d.decided_by
    FROM appraisal_decisions d JOIN appraisal_participants p ON p.id = d.participant_id
    WHERE p.cycle_id = $1 AND d.withdrawn_at IS NULL";

/// What `file` of a [`SourceRef`] says of a value that was entered on a page and not read from a workbook. The sheet then
/// names who entered it, and the cell when.
pub(crate) const ON_THE_PAGE: &str = "web";

/// What `file` of a [`SourceRef`] says of a share that was counted from records. The sheet then holds the share, and the cell
/// the last day counted.
pub(crate) const RECORDS: &str = "records";

fn entered(who: String, at: Option<Moment>) -> SourceRef {
    let cell = at.map(|at| at.to_string()).unwrap_or_default();
    SourceRef { file: ON_THE_PAGE.into(), sheet: who, cell }
}

/// From a workbook, or from a page when no file is named.
fn source(row: &Row<'_>, at: usize, who: String, when: Option<Moment>) -> Result<SourceRef, Error> {
    let file: String = row.get(at)?;
    if file.is_empty() {
        return Ok(entered(who, when));
    }
    Ok(SourceRef { file, sheet: row.get(at + 1)?, cell: row.get(at + 2)? })
}

/// Everything that was entered for a cycle. Participants are named by their keys.
pub(crate) fn read(c: &mut Conn, cycle: CycleId) -> Result<Input, Problem> {
    let participants = participants::of_cycle(c, cycle)?
        .into_iter()
        .map(|one| Participant { key: one.key, name: one.name, category: one.category })
        .collect();
    let marks = c.all(MARKS, &[&cycle], |row| {
        let reviewer: String = row.get(2)?;
        Ok(Mark {
            participant: row.get(0)?,
            indicator: row.get(1)?,
            mark: Score::from_thousandths(row.get(3)?),
            source: Some(source(row, 4, reviewer.clone(), row.get(7)?)?),
            reviewer,
        })
    })?;
    let tallies = c.all(TALLIES, &[&cycle], |row| {
        let choices: Vec<ChoiceCount> = row.json(7)?;
        Ok(Tally {
            participant: row.get(0)?,
            indicator: row.get(1)?,
            group: row.get(2)?,
            due: row.get(3)?,
            issued: row.get(4)?,
            returned: row.get(5)?,
            spoilt: row.get(6)?,
            choices,
            source: Some(source(row, 8, row.get(9)?, None)?),
        })
    })?;
    let tallies = with_online(c, cycle, tallies)?;
    let facts = c.all(FACTS, &[&cycle], |row| {
        let value: FactValue = row.json(2)?;
        Ok(Fact {
            participant: row.get(0)?,
            fact: row.get(1)?,
            value,
            source: Some(match row.get::<Option<i64>>(5)? {
                Some(part) => {
                    let (whole, until): (i64, Day) = (row.get(6)?, row.get(7)?);
                    SourceRef {
                        file: RECORDS.into(),
                        sheet: format!("{part}/{whole}"),
                        cell: until.to_string(),
                    }
                }
                None => entered(row.get(4)?, Some(row.get(3)?)),
            }),
        })
    })?;
    let events = c.all(EVENTS, &[&cycle], |row| {
        Ok(Event {
            participant: row.get(0)?,
            event: row.get(1)?,
            count: row.get(2)?,
            source: Some(entered(row.get(4)?, Some(row.get(3)?))),
        })
    })?;
    let vetoes = c.all(VETOES, &[&cycle], |row| {
        Ok(VetoEvent {
            participant: row.get(0)?,
            veto: row.get(1)?,
            source: Some(entered(row.get(3)?, Some(row.get(2)?))),
        })
    })?;
    let mut input = Input { participants, marks, tallies, facts, events, vetoes, ..Input::default() };
    for (participant, what, subject, decided, reason, at, by) in c.all(DECISIONS, &[&cycle], |row| {
        let key: String = row.get(0)?;
        let (what, subject): (String, String) = (row.get(1)?, row.get(2)?);
        Ok((key, what, subject, row.get::<String>(3)?, row.get::<String>(4)?, row.get(5)?, row.get(6)?))
    })? {
        let points = || decided.parse::<Score>().map_err(Problem::unexpected);
        let what = match what.as_str() {
            "mark" => Decided::Mark { indicator: subject, mark: points()? },
            "total" => Decided::Total { total: points()? },
            _ => Decided::Grade { grade: decided },
        };
        let source = Some(entered(by, Some(at)));
        input.decisions.push(Decision { participant, what, reason, source });
    }
    Ok(input)
}

/// What `file` of a [`SourceRef`] says of ballots cast online; the sheet then says whether paper ballots were added.
pub(crate) const ONLINE: &str = "ballots";
/// What the sheet says where paper ballots were added.
pub(crate) const AND_PAPER: &str = "paper";

/// Adds what was cast online to what was counted on paper.
fn with_online(c: &mut Conn, cycle: CycleId, paper: Vec<Tally>) -> Result<Vec<Tally>, Problem> {
    let lines = ballots::of_cycle(c, cycle)?;
    if lines.is_empty() {
        return Ok(paper);
    }
    let electorates = tallies::record::electorates(c, cycle)?;
    let keys: BTreeMap<_, _> =
        participants::of_cycle(c, cycle)?.into_iter().map(|one| (one.id, one.key)).collect();
    let mut all = paper;
    for ((id, indicator, voters), line) in lines {
        let Some(key) = keys.get(&id) else { continue };
        let due = electorates.get(&(id, voters.clone())).copied().unwrap_or(line.issued + line.paper);
        let same =
            |one: &&mut Tally| one.participant == *key && one.indicator == indicator && one.group == voters;
        let on_paper = all.iter_mut().find(same);
        let sheet = if on_paper.is_some() { AND_PAPER } else { "" };
        let source = SourceRef { file: ONLINE.into(), sheet: sheet.into(), cell: String::new() };
        // Too few to say how they chose: they do not count, and their weight goes to the other groups.
        let returned = if line.choices.is_some() { line.returned } else { 0 };
        let chosen = line.choices.unwrap_or_default();
        let counts = |choice: &String, count| ChoiceCount { choice: choice.clone(), count, source: None };
        match on_paper {
            Some(tally) => {
                tally.due = due;
                tally.issued += line.issued;
                tally.returned += returned;
                for (choice, count) in &chosen {
                    match tally.choices.iter_mut().find(|one| one.choice == *choice) {
                        Some(one) => one.count += count,
                        None => tally.choices.push(counts(choice, *count)),
                    }
                }
                tally.source = Some(source);
            }
            None => all.push(Tally {
                participant: key.clone(),
                indicator,
                group: voters,
                due,
                issued: line.issued,
                returned,
                choices: chosen.iter().map(|(choice, count)| counts(choice, *count)).collect(),
                spoilt: 0,
                source: Some(source),
            }),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use kernel::access::MachineActor;
    use kernel::contracts::{Directory, OrgBrief};
    use kernel::{Day, OrgId};
    use testkit::db::{Fresh, each_backend, permit};

    use super::*;
    use crate::policy::ManagePanel;
    use crate::schemes;

    /// Two organisations in each category of the sample scheme.
    struct Six;

    impl Directory<Conn> for Six {
        fn by_names(&self, _: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
            Ok(names.iter().map(|_| None).collect())
        }

        fn by_ids(&self, _: &mut Conn, _: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
            Ok(Vec::new())
        }

        fn appraised_on(&self, _: &mut Conn, _: Day) -> Result<Vec<OrgBrief>, Problem> {
            let categories = ["审查业务类", "直属单位社会团体类", "综合管理类"];
            let brief = |(id, category): (i64, &str)| OrgBrief {
                id: OrgId(id),
                code: String::new(),
                name: format!("第{id}党委"),
                path: format!("1.{id}."),
                category: Some(category.to_owned()),
                members: 30,
            };
            let twice = categories.into_iter().flat_map(|category| [category, category]);
            Ok((2..).zip(twice).map(brief).collect())
        }
    }

    fn under_way(fresh: &Fresh) {
        let text = include_str!("../../../samples/scheme.toml");
        let scheme = scoring::Scheme::from_toml(text).unwrap();
        fresh
            .write(&permit::<ManagePanel>(), move |tx| schemes::actions::keep(tx, text, &scheme).map(|_| ()))
            .unwrap();
        let directory: Arc<dyn Directory<Conn>> = Arc::new(Six);
        crate::ongoing(&fresh.db(), &MachineActor::CommandLine("tester".into()), &directory, 2015).unwrap();
    }

    fn counted(fresh: &Fresh) -> BTreeSet<(String, String)> {
        let input = fresh.read(|c| read(c, CycleId(1))).unwrap();
        input.marks.into_iter().map(|mark| (mark.reviewer, mark.participant)).collect()
    }

    fn run(fresh: &Fresh, sql: &'static str) {
        let changed = fresh.write(&permit::<ManagePanel>(), move |tx| Ok(tx.run(sql, &[])?)).unwrap();
        assert!(changed > 0, "{sql}");
    }

    #[test]
    fn only_marks_of_submitted_sheets_count_and_never_those_of_a_recusal() {
        each_backend(&[web::house().migrations, crate::MIGRATIONS], |fresh| {
            under_way(fresh);
            let marks = |label: &str| counted(fresh).iter().filter(|(who, _)| who == label).count();
            assert_eq!((marks("评委2"), marks("评委6"), marks("评委7")), (6, 0, 2));
            assert!(
                fresh
                    .read(|c| Ok(c.exists("SELECT 1 FROM appraisal_marks WHERE reviewer = '评委6'", &[])?))
                    .unwrap()
            );
            run(
                fresh,
                "UPDATE appraisal_score_sheets SET state = 'returned' WHERE category = '综合管理类'
                AND reviewer_id = (SELECT id FROM appraisal_reviewers WHERE label = '评委2')",
            );
            assert_eq!(marks("评委2"), 4, "a returned sheet does not count");
            run(
                fresh,
                "UPDATE appraisal_assignments SET recused = TRUE WHERE participant_id = 1
                AND reviewer_id = (SELECT id FROM appraisal_reviewers WHERE label = '评委3')",
            );
            assert_eq!(marks("评委3"), 5, "a mark for a recused organisation does not count");
            run(
                fresh,
                "INSERT INTO appraisal_marks (participant_id, indicator, reviewer, mark, file, sheet, cell)
                VALUES (1, 'innovation', '张三', 9000, 'a.xlsx', '张三', 'C4')",
            );
            assert_eq!(marks("张三"), 1, "what came in as a workbook always counts");
        });
    }
}
