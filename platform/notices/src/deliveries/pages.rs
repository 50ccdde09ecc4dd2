//! The administrator's page: how many messages wait, failed or are uncertain, and why; without a word of what they say.

use askama::Template;
use kernel::{Cell, Moment, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::record::{self, Delivery};
use super::rules::{LOST_AFTER, State, may_go_again};
use crate::policy::KeepDeliveries;

const HERE: &str = "/admin/deliveries";
const PER_PAGE: usize = 50;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// `waiting`, `sending`, `sent`, `failed` or `uncertain`; all but those sent if empty.
    #[serde(default)]
    state: String,
    /// Number of the page, from 1.
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "deliveries/list.html")]
pub(super) struct Deliveries {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    now: Moment,
    #[serde(skip)]
    filter: String,
    waiting: i64,
    sent: i64,
    failed: i64,
    /// Claimed, and nobody can say whether they have arrived.
    uncertain: i64,
    /// Overdue or under way for more than ten minutes.
    stuck: i64,
    deliveries: Vec<Delivery>,
    total: usize,
    page: usize,
    pages: usize,
}

impl Deliveries {
    fn states(&self) -> Vec<(&'static str, String)> {
        let mut states = vec![("", self.words.t("deliveries-all"))];
        states.extend(State::ALL.into_iter().map(|state| (state.code(), self.state(&state))));
        states
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("deliveries-state-{}", state.code()))
    }

    fn channel(&self, delivery: &Delivery) -> String {
        self.words.t(&format!("deliveries-channel-{}", delivery.channel))
    }

    /// When it will be tried, or when its state last changed.
    fn when(&self, delivery: &Delivery) -> String {
        let at = if delivery.state == State::Waiting { delivery.due } else { delivery.changed };
        self.words.moment(at)
    }

    fn may_go_again(&self, delivery: &Delivery) -> bool {
        may_go_again(delivery.state, delivery.due, delivery.changed, self.now)
    }

    fn address(&self) -> String {
        format!("{HERE}?state={}&page=", self.filter)
    }
}

impl Page for Deliveries {
    const MEDIA: &'static [&'static str] =
        &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

    fn title(&self) -> String {
        self.words.t("deliveries-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let row = |one: &Delivery| {
            vec![
                Cell::Int(one.id),
                Cell::text(&one.login),
                Cell::text(self.channel(one)),
                Cell::text(self.state(&one.state)),
                Cell::Int(one.attempts),
                Cell::text(self.when(one)),
                Cell::text(&one.error),
            ]
        };
        let head = ["number", "login", "channel", "state", "attempts", "when", "error"];
        Some(Sheet {
            name: self.title(),
            head: head.into_iter().map(|end| self.words.t(&format!("deliveries-{end}"))).collect(),
            rows: self.deliveries.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, KeepDeliveries>, filter: Filter) -> Result<Deliveries, Problem> {
    let (words, now, state) = (cx.words(), cx.now(), State::from_code(&filter.state));
    let counts = record::counts(cx.db)?;
    let of = |state| counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, n)| *n);
    let page = filter.page.unwrap_or(1).clamp(1, 100_000);
    let skip = u64::try_from((page - 1) * PER_PAGE).unwrap_or(0);
    let (deliveries, total) = record::list(cx.db, state, u64::try_from(PER_PAGE).unwrap_or(0), skip)?;
    let total = usize::try_from(total).unwrap_or(0);
    Ok(Deliveries {
        words,
        now,
        filter: state.map_or("", State::code).to_owned(),
        waiting: of(State::Waiting) + of(State::Sending),
        sent: of(State::Sent),
        failed: of(State::Failed),
        uncertain: of(State::Uncertain),
        stuck: record::stuck(cx.db, now.plus(-LOST_AFTER))?,
        deliveries,
        total,
        page,
        pages: total.div_ceil(PER_PAGE).max(1),
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

pub(super) fn again(cx: &mut Writing<'_, KeepDeliveries>, one: One) -> Result<Done, Rejection> {
    cx.write(move |tx| record::again(tx, one.id))?;
    Ok(Done::to(HERE)
        .say("deliveries-again-done")
        .view(&serde_json::json!({ "id": one.id, "state": "waiting" })))
}
