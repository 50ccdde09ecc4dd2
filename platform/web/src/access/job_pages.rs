//! Background jobs: one's own, and for the system administrator all of them. Of a stranger's job the administrator sees
//! how far it is, not what it was given.

use askama::Template;
use kernel::{Problem, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::jobs::{self, Job, JobId, State};

use super::policy::ReadJobs;
use crate::answer::Page;
use crate::input::blank_is_none;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;

const PER_PAGE: u64 = 50;

pub(super) fn routes() -> Routes {
    Routes::new().get("/jobs", SignedIn, list).get("/jobs/{id}", SignedIn, show).sample("/jobs/1")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Below {
    /// Only jobs with a smaller number than this: the next page.
    #[serde(default, deserialize_with = "blank_is_none")]
    below: Option<i64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    id: i64,
}

/// A job in words.
#[derive(Serialize, JsonSchema)]
struct Line {
    id: i64,
    kind: String,
    state: State,
    state_name: String,
    done: i64,
    total: i64,
    note: String,
    error: Option<String>,
    created: String,
    finished: Option<String>,
}

impl Line {
    fn running(&self) -> bool {
        matches!(self.state, State::Queued | State::Running)
    }
}

fn line(words: &Words, job: Job) -> Line {
    let key = format!("job-{}", job.kind.replace(['.', '_'], "-"));
    Line {
        id: job.id.0,
        kind: if words.has(&key) { words.t(&key) } else { job.kind },
        state: job.state,
        state_name: words.t(&format!("job-state-{}", job.state.code())),
        done: job.done,
        total: job.total,
        note: job.note,
        error: job.error,
        created: words.moment(job.created_at),
        finished: job.finished_at.map(|at| words.moment(at)),
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "jobs.html")]
struct JobList {
    #[serde(skip)]
    words: Words,
    jobs: Vec<Line>,
    next: Option<i64>,
}

impl Page for JobList {
    fn title(&self) -> String {
        self.words.t("nav-jobs")
    }
}

/// Whose jobs the reader may see: `None` for everybody's.
fn whose(cx: &Reading<'_, SignedIn>) -> Option<String> {
    (!cx.can::<ReadJobs>()).then(|| store::audit::actor_code(cx.permit.actor()))
}

fn list(cx: &mut Reading<'_, SignedIn>, input: Below) -> Result<JobList, Problem> {
    let filter = jobs::Filter { requested_by: whose(cx), ..jobs::Filter::default() };
    let found = jobs::list(cx.db, &filter, input.below.map(JobId), PER_PAGE)?;
    let full = u64::try_from(found.len()).is_ok_and(|n| n == PER_PAGE);
    let next = found.last().map(|job| job.id.0).filter(|_| full);
    let words = cx.words();
    Ok(JobList { jobs: found.into_iter().map(|job| line(&words, job)).collect(), next, words })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "job.html")]
struct JobShow {
    #[serde(skip)]
    words: Words,
    job: Line,
}

impl JobShow {
    fn address(&self) -> String {
        format!("/jobs/{}", self.job.id)
    }
}

impl Page for JobShow {
    fn title(&self) -> String {
        self.job.kind.clone()
    }
}

fn show(cx: &mut Reading<'_, SignedIn>, input: One) -> Result<JobShow, Problem> {
    let job = jobs::find(cx.db, JobId(input.id))?;
    if whose(cx).is_some_and(|me| me != job.requested_by) {
        return Err(Problem::Missing);
    }
    let words = cx.words();
    Ok(JobShow { job: line(&words, job), words })
}
