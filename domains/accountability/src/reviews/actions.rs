//! The steps of a review, in order: report, hearing, evaluation, decision, letter. Nobody takes one in a review of their own
//! but the report.

use kernel::{Day, Problem, Say};
use store::{Json, Tx};
use web::history::note;

use super::record::{self, Question, QuestionId, Review, ReviewId, reference};
use super::rules::{self, Count, Grade, Parameters, State};
use crate::review_years::record as years;
use crate::viewer::same_person;

pub(crate) const SAVE: &str = "UPDATE reviews SET report = $2, report_by = $3 WHERE id = $1";
pub(crate) const SUBMIT: &str =
    "UPDATE reviews SET state = 'hearing', reported_at = $2, returned = '' WHERE id = $1";
pub(crate) const RETURN: &str =
    "UPDATE reviews SET state = 'reporting', reported_at = NULL, returned = $2 WHERE id = $1";
pub(crate) const ASK: &str =
    "INSERT INTO review_questions (review_id, asker, question, answer, comment) VALUES ($1, $2, $3, $4, $5)
    RETURNING id";
pub(crate) const REASK: &str =
    "UPDATE review_questions SET asker = $3, question = $4, answer = $5, comment = $6
    WHERE id = $1 AND review_id = $2";
pub(crate) const STATE: &str = "UPDATE reviews SET state = $2 WHERE id = $1";
pub(crate) const COUNT: &str =
    "INSERT INTO review_counts (review_id, entry, source, counts, entered_at, entered_by)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (review_id, entry) DO UPDATE SET source = excluded.source, counts = excluded.counts,
    entered_at = excluded.entered_at, entered_by = excluded.entered_by";
pub(crate) const UNCOUNT: &str = "DELETE FROM review_counts WHERE review_id = $1";
pub(crate) const PROPOSE: &str =
    "UPDATE reviews SET state = 'deciding', mean = $2, proposed = $3 WHERE id = $1";
pub(crate) const RECOUNT: &str =
    "UPDATE reviews SET state = 'evaluating', mean = '', proposed = NULL WHERE id = $1";
pub(crate) const DECIDE: &str =
    "UPDATE reviews SET state = 'decided', decided = $2, reason = $3, decided_at = $4, decided_by = $5
    WHERE id = $1";
pub(crate) const FEED_BACK: &str =
    "UPDATE reviews SET state = 'fed_back', strengths = $2, shortcomings = $3, demands = $4, fed_back_on = $5
    WHERE id = $1";

/// A review that is in that state.
///
/// # Errors
/// [`Problem::Refused`] when it is in another: the steps follow each other.
fn in_state(tx: &mut Tx, id: ReviewId, state: State) -> Result<Review, Problem> {
    let review = record::find(tx, id)?;
    if review.state == state { Ok(review) } else { Err(Problem::refused("review-not-now")) }
}

/// The same, for everybody but whoever wrote the report.
fn of_another(tx: &mut Tx, id: ReviewId, state: State) -> Result<Review, Problem> {
    let review = in_state(tx, id, state)?;
    if !review.report_by.is_empty() && same_person(&tx.actor_code(), &review.report_by) {
        return Err(Problem::refused("review-own"));
    }
    Ok(review)
}

fn noted(tx: &mut Tx, before: &Review, did: &'static str, reason: &str) -> Result<Review, Problem> {
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, reason, Some(before), &after)?;
    Ok(after)
}

/// Keeps the report as a draft.
///
/// # Errors
/// [`Problem::Refused`] once it is submitted.
pub(crate) fn save(tx: &mut Tx, id: ReviewId, report: &str) -> Result<Review, Problem> {
    let before = in_state(tx, id, State::Reporting)?;
    let by = tx.actor_code();
    tx.run(SAVE, &[&id, &report, &by])?;
    noted(tx, &before, "review-saved", "")
}

/// Keeps the report and submits it.
///
/// # Errors
/// [`Problem::Invalid`] when it is empty or longer than it may be.
pub(crate) fn submit(tx: &mut Tx, id: ReviewId, report: &str) -> Result<Review, Problem> {
    let before = in_state(tx, id, State::Reporting)?;
    let limit = years::find(tx, before.year_id)?.parameters.limit;
    let length = rules::length(report);
    if length == 0 {
        return Err(Problem::field("report", "review-report-empty"));
    }
    if length > usize::try_from(limit).unwrap_or(usize::MAX) {
        return Err(Problem::field(
            "report",
            Say::new("review-report-long").with("n", length).with("limit", limit),
        ));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SAVE, &[&id, &report, &by])?;
    tx.run(SUBMIT, &[&id, &now])?;
    noted(tx, &before, "review-reported", "")
}

/// Returns a report before anybody has asked about it.
///
/// # Errors
/// [`Problem::Refused`] once a question was put.
pub(crate) fn give_back(tx: &mut Tx, id: ReviewId, reason: &str) -> Result<Review, Problem> {
    let before = of_another(tx, id, State::Hearing)?;
    if !record::questions(tx, id)?.is_empty() {
        return Err(Problem::refused("review-asked"));
    }
    tx.run(RETURN, &[&id, &reason])?;
    noted(tx, &before, "review-returned", reason)
}

/// A question as it is to stand in the minutes of the hearing.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub asker: String,
    pub question: String,
    pub answer: String,
    pub comment: String,
}

/// Records a question, or corrects one.
///
/// # Errors
/// [`Problem::Refused`] outside the hearing; [`Problem::Missing`] when there is no such question.
pub(crate) fn ask(
    tx: &mut Tx,
    id: ReviewId,
    corrects: Option<QuestionId>,
    asked: &Asked,
) -> Result<Question, Problem> {
    of_another(tx, id, State::Hearing)?;
    let Asked { asker, question, answer, comment } = asked;
    let before = match corrects {
        Some(known) => {
            Some(record::questions(tx, id)?.into_iter().find(|one| one.id == known).ok_or(Problem::Missing)?)
        }
        None => None,
    };
    let number = match corrects {
        Some(known) => {
            tx.run(REASK, &[&known, &id, asker, question, answer, comment])?;
            known
        }
        None => tx.insert(ASK, &[&id, asker, question, answer, comment])?,
    };
    let after = record::questions(tx, id)?.into_iter().find(|one| one.id == number);
    let after = after.ok_or(Problem::Missing)?;
    let did = if before.is_some() { "review-question-corrected" } else { "review-asked" };
    note(tx, &reference(id), did, "", before.as_ref(), &after)?;
    Ok(after)
}

/// Ends the hearing; forms are counted from now on.
///
/// # Errors
/// [`Problem::Refused`] when nothing was asked, or a question was not answered.
pub(crate) fn end_hearing(tx: &mut Tx, id: ReviewId) -> Result<Review, Problem> {
    let before = of_another(tx, id, State::Hearing)?;
    let questions = record::questions(tx, id)?;
    if questions.is_empty() {
        return Err(Problem::refused("review-nothing-asked"));
    }
    if questions.iter().any(|one| one.answer.is_empty()) {
        return Err(Problem::refused("review-unanswered"));
    }
    tx.run(STATE, &[&id, &State::Evaluating])?;
    noted(tx, &before, "review-heard", "")
}

/// Enters the numbers of the forms: typed by two persons, neither of whom sees what the other typed, or taken over from a
/// count that was made elsewhere. When both agree, a grade is proposed. Gives whether it was.
///
/// # Errors
/// [`Problem::Refused`] when two others have entered them; [`Problem::Invalid`] when there is no valid form at all.
pub(crate) fn count(tx: &mut Tx, id: ReviewId, source: &str, counts: &[Count]) -> Result<bool, Problem> {
    let before = of_another(tx, id, State::Evaluating)?;
    let parameters = years::find(tx, before.year_id)?.parameters;
    let entries = record::entries(tx, id)?;
    let by = tx.actor_code();
    let own = entries.iter().find(|entry| same_person(&entry.by, &by)).map(|entry| entry.entry);
    let free = [1_i64, 2].into_iter().find(|n| entries.iter().all(|entry| entry.entry != *n));
    let entry = own.or(free).ok_or_else(|| Problem::refused("review-counted-by-two"))?;
    let now = tx.now();
    tx.run(COUNT, &[&id, &entry, &source, &Json(&counts), &now, &by])?;
    let other = entries.into_iter().find(|one| one.entry != entry);
    let agreed = !source.is_empty() || other.is_some_and(|one| one.counts == counts);
    let did = if source.is_empty() { "review-counted" } else { "review-count-taken" };
    if agreed {
        propose(tx, id, &parameters, counts)?;
    }
    // What was typed stays out of the trail until both agree: the other person is not to see it.
    let about = serde_json::json!({ "about": source });
    note(tx, &reference(id), did, "", None::<&()>, &about)?;
    if agreed {
        noted(tx, &before, "review-proposed", "")?;
    }
    Ok(agreed)
}

fn propose(tx: &mut Tx, id: ReviewId, parameters: &Parameters, counts: &[Count]) -> Result<(), Problem> {
    let mean = rules::mean(parameters, counts).ok_or_else(|| Problem::field("counts", "review-no-valid"))?;
    let grade = rules::grade(parameters, &mean);
    tx.run(PROPOSE, &[&id, &mean.to_string(), &grade])?;
    Ok(())
}

/// Has the forms counted again, for a reason.
///
/// # Errors
/// [`Problem::Refused`] before they are counted and after a grade is decided.
pub(crate) fn recount(tx: &mut Tx, id: ReviewId, reason: &str) -> Result<Review, Problem> {
    let before = of_another(tx, id, State::Deciding)?;
    tx.run(UNCOUNT, &[&id])?;
    tx.run(RECOUNT, &[&id])?;
    noted(tx, &before, "review-recounted", reason)
}

/// Decides on the grade; another than the one proposed needs a reason.
///
/// # Errors
/// [`Problem::Invalid`] without it.
pub(crate) fn decide(tx: &mut Tx, id: ReviewId, grade: Grade, reason: &str) -> Result<Review, Problem> {
    let before = of_another(tx, id, State::Deciding)?;
    if before.proposed != Some(grade) && reason.is_empty() {
        return Err(Problem::field("reason", "review-reason-needed"));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(DECIDE, &[&id, &grade, &reason, &now, &by])?;
    noted(tx, &before, "review-decided", reason)
}

/// What a letter says.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub strengths: String,
    pub shortcomings: String,
    pub demands: String,
    pub on: Day,
}

/// Sends the letter out: from now on the reviewed sees what their review came to.
///
/// # Errors
/// [`Problem::Refused`] before a grade is decided.
pub(crate) fn feed_back(tx: &mut Tx, id: ReviewId, letter: &Letter) -> Result<Review, Problem> {
    let before = of_another(tx, id, State::Decided)?;
    tx.run(FEED_BACK, &[&id, &letter.strengths, &letter.shortcomings, &letter.demands, &letter.on])?;
    noted(tx, &before, "review-fed-back", "")
}
