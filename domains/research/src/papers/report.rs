//! The report of a project as a paper: what it was about, its text, and what was found.

use kernel::paper::{Column, Table};
use kernel::{Cell, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading};

use crate::findings::lines::{kind_name, state_word};
use crate::kinds::record as kinds;
use crate::policy::ReadProjects;
use crate::projects::numbered;
use crate::projects::record::{self as projects, ProjectId};
use crate::projects::show::findings_of;
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ProjectId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadProjects>, one: One) -> Result<PaperView, Problem> {
    let (words, sight, site) = (cx.words(), Sight::reading(cx)?, cx.site().clone());
    if !sight.visits() {
        return Err(Problem::Missing);
    }
    let project = projects::seen(cx.db, &sight, one.id)?;
    let (found, kinds) = (findings_of(cx.db, &sight, one.id)?, kinds::all(cx.db)?);
    let signer = web::signer(cx.db, &site, &words, None)?;
    let days = [("from", words.day(project.starts)), ("until", words.day(project.ends))];
    let theme = [("theme", project.theme.clone())];
    let mut paper = words
        .paper(words.f("project-paper-of", &theme))
        .text(words.f(
            "project-paper-first",
            [("number", numbered(&words, &project)), ("lead", project.lead_name.clone())],
        ))
        .text(words.f("project-from-until", days))
        .section(words.t("project-purpose"))
        .text(&project.purpose);
    if !project.report.is_empty() {
        paper = paper.section(words.t("project-report")).text(&project.report);
    }
    if !found.is_empty() {
        let column = |key: &str| Column::new(words.t(key));
        let columns = [
            column("finding-number").weight(2).middle(),
            column("finding-description").weight(9),
            column("finding-kind").weight(3).middle(),
            column("finding-responsible").weight(5),
            column("finding-state").weight(3).middle(),
        ];
        let rows = (1..).zip(&found).map(|(n, one)| {
            vec![
                Cell::Int(n),
                Cell::text(&one.description),
                Cell::text(kind_name(&words, &kinds, one.kind.as_deref())),
                Cell::text(&one.responsible),
                Cell::text(state_word(&words, one)),
            ]
        });
        paper = paper.section(words.t("letter-findings")).table(Table::new(columns).rows(rows));
    }
    let paper = paper.signed(signer, cx.today()).sealed("");
    Ok(PaperView::new(cx, paper).back(format!("/research/{}", one.id), project.theme))
}
