//! The letter (反馈函) by which an organisation is told what was found: the findings, what is recommended, by when.

use kernel::{OrgId, Paper, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading, Words};

use crate::findings::record::Finding;
use crate::policy::{ReadProjects, ReadVisits};
use crate::projects::record::{self as projects, ProjectId};
use crate::projects::show::findings_of;
use crate::sight::Sight;
use crate::visits::record::{self as visits, VisitId};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneVisit {
    id: VisitId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneOrganisation {
    id: ProjectId,
    /// Number of the organisation that is responsible.
    org: OrgId,
}

/// The findings of a letter, each with what is recommended and by when.
pub(super) fn with_findings(words: &Words, mut paper: Paper, found: &[Finding]) -> Paper {
    for one in found {
        paper = paper.point(&one.description);
        if !one.recommendations.is_empty() {
            let args = [("text", one.recommendations.clone())];
            paper = paper.text(words.f("letter-recommended", args));
        }
        paper = match one.due {
            Some(due) => paper.text(words.f("letter-due", [("day", words.day(due))])),
            None => paper.text(words.t("letter-due-later")),
        };
    }
    paper
}

pub(super) fn of_visit(cx: &mut Reading<'_, ReadVisits>, one: OneVisit) -> Result<PaperView, Problem> {
    let (words, sight, site) = (cx.words(), Sight::reading(cx)?, cx.site().clone());
    if !sight.visits() {
        return Err(Problem::Missing);
    }
    let visit = visits::seen(cx.db, &sight, one.id)?;
    let mut found = visits::findings(cx.db, &sight, one.id)?;
    found.retain(|one| one.merged_into.is_none() && one.responsible_org.is_none_or(|org| org == visit.org));
    let path: Option<String> = cx.db.maybe(crate::sight::PATH, &[&visit.org], |row| row.get(0))?;
    let signer = web::signer(cx.db, &site, &words, path.as_deref())?;
    let args = [("day", words.day(visit.on)), ("org", visit.org_name.clone())];
    let mut paper = words.paper(words.t("letter-visit-title")).to(&visit.org_name);
    paper = paper.text(words.f("letter-visit-first", args));
    if !visit.practices.is_empty() {
        paper = paper.section(words.t("visit-practices")).text(&visit.practices);
    }
    paper = with_findings(&words, paper.section(words.t("letter-findings")), &found);
    let paper = paper.text(words.t("letter-last")).signed(signer, cx.today()).sealed("");
    let label = words.t("record-visit");
    Ok(PaperView::new(cx, paper).back(format!("/visits/{}", one.id), label))
}

pub(super) fn of_project(
    cx: &mut Reading<'_, ReadProjects>,
    one: OneOrganisation,
) -> Result<PaperView, Problem> {
    let (words, sight, site) = (cx.words(), Sight::reading(cx)?, cx.site().clone());
    if !sight.visits() {
        return Err(Problem::Missing);
    }
    let project = projects::seen(cx.db, &sight, one.id)?;
    let mut found = findings_of(cx.db, &sight, one.id)?;
    found.retain(|finding| finding.responsible_org == Some(one.org));
    let to = found.first().ok_or(Problem::Missing)?.responsible.clone();
    let path: Option<String> = cx.db.maybe(crate::sight::PATH, &[&one.org], |row| row.get(0))?;
    let signer = web::signer(cx.db, &site, &words, path.as_deref())?;
    let theme = [("theme", project.theme.clone())];
    let paper = words.paper(words.f("letter-project-title", &theme)).to(to);
    let paper = paper.text(words.f("letter-project-first", &theme)).section(words.t("letter-findings"));
    let paper = with_findings(&words, paper, &found);
    let paper = paper.text(words.t("letter-last")).signed(signer, cx.today()).sealed("");
    Ok(PaperView::new(cx, paper).back(format!("/research/{}", one.id), project.theme))
}
