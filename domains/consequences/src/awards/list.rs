//! The list of awards.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, Award};
use super::rules::State;
use crate::nominations::record::{self as nominations, Decided};
use crate::policy::{DecideAwards, ReadAwards};

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Only awards of that year.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// `nominating`, `notice` or `final`.
    #[serde(default)]
    state: String,
    /// Part of the name.
    #[serde(default)]
    q: String,
}

/// An award in the list.
#[derive(Serialize, JsonSchema)]
struct Line {
    #[serde(flatten)]
    award: Award,
    /// How many stand on its list; nothing before it is put up.
    honoured: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "awards/list.html")]
pub(super) struct AwardList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    awards: Vec<Line>,
    may_decide: bool,
}

impl AwardList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn states(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |state: &State| (state.code().to_owned(), self.state(state));
        std::iter::once(all).chain(State::ALL.iter().map(one)).collect()
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("award-state-{}", state.code()))
    }

    fn subject(&self, line: &Line) -> String {
        self.words.t(&format!("award-subject-{}", line.award.subject.code()))
    }

    /// The day that matters next.
    fn day(&self, line: &Line) -> String {
        let award = &line.award;
        let (key, day) = match (award.state, award.due, award.notice, award.finished) {
            (State::Final, _, _, Some(day)) => ("award-finished-on", day),
            (State::Notice, _, Some(notice), _) => ("award-notice-until", notice.until),
            (State::Nominating, Some(due), ..) => ("award-nominate-until", due),
            _ => return String::new(),
        };
        self.words.f(key, [("day", self.words.day(day))])
    }

    fn export(&self) -> String {
        let (state, q) =
            (crate::funds::in_address(&self.filter.state), crate::funds::in_address(&self.filter.q));
        format!("/awards?year={}&state={state}&q={q}&format=xlsx", self.year())
    }
}

impl Page for AwardList {
    fn title(&self) -> String {
        self.words.t("award-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["award-year", "award-name", "award-subject", "award-state", "award-honoured"];
        let row = |line: &Line| {
            vec![
                Cell::Int(line.award.cycle_year.into()),
                Cell::text(&line.award.name),
                Cell::text(self.subject(line)),
                Cell::text(self.state(&line.award.state)),
                line.honoured.and_then(|n| i64::try_from(n).ok()).map_or(Cell::Empty, Cell::Int),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.awards.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadAwards>, filter: Filter) -> Result<AwardList, Problem> {
    let words = cx.words();
    let all = record::all(cx.db)?;
    let mut years: Vec<String> = all.iter().map(|award| award.cycle_year.to_string()).collect();
    years.dedup();
    let wanted = |award: &Award| {
        filter.year.is_none_or(|year| year == award.cycle_year)
            && State::of(&filter.state).is_none_or(|state| state == award.state)
            && award.name.contains(filter.q.trim())
    };
    let mut awards = Vec::new();
    for award in all.into_iter().filter(wanted) {
        let honoured = match award.state.is_public() {
            true => {
                let all = nominations::of_award(cx.db, award.id)?;
                Some(all.iter().filter(|one| one.state == Decided::Accepted).count())
            }
            false => None,
        };
        awards.push(Line { award, honoured });
    }
    let year = |year: String| (year.clone(), year);
    Ok(AwardList {
        years: std::iter::once((String::new(), words.t("kit-all")))
            .chain(years.into_iter().map(year))
            .collect(),
        awards,
        may_decide: cx.can::<DecideAwards>(),
        filter,
        words,
    })
}
