//! The roster of cadres: who holds which post, as a page and in the roster's own columns.

use askama::Template;
use kernel::{Cell, Day, OrgId, PersonId, Problem, Sheet, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Row;
use store::sea_query::{Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use web::{Page, Reading, Words, blank_is_none};

use super::post;
use crate::dated::Dated;
use crate::organisations::list::{above, dated_cell};
use crate::organisations::record as organisations;
use crate::paging::{self, Paging};
use crate::persons::list::matches;
use crate::persons::record::Sex;
use crate::policy::{ReadPersons, WriteAppointments};
use crate::scope;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Part of a name, or pinyin initials.
    #[serde(default)]
    q: String,
    /// Number of the organisation in which, or below which, the post is.
    #[serde(default, deserialize_with = "blank_is_none")]
    under: Option<i64>,
    /// The post.
    #[serde(default)]
    post: String,
    /// `full` or `part`.
    #[serde(default)]
    time: String,
    /// `ended` for those that have ended; by default those held on the day.
    #[serde(default)]
    state: String,
    /// The day as of which to look; today by default.
    #[serde(default, deserialize_with = "blank_is_none")]
    as_of: Option<Day>,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// One line of the roster.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    id: i64,
    org: OrgId,
    org_name: String,
    person: PersonId,
    name: String,
    sex: Sex,
    born: Option<Dated>,
    identity: String,
    post: String,
    full_time: bool,
    since: Option<Dated>,
    until: Option<Day>,
    joined: Option<Dated>,
    telephone: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "appointments/list.html")]
pub(super) struct AppointmentList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    above: Vec<(String, String)>,
    #[serde(skip)]
    posts: Vec<(String, String)>,
    #[serde(skip)]
    times: Vec<(String, String)>,
    #[serde(skip)]
    states: Vec<(String, String)>,
    paging: Paging,
    appointments: Vec<Line>,
    may_appoint: bool,
    may_import: bool,
}

/// The word for a post: its own in Chinese, its meaning in English where it is a known one.
pub(crate) fn post_label(words: &Words, text: &str) -> String {
    match post::key(text) {
        Some(key) if words.lang() == web::Lang::En => words.t(&key),
        _ => text.to_owned(),
    }
}

impl AppointmentList {
    fn under(&self) -> String {
        self.filter.under.map(|id| id.to_string()).unwrap_or_default()
    }

    fn day(&self) -> String {
        self.filter.as_of.map(|day| day.to_string()).unwrap_or_default()
    }

    fn address(&self) -> String {
        let filter = &self.filter;
        let filled = [
            ("q", filter.q.clone()),
            ("under", self.under()),
            ("post", filter.post.clone()),
            ("time", filter.time.clone()),
            ("state", filter.state.clone()),
            ("as_of", self.day()),
        ];
        paging::query("/appointments", &filled)
    }

    fn pages(&self) -> String {
        format!("{}page=", self.address())
    }

    fn post(&self, line: &Line) -> String {
        post_label(&self.words, &line.post)
    }

    fn time(&self, line: &Line) -> String {
        self.words.t(if line.full_time { "appointment-full-time" } else { "appointment-part-time" })
    }

    fn since(&self, line: &Line) -> String {
        line.since.map(|date| date.in_words(&self.words)).unwrap_or_default()
    }

    fn until(&self, line: &Line) -> String {
        line.until.map(|day| self.words.day(day)).unwrap_or_default()
    }
}

impl Page for AppointmentList {
    fn title(&self) -> String {
        self.words.t("appointment-list")
    }

    /// The columns of the cadres' roster. Identity numbers stay masked: whoever needs one whole asks for it by itself.
    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "organisation-number",
            "appointment-organisation",
            "person-name",
            "person-sex",
            "person-born",
            "person-identity",
            "appointment-post",
            "appointment-time",
            "appointment-since",
            "person-joined",
            "person-telephone",
        ];
        let row = |(line, number): (&Line, i64)| {
            let sex = match line.sex {
                Sex::Unknown => String::new(),
                Sex::Male => self.words.t("person-sex-male"),
                Sex::Female => self.words.t("person-sex-female"),
            };
            vec![
                Cell::Int(number),
                Cell::text(&line.org_name),
                Cell::text(&line.name),
                Cell::text(sex),
                dated_cell(line.born),
                Cell::text(&line.identity),
                Cell::text(&line.post),
                Cell::text(self.time(line)),
                dated_cell(line.since),
                dated_cell(line.joined),
                Cell::text(&line.telephone),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.appointments.iter().zip(1..).map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadPersons>, filter: Filter) -> Result<AppointmentList, Problem> {
    let words = cx.words();
    let reach = cx.permit.reach();
    let mut query = select(&filter, cx.today());
    query.cond_where(
        Condition::any()
            .add(scope::organisations(reach, "o", "id"))
            .add(Expr::col(("p", "id")).eq(reach.own.map_or(-1, |person| person.0))),
    );
    let typed = names::fold(&filter.q);
    if !typed.is_empty() {
        query.cond_where(matches(cx.db, &typed));
    }
    if let Some(id) = filter.under {
        let path = organisations::find_within(cx.db, OrgId(id), reach)?.path;
        query.cond_where(scope::below(&path, "o"));
    }
    let paging = Paging::new(filter.page, cx.db.select_count(&query)?);
    let (offset, limit) = paging.window(cx.face());
    let appointments = cx.db.select(query.clone().offset(offset).limit(limit), line)?;
    let choice = |code: &str, key: &str| (code.to_owned(), words.t(key));
    Ok(AppointmentList {
        above: std::iter::once(choice("", "kit-all")).chain(above(cx.db, filter.under, reach)?).collect(),
        posts: std::iter::once(choice("", "kit-all"))
            .chain(post::known().map(|word| (word.to_owned(), post_label(&words, word))))
            .collect(),
        times: vec![
            choice("", "kit-all"),
            choice("full", "appointment-full-time"),
            choice("part", "appointment-part-time"),
        ],
        states: vec![choice("", "appointment-held"), choice("ended", "appointment-ended")],
        paging,
        appointments,
        may_appoint: cx.can::<WriteAppointments>(),
        may_import: cx.can::<crate::policy::ImportRoster>(),
        filter,
        words,
    })
}

fn select(filter: &Filter, today: Day) -> SelectStatement {
    let day = filter.as_of.unwrap_or(today).epoch_days();
    let column = |table: &'static str, name: &'static str| Expr::col((table, name));
    let mut query = Query::select();
    query
        .columns([
            ("a", "id"),
            ("a", "org_id"),
            ("o", "name"),
            ("a", "person_id"),
            ("p", "name"),
            ("p", "sex"),
        ])
        .columns([("p", "born_on"), ("p", "born_precision"), ("p", "identity_mask"), ("a", "post")])
        .columns([("a", "full_time"), ("a", "since_on"), ("a", "since_precision"), ("a", "until_on")])
        .columns([("p", "joined_on"), ("p", "joined_precision"), ("p", "telephone")])
        .from_as("appointments", "a")
        .join_as(JoinType::InnerJoin, "organisations", "o", column("o", "id").equals(("a", "org_id")))
        .join_as(JoinType::InnerJoin, "persons", "p", column("p", "id").equals(("a", "person_id")))
        .order_by(("o", "code"), Order::Asc)
        .order_by(("o", "id"), Order::Asc)
        .order_by(("a", "post_rank"), Order::Asc)
        .order_by(("a", "id"), Order::Asc);
    if filter.state == "ended" {
        query.and_where(column("a", "until_on").lte(day));
    } else {
        let begun =
            Condition::any().add(column("a", "since_on").is_null()).add(column("a", "since_on").lte(day));
        let open =
            Condition::any().add(column("a", "until_on").is_null()).add(column("a", "until_on").gt(day));
        query.cond_where(begun).cond_where(open);
    }
    if !filter.post.is_empty() {
        query.and_where(column("a", "post").eq(filter.post.as_str()));
    }
    if let "full" | "part" = filter.time.as_str() {
        query.and_where(column("a", "full_time").eq(filter.time == "full"));
    }
    query
}

fn line(r: &Row<'_>) -> Result<Line, store::Error> {
    Ok(Line {
        id: r.get(0)?,
        org: r.get(1)?,
        org_name: r.get(2)?,
        person: r.get(3)?,
        name: r.get(4)?,
        sex: Sex::at(r, 5)?,
        born: Dated::at(r, 6)?,
        identity: r.get(8)?,
        post: r.get(9)?,
        full_time: r.get(10)?,
        since: Dated::at(r, 11)?,
        until: r.get(13)?,
        joined: Dated::at(r, 14)?,
        telephone: r.get(16)?,
    })
}
