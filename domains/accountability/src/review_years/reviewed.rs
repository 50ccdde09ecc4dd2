//! Naming who is reviewed: the bodies of the organ, each with its secretary. Last year's names are there already.

use askama::Template;
use kernel::contracts::OrgBrief;
use kernel::{FieldError, Problem, Say, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Reviewed};
use super::record::{self, YearId};
use crate::bodies::Bodies;
use crate::policy::ConductReviews;
use crate::reviews::record::{self as reviews, Review};

/// Characters of a name.
const MOST: usize = 30;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: YearId,
}

/// Names as typed, beside the numbers of their organisations; an empty name is not reviewed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct NamesForm {
    /// Number of the reviews; from the address.
    id: i64,
    org: Vec<String>,
    person: Vec<String>,
}

/// An organisation that may be reviewed and the name beside it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Row {
    org: i64,
    name: String,
    person: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "review_years/reviewed.html")]
pub(super) struct ReviewedPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    id: i64,
    year: i16,
    rows: Vec<Row>,
}

impl ReviewedPage {
    fn at(&self, tail: &str) -> String {
        format!("/review-years/{}{tail}", self.id)
    }

    fn of_year(&self) -> String {
        self.words.f("review-year-of", [("year", self.year.to_string())])
    }

    fn label(&self, row: &Row) -> String {
        self.words.f("review-secretary-of", [("organisation", row.name.clone())])
    }

    fn fault(&self, row: &Row) -> String {
        self.faults.at(&self.field(row)).to_owned()
    }

    fn field(&self, row: &Row) -> String {
        format!("person-{}", row.org)
    }
}

impl Page for ReviewedPage {
    fn title(&self) -> String {
        self.words.t("review-add")
    }
}

/// Bodies that are not on the list of that year, each with the name it had a year before.
fn rows(c: &mut Conn, bodies: &Bodies, id: YearId, today: kernel::Day) -> Result<Vec<Row>, Problem> {
    let there = reviews::of_year(c, id)?;
    let mut before: Vec<Review> = Vec::new();
    let year = record::find(c, id)?.year;
    if let Some(last) = record::all(c)?.into_iter().find(|other| other.year < year) {
        before = reviews::of_year(c, last.id)?;
    }
    let offered = bodies.0.appraised_on(c, today)?;
    let row = |body: OrgBrief| Row {
        person: before
            .iter()
            .find(|one| one.org == body.id)
            .map(|one| one.person.clone())
            .unwrap_or_default(),
        org: body.id.0,
        name: body.name,
    };
    Ok(offered.into_iter().filter(|body| there.iter().all(|one| one.org != body.id)).map(row).collect())
}

pub(super) fn new(cx: &mut Reading<'_, ConductReviews>, one: One) -> Result<ReviewedPage, Problem> {
    let (bodies, words, today) = (Bodies::of(cx.site())?, cx.words(), cx.today());
    Ok(ReviewedPage {
        id: one.id.0,
        year: record::find(cx.db, one.id)?.year,
        rows: rows(cx.db, &bodies, one.id, today)?,
        faults: Faults::default(),
        words,
    })
}

pub(super) fn add(cx: &mut Writing<'_, ConductReviews>, form: NamesForm) -> Result<Done, Rejection> {
    let (id, bodies, today) = (YearId(form.id), Bodies::of(cx.site())?, cx.today());
    let (asking, typed) = (bodies.clone(), form.clone());
    let added = cx
        .read(move |c| check(c, &asking, &typed))
        .and_then(|named| cx.write(move |tx| actions::add(tx, id, &named)));
    match added {
        Ok(added) => Ok(Done::to(format!("/review-years/{id}"))
            .say(Say::new("review-were-added").with("n", added.len()))
            .view(&serde_json::json!({ "reviews": added }))),
        Err(problem) => {
            let errors = errors_of(problem, "people")?;
            let (words, shown) = (cx.words(), errors.clone());
            let page = cx.read(move |c| {
                let mut rows = rows(c, &bodies, id, today)?;
                for row in &mut rows {
                    let place = form.org.iter().position(|org| *org == row.org.to_string());
                    let typed = place.and_then(|place| form.person.get(place));
                    row.person = typed.cloned().unwrap_or_default();
                }
                let year = record::find(c, id)?.year;
                Ok(ReviewedPage { id: id.0, year, rows, faults: Faults::of(&shown, &words), words })
            })?;
            Err(Rejection::form(page, errors))
        }
    }
}

fn check(c: &mut Conn, bodies: &Bodies, form: &NamesForm) -> Result<Vec<Reviewed>, Problem> {
    let (mut named, mut wrong): (Vec<Reviewed>, Vec<FieldError>) = (Vec::new(), Vec::new());
    for (org, person) in form.org.iter().zip(&form.person).filter(|(_, name)| !names::fold(name).is_empty()) {
        let org = bodies.chosen(c, org)?.ok_or(Problem::Missing)?;
        let person = person.trim().to_owned();
        if person.chars().count() > MOST {
            let say = Say::new("field-long").with("n", MOST);
            wrong.push(FieldError { field: format!("person-{}", org.id), say });
        }
        let person_id = bodies.person(c, org.id, &person)?;
        named.push(Reviewed { org, person_id, person });
    }
    if named.is_empty() {
        wrong.push(FieldError { field: "people".into(), say: "review-nobody-named".into() });
    }
    if wrong.is_empty() { Ok(named) } else { Err(Problem::Invalid(wrong)) }
}
