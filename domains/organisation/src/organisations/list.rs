//! The list of organisations as of a day, with its filters, as a page and as the roster's own columns.

use askama::Template;
use kernel::{Cell, Day, OrgId, Problem, Reach, Sheet};
use schemars::JsonSchema;
use serde::Serialize;
use store::Conn;
use web::{Lang, Page, Reading, Words};

use super::kind::{Kind, State};
use super::query::{Filter, Line, line, select};
use super::record;
use crate::dated::{Dated, Precision};
use crate::paging::{self, Paging};
use crate::policy::{ImportRoster, ReadOrganisations, WriteOrganisations};

/// The word for a kind: the roster's own in Chinese, its meaning in English.
pub fn kind_label(words: &Words, kind: Kind, text: &str) -> String {
    match words.lang() {
        Lang::Zh if !text.is_empty() => text.to_owned(),
        _ => words.t(kind_key(kind)),
    }
}

/// Message key of a kind.
pub fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Committee => "organisation-kind-committee",
        Kind::GeneralBranch => "organisation-kind-general-branch",
        Kind::Branch => "organisation-kind-branch",
        Kind::Group => "organisation-kind-group",
    }
}

/// Message key of a state.
pub fn state_key(state: State) -> &'static str {
    match state {
        State::Normal => "organisation-state-normal",
        State::Merged => "organisation-state-merged",
        State::Abolished => "organisation-state-abolished",
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "organisations/list.html")]
pub(super) struct OrganisationList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    kinds: Vec<(String, String)>,
    #[serde(skip)]
    categories: Vec<(String, String)>,
    #[serde(skip)]
    above: Vec<(String, String)>,
    #[serde(skip)]
    states: Vec<(String, String)>,
    as_of: Option<Day>,
    paging: Paging,
    organisations: Vec<Line>,
    may_write: bool,
    may_import: bool,
}

impl OrganisationList {
    fn under(&self) -> String {
        self.filter.under.map(|id| id.to_string()).unwrap_or_default()
    }

    fn day(&self) -> String {
        self.as_of.map(|day| day.to_string()).unwrap_or_default()
    }

    /// Address of this list, ready for one more filter.
    fn address(&self) -> String {
        let filter = &self.filter;
        let filled = [
            ("q", filter.q.clone()),
            ("kind", filter.kind.clone()),
            ("category", filter.category.clone()),
            ("under", self.under()),
            ("state", filter.state.clone()),
            ("as_of", self.day()),
        ];
        paging::query("/organisations", &filled)
    }

    fn pages(&self) -> String {
        format!("{}page=", self.address())
    }

    fn show(&self, line: &Line) -> String {
        match self.as_of {
            Some(day) => format!("/organisations/{}?as_of={day}", line.id),
            None => format!("/organisations/{}", line.id),
        }
    }

    fn kind(&self, line: &Line) -> String {
        kind_label(&self.words, line.kind, &line.kind_text)
    }

    fn founded(&self, line: &Line) -> String {
        line.founded.map(|date| date.in_words(&self.words)).unwrap_or_default()
    }

    fn ended(&self, line: &Line) -> Option<String> {
        (line.state != State::Normal).then(|| self.words.t(state_key(line.state)))
    }
}

impl Page for OrganisationList {
    fn title(&self) -> String {
        self.words.t("organisation-list")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "organisation-number",
            "organisation-code",
            "organisation-name",
            "organisation-kind",
            "organisation-parent",
            "organisation-category",
            "organisation-founded",
            "organisation-members",
        ];
        let row = |(line, number): (&Line, i64)| {
            vec![
                Cell::Int(number),
                Cell::text(&line.code),
                Cell::text(&line.name),
                Cell::text(&line.kind_text),
                Cell::text(&line.parent_name),
                Cell::text(&line.category),
                dated_cell(line.founded),
                Cell::Int(line.members),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.organisations.iter().zip(1..).map(row).collect(),
        })
    }
}

/// A date as offices write it: a cell with a day, or `1998年6月` where the day is not known.
pub fn dated_cell(date: Option<Dated>) -> Cell {
    match date {
        None => Cell::Empty,
        Some(date) => match date.precision {
            Precision::Day => Cell::Day(date.day),
            Precision::Month => Cell::text(format!("{}年{}月", date.day.year(), date.day.month())),
            Precision::Year => Cell::text(format!("{}年", date.day.year())),
        },
    }
}

pub(super) fn list(
    cx: &mut Reading<'_, ReadOrganisations>,
    filter: Filter,
) -> Result<OrganisationList, Problem> {
    let words = cx.words();
    let day = filter.as_of.unwrap_or(cx.today());
    let under = match filter.under {
        Some(id) => Some(record::find_within(cx.db, OrgId(id), cx.permit.reach())?.path),
        None => None,
    };
    let query = select(cx.db, &filter, day, under.as_deref(), cx.permit.reach());
    let paging = Paging::new(filter.page, cx.db.select_count(&query)?);
    let (offset, limit) = paging.window(cx.face());
    let organisations = cx.db.select(query.clone().offset(offset).limit(limit), line)?;
    let all = || (String::new(), words.t("kit-all"));
    let state = |key: &'static str, code: &str| (code.to_owned(), words.t(key));
    Ok(OrganisationList {
        kinds: std::iter::once(all())
            .chain(Kind::ALL.iter().map(|kind| (kind.code().to_owned(), words.t(kind_key(*kind)))))
            .collect(),
        categories: std::iter::once(all())
            .chain(record::categories(cx.db)?.into_iter().map(|name| (name.clone(), name)))
            .collect(),
        above: std::iter::once(all()).chain(above(cx.db, filter.under, cx.permit.reach())?).collect(),
        states: vec![
            state("organisation-state-normal", ""),
            state("organisation-state-renamed", "renamed"),
            state("organisation-state-upgraded", "upgraded"),
            state("organisation-state-merged", "merged"),
            state("organisation-state-abolished", "abolished"),
        ],
        as_of: filter.as_of,
        paging,
        organisations,
        may_write: cx.can::<WriteOrganisations>(),
        may_import: cx.can::<ImportRoster>(),
        filter,
        words,
    })
}

/// Those under which people look: the root, what stands directly under it, and the one chosen.
pub(crate) fn above(
    c: &mut Conn,
    chosen: Option<i64>,
    reach: &Reach,
) -> Result<Vec<(String, String)>, Problem> {
    let wanted = |org: &record::Organisation| org.depth() <= 1 || Some(org.id.0) == chosen || !reach.all;
    let living = record::living(c)?;
    let shown = living.into_iter().filter(|org| reach.covers(org.id, &org.path) && wanted(org));
    Ok(shown.map(|org| (org.id.to_string(), org.name)).collect())
}
