//! What if: parameters on one page, what each organisation would get, and what it would get otherwise. Nothing is
//! written until it is saved.

use std::collections::BTreeMap;

use askama::Template;
use kernel::contracts::CycleBrief;
use kernel::{Cell, FieldError, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use scoring::Score;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Shared};
use super::record::{self, Share};
use super::rules::{GradeCoefficient, Parameters, State};
use crate::amount::Amount;
use crate::fields::{Faults, Fields, Figures, errors_of};
use crate::funds::record::{self as funds, Account, AccountId};
use crate::policy::ProposeAllocation;
use crate::sources::Sources;

/// Parameters as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the account; from the address.
    id: i64,
    /// Number of the published cycle; without one the page begins with what was saved, or was in force last year.
    #[serde(deserialize_with = "blank_is_none")]
    cycle: Option<i64>,
    /// What every organisation gets first, in 元.
    each: String,
    /// Percent of the rest that is shared equally.
    flat: String,
    /// Coefficients of the grades, best first.
    coefficient: Vec<String>,
}

/// What the best, the middle and the last grade count where nothing was decided before.
const USUAL: [&str; 3] = ["1.2", "1", "0.8"];

impl Typed {
    /// What a form begins with.
    fn begin(id: AccountId, cycle: &CycleBrief, before: Option<&Parameters>) -> Self {
        let last = cycle.grades.len().saturating_sub(1);
        let [best, middle, least] = USUAL;
        let usual = |place: usize| match place {
            0 => best,
            place if place < last => middle,
            _ => least,
        };
        let coefficient = |(place, (code, _)): (usize, &(String, String))| {
            let known = before.and_then(|before| before.of(code));
            known.map_or_else(|| usual(place).to_owned(), |known| known.to_string())
        };
        let each = before.map(|before| before.each).filter(|each| *each != Amount::ZERO);
        Self {
            id: id.0,
            cycle: Some(cycle.id),
            each: each.map(|each| each.to_string()).unwrap_or_default(),
            flat: before.map_or_else(|| "0".into(), |before| before.flat.to_string()),
            coefficient: cycle.grades.iter().enumerate().map(coefficient).collect(),
        }
    }

    fn check(&self, cycle: &CycleBrief) -> Result<Parameters, Problem> {
        let mut fields = Fields::default();
        let each = fields.amount("each", &self.each);
        let flat = fields.decimal("flat", &self.flat, 100);
        let mut grades = Vec::with_capacity(cycle.grades.len());
        for (place, (code, name)) in cycle.grades.iter().enumerate() {
            let typed = self.coefficient.get(place).map(String::as_str).unwrap_or_default();
            let coefficient = fields.decimal(&format!("coefficient-{code}"), typed, 100);
            grades.push(GradeCoefficient { code: code.clone(), name: name.clone(), coefficient });
        }
        fields.done(Parameters { each, flat, grades })
    }
}

/// What one organisation would get.
#[derive(Serialize, JsonSchema)]
struct Line {
    org: OrgId,
    name: String,
    category: String,
    grade: String,
    grade_name: String,
    members: u32,
    #[schemars(with = "String")]
    coefficient: Score,
    amount: Amount,
    /// What it has in the allocation saved last for this account.
    saved: Option<Amount>,
    /// What it got from the same source a year ago.
    last_year: Option<Amount>,
}

impl Line {
    fn against(&self, other: &Option<Amount>) -> String {
        other.map(|other| self.amount.less(other).signed()).unwrap_or_default()
    }
}

/// What the organisations of one grade would get together.
#[derive(Serialize, JsonSchema)]
struct GradeSum {
    grade: String,
    name: String,
    organisations: usize,
    members: u32,
    amount: Amount,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "allocations/what_if.html")]
pub(super) struct WhatIf {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    typed: Typed,
    account: Account,
    #[serde(skip)]
    cycles: Vec<(i64, String)>,
    /// Grades of the cycle with what was typed for each: code, name, coefficient.
    #[serde(skip)]
    coefficients: Vec<(String, String, String)>,
    parameters: Option<Parameters>,
    lines: Vec<Line>,
    grades: Vec<GradeSum>,
    has_saved: bool,
    has_last_year: bool,
    /// A proposal waits, so that nothing can be saved.
    waits: bool,
}

impl WhatIf {
    fn account_name(&self) -> String {
        crate::funds::named(&self.words, &self.account)
    }

    fn cycle(&self) -> String {
        self.typed.cycle.map(|cycle| cycle.to_string()).unwrap_or_default()
    }

    fn at(&self, tail: &str) -> String {
        format!("/funds/{}{tail}", self.account.id)
    }

    /// This page as a workbook.
    fn export(&self) -> String {
        let typed = &self.typed;
        let query = crate::funds::in_address;
        let mut address = format!(
            "{}?cycle={}&each={}&flat={}",
            self.at("/what-if"),
            self.cycle(),
            query(&typed.each),
            query(&typed.flat)
        );
        for coefficient in &typed.coefficient {
            address.push_str("&coefficient=");
            address.push_str(&query(coefficient));
        }
        address + "&format=xlsx"
    }

    fn total(&self) -> Amount {
        self.lines.iter().map(|line| line.amount).sum()
    }

    fn tone(&self, grade: &str) -> &'static str {
        self.parameters.as_ref().map_or("", |parameters| parameters.tone(grade))
    }

    fn average(&self, sum: &GradeSum) -> Amount {
        let count = i64::try_from(sum.organisations).unwrap_or(i64::MAX).max(1);
        Amount(sum.amount.0 / count)
    }

    /// The rest after fixed amounts and the equal part, in percent.
    fn by_members(&self) -> String {
        self.parameters.as_ref().map(|parameters| parameters.by_members().to_string()).unwrap_or_default()
    }
}

impl Page for WhatIf {
    fn title(&self) -> String {
        self.words.t("fund-what-if")
    }

    fn sheet(&self) -> Option<Sheet> {
        let mut head = vec![
            "fund-category",
            "fund-organisation",
            "fund-grade",
            "fund-members",
            "fund-coefficient",
            "fund-computed",
        ];
        if self.has_saved {
            head.push("fund-saved");
        }
        if self.has_last_year {
            head.push("fund-last-year");
        }
        let cell = |amount: Option<Amount>| amount.map_or(Cell::Empty, Amount::cell);
        let row = |line: &Line| {
            let mut row = vec![
                Cell::text(&line.category),
                Cell::text(&line.name),
                Cell::text(&line.grade_name),
                Cell::Int(line.members.into()),
                Cell::Decimal { units: line.coefficient.thousandths(), digits: 3 },
                line.amount.cell(),
            ];
            if self.has_saved {
                row.push(cell(line.saved));
            }
            if self.has_last_year {
                row.push(cell(line.last_year));
            }
            row
        };
        Some(Sheet {
            name: format!("{} {}", self.account_name(), self.title()),
            head: head.into_iter().map(|key| self.words.t(key)).collect(),
            rows: self.lines.iter().map(row).collect(),
        })
    }
}

fn page(
    c: &mut Conn,
    sources: &Sources,
    words: Words,
    typed: Typed,
    found: Vec<FieldError>,
) -> Result<WhatIf, Problem> {
    let account = funds::find(c, AccountId(typed.id))?;
    let cycles = sources.results.published(c)?;
    let all = record::of_account(c, account.id)?;
    let saved = all.iter().find(|one| one.state != State::Withdrawn).cloned();
    let last_year = record::last_year(c, &account)?;
    let wanted =
        typed.cycle.or_else(|| saved.as_ref().filter(|one| !one.state.is_frozen()).map(|one| one.cycle));
    let chosen = match wanted {
        Some(wanted) => Some(cycles.iter().find(|cycle| cycle.id == wanted).ok_or(Problem::Missing)?),
        None => cycles.iter().find(|cycle| cycle.year < account.year).or(cycles.first()),
    };
    let choice = |cycle: &CycleBrief| {
        let year =
            words.f("fund-cycle", [("year", cycle.year.to_string()), ("version", cycle.version.to_string())]);
        (cycle.id, year)
    };
    let mut page = WhatIf {
        cycles: cycles.iter().map(choice).collect(),
        waits: all.iter().any(|one| one.state == State::Proposed),
        has_saved: saved.is_some(),
        has_last_year: last_year.is_some(),
        faults: Faults::default(),
        coefficients: Vec::new(),
        parameters: None,
        lines: Vec::new(),
        grades: Vec::new(),
        typed,
        account,
        words,
    };
    let Some(cycle) = chosen else { return Ok(page) };
    if page.typed.cycle.is_none() {
        let before = saved.as_ref().or(last_year.as_ref()).map(|one| &one.parameters);
        page.typed = Typed::begin(page.account.id, cycle, before);
    }
    let coefficient = |(place, (code, name)): (usize, &(String, String))| {
        (code.clone(), name.clone(), page.typed.coefficient.get(place).cloned().unwrap_or_default())
    };
    page.coefficients = cycle.grades.iter().enumerate().map(coefficient).collect();
    let worked_out = page.typed.check(cycle).and_then(|parameters| {
        Ok((actions::work_out(c, sources, &page.account, cycle.id, &parameters)?, parameters))
    });
    let mut errors = found;
    match worked_out {
        Ok((shared, parameters)) => {
            let shares_of = |c: &mut Conn, of: Option<&record::Allocation>| match of {
                Some(of) => record::shares(c, of.id),
                None => Ok(Vec::new()),
            };
            let saved = by_org(shares_of(c, saved.as_ref())?);
            let last_year = by_org(shares_of(c, last_year.as_ref())?);
            page.lines = lines(shared, &saved, &last_year);
            page.grades = sums(&page.lines, &parameters);
            page.parameters = Some(parameters);
        }
        Err(problem) if errors.is_empty() => errors = errors_of(problem, "flat")?,
        Err(_) => {}
    }
    page.faults = Faults::of(&errors, &page.words);
    Ok(page)
}

fn by_org(shares: Vec<Share>) -> BTreeMap<OrgId, Amount> {
    shares.into_iter().map(|share| (share.org, share.amount())).collect()
}

fn lines(shared: Shared, saved: &BTreeMap<OrgId, Amount>, last_year: &BTreeMap<OrgId, Amount>) -> Vec<Line> {
    let line = |(of, computed): (crate::sources::Graded, super::rules::Computed)| Line {
        saved: saved.get(&of.result.org).copied(),
        last_year: last_year.get(&of.result.org).copied(),
        org: of.result.org,
        name: of.result.name,
        category: of.result.category,
        grade: of.result.grade,
        grade_name: of.result.grade_name,
        members: of.members,
        coefficient: computed.coefficient,
        amount: computed.amount,
    };
    shared.lines.into_iter().map(line).collect()
}

fn sums(lines: &[Line], parameters: &Parameters) -> Vec<GradeSum> {
    let sum = |grade: &GradeCoefficient| {
        let of: Vec<&Line> = lines.iter().filter(|line| line.grade == grade.code).collect();
        GradeSum {
            grade: grade.code.clone(),
            name: grade.name.clone(),
            organisations: of.len(),
            members: of.iter().map(|line| line.members).sum(),
            amount: of.iter().map(|line| line.amount).sum(),
        }
    };
    parameters.grades.iter().map(sum).collect()
}

pub(super) fn try_out(cx: &mut Reading<'_, ProposeAllocation>, typed: Typed) -> Result<WhatIf, Problem> {
    let (words, sources) = (cx.words(), Sources::of(cx.site())?);
    page(cx.db, &sources, words, typed, Vec::new())
}

pub(super) fn save(cx: &mut Writing<'_, ProposeAllocation>, typed: Typed) -> Result<Done, Rejection> {
    let sources = Sources::of(cx.site())?;
    let (asking, wanted) = (sources.clone(), typed.clone());
    let account = AccountId(typed.id);
    cx.read(move |c| funds::find(c, account))?;
    let chosen = wanted.cycle.ok_or_else(|| Problem::field("cycle", "field-choice"));
    let saved = chosen.and_then(|cycle| {
        cx.write(move |tx| {
            let parameters = wanted.check(&asking.cycle(tx, cycle)?)?;
            actions::save(tx, &asking, AccountId(wanted.id), cycle, &parameters)
        })
    });
    match saved {
        Ok(id) => Ok(Done::to(format!("/allocations/{id}"))
            .say("fund-was-saved")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => {
            let errors = errors_of(problem, "flat")?;
            let (words, shown) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, &sources, words, typed, shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
