//! The page of a meeting: agenda, who came, minutes, decisions.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::enclosures::ACCEPT;
use web::form::{Faults, errors_of};
use web::history::{self, Line};
use web::links::{self, LinksView};
use web::{Done, Download, File, Page, Reading, Rejection, Visitor, Words, Writing};

use super::record::{self, Attendance, Meeting, MeetingId, reference};
use crate::decisions::record::{self as decisions, Decision};
use crate::decisions::{responsible, state_word};
use crate::files::{self, OneFile};
use crate::groups::record::{self as groups, Group};
use crate::policy::{KeepGroups, ReadGroups};
use crate::viewer::may;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: MeetingId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "meetings/show.html")]
pub(super) struct MeetingShow {
    #[serde(skip)]
    words: Words,
    meeting: Meeting,
    group: Group,
    attendance: Vec<Attendance>,
    decisions: Vec<Decision>,
    /// Files by number and name.
    files: Vec<(usize, String)>,
    /// Records that it is tied to.
    links: Option<LinksView>,
    #[serde(skip)]
    history: Vec<Line>,
    may_keep: bool,
    #[serde(skip)]
    today: kernel::Day,
    #[serde(skip)]
    faults: Faults,
}

impl MeetingShow {
    fn at(&self, tail: &str) -> String {
        format!("/group-meetings/{}{tail}", self.meeting.id)
    }

    fn group_at(&self) -> String {
        format!("/leading-groups/{}", self.group.id)
    }

    fn present(&self) -> String {
        names(&self.words, &self.attendance, true)
    }

    fn leave(&self) -> String {
        names(&self.words, &self.attendance, false)
    }

    fn items(&self) -> Vec<&str> {
        self.meeting.items().collect()
    }

    fn responsible(&self, decision: &Decision) -> String {
        responsible(&self.words, decision)
    }

    fn due(&self, decision: &Decision) -> String {
        decision.due.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn state(&self, decision: &Decision) -> String {
        state_word(&self.words, decision.state(self.today))
    }

    fn tone(&self, decision: &Decision) -> &'static str {
        decision.state(self.today).tone()
    }

    fn accept(&self) -> &'static str {
        ACCEPT
    }
}

/// Names of those who came, or who were on leave.
pub(super) fn names(words: &Words, all: &[Attendance], present: bool) -> String {
    let names: Vec<&str> =
        all.iter().filter(|one| one.present == present).map(|one| one.name.as_str()).collect();
    names.join(&words.t("accountability-comma"))
}

impl Page for MeetingShow {
    fn title(&self) -> String {
        self.meeting.title.clone()
    }
}

fn page(
    c: &mut Conn,
    visitor: &Visitor,
    id: MeetingId,
    errors: &[FieldError],
) -> Result<MeetingShow, Problem> {
    let meeting = record::find(c, id)?;
    Ok(MeetingShow {
        group: groups::find(c, meeting.group)?,
        attendance: record::attendance(c, id)?,
        decisions: decisions::of_meeting(c, id)?,
        files: files::listed(c, &reference(id))?,
        links: None,
        history: history::of(c, &visitor.words, "accountability", &reference(id))?,
        may_keep: may::<KeepGroups>(visitor, None, ""),
        today: visitor.today,
        faults: Faults::of(errors, &visitor.words),
        words: visitor.words.clone(),
        meeting,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadGroups>, one: One) -> Result<MeetingShow, Problem> {
    let visitor = cx.visitor()?;
    let mut page = page(cx.db, &visitor, one.id, &[])?;
    page.links = Some(links::view(cx, &reference(one.id))?);
    Ok(page)
}

pub(super) fn add_files(
    cx: &mut Writing<'_, KeepGroups>,
    one: One,
    sent: Vec<File>,
) -> Result<Done, Rejection> {
    cx.read(move |c| record::find(c, one.id))?;
    let kept = files::sent(sent)
        .map_err(Problem::Invalid)
        .and_then(|taken| cx.write(move |tx| files::keep(tx, &reference(one.id), &taken)));
    match kept {
        Ok(()) => Ok(Done::to(format!("/group-meetings/{}", one.id)).say("accountability-files-were-added")),
        Err(problem) => {
            let errors = errors_of(problem, "files")?;
            let (visitor, shown) = (cx.visitor()?, errors.clone());
            let page = cx.read(move |c| page(c, &visitor, one.id, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}

pub(super) fn download(cx: &mut Reading<'_, ReadGroups>, one: OneFile) -> Result<Download, Problem> {
    let meeting = record::find(cx.db, MeetingId(one.id))?;
    web::enclosures::handed_out(cx.db, &reference(meeting.id), one.file)
}
