//! Where a finding was found, as its page and its letter name it.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::Conn;
use web::Words;

use crate::findings::record::{self as findings, FindingId};
use crate::projects::record::{self as projects, ProjectId};
use crate::sight::Sight;
use crate::visits::record::{self as visits, VisitId};

/// A record in which something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Source {
    /// What it is, in words.
    pub label: String,
    pub title: String,
    pub href: String,
}

/// Where a finding was found, as far as somebody may see it. Records of other domains stand among its links.
pub(crate) fn of(c: &mut Conn, words: &Words, sight: &Sight, id: FindingId) -> Result<Vec<Source>, Problem> {
    let mut sources = Vec::new();
    for source in findings::sources(c, id)? {
        let named = match source.kind.as_str() {
            "visit" => visits::seen(c, sight, VisitId(source.id)).map(|visit| {
                let args = [("day", words.day(visit.on)), ("org", visit.org_name)];
                (words.t("record-visit"), words.f("visit-of", args), format!("/visits/{}", source.id))
            }),
            "research-project" => projects::seen(c, sight, ProjectId(source.id)).map(|project| {
                (words.t("record-research-project"), project.theme, format!("/research/{}", source.id))
            }),
            _ => continue,
        };
        match named {
            Ok((label, title, href)) => sources.push(Source { label, title, href }),
            Err(Problem::Missing) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(sources)
}
