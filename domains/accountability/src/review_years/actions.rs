//! Setting up the reviews of a year, and naming who is reviewed.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem};
use store::{Json, Tx};
use web::history::note;

use super::record::{self, ReviewYear, YearId, reference};
use crate::reviews::record::{self as reviews, ReviewId};
use crate::reviews::rules::Parameters;

pub(crate) const CREATE: &str =
    "INSERT INTO review_years (year, report_due, parameters) VALUES ($1, $2, $3) RETURNING id";
pub(crate) const SAME: &str = "SELECT id FROM review_years WHERE year = $1";
pub(crate) const CORRECT: &str = "UPDATE review_years SET report_due = $2, parameters = $3 WHERE id = $1";
pub(crate) const ADD: &str =
    "INSERT INTO reviews (year_id, year, org_id, org_name, org_path, person_id, person,
    state, report, report_by, returned, mean, reason, decided_by, strengths, shortcomings, demands)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'reporting', '', '', '', '', '', '', '', '', '') RETURNING id";

/// The reviews of a year as they are to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub year: i16,
    pub report_due: Option<Day>,
    pub parameters: Parameters,
}

/// Somebody to be reviewed.
#[derive(Debug, Clone)]
pub(crate) struct Reviewed {
    pub org: OrgBrief,
    pub person_id: Option<i64>,
    pub person: String,
}

/// Sets the reviews of a year up.
///
/// # Errors
/// [`Problem::Invalid`] when that year has them already.
pub(crate) fn create(tx: &mut Tx, draft: &Draft) -> Result<YearId, Problem> {
    if tx.exists(SAME, &[&draft.year])? {
        return Err(Problem::field("year", "review-year-taken"));
    }
    let id: YearId = tx.insert(CREATE, &[&draft.year, &draft.report_due, &Json(&draft.parameters)])?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "review-year-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects them; once forms have been counted, only the last day for reports.
///
/// # Errors
/// [`Problem::Refused`] when the way of counting would change under a count.
pub(crate) fn correct(tx: &mut Tx, id: YearId, draft: &Draft) -> Result<ReviewYear, Problem> {
    let before = record::find(tx, id)?;
    if before.parameters != draft.parameters && record::is_counted(tx, id)? {
        return Err(Problem::refused("review-year-counted"));
    }
    tx.run(CORRECT, &[&id, &draft.report_due, &Json(&draft.parameters)])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "review-year-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// Names who is reviewed; organisations that are on the list already are passed over. Gives how many came on it.
///
/// # Errors
/// [`Problem::Missing`] when there is no such year.
pub(crate) fn add(tx: &mut Tx, id: YearId, reviewed: &[Reviewed]) -> Result<Vec<ReviewId>, Problem> {
    let year = record::find(tx, id)?;
    let there = reviews::of_year(tx, id)?;
    let mut added = Vec::new();
    for one in reviewed.iter().filter(|one| there.iter().all(|other| other.org != one.org.id)) {
        let org = &one.org;
        let made: ReviewId =
            tx.insert(ADD, &[&id, &year.year, &org.id, &org.name, &org.path, &one.person_id, &one.person])?;
        let review = reviews::find(tx, made)?;
        note(tx, &reviews::reference(made), "review-begun", "", None::<&()>, &review)?;
        added.push(made);
    }
    Ok(added)
}
