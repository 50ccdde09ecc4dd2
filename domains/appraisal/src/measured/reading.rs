//! The form by which the office reads facts from records.

use kernel::{Day, Say};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use web::form::Fields;
use web::{Done, Rejection, Site, Words, Writing, parsed};

use super::actions;
use crate::cycles::record::CycleId;
use crate::policy::EnterFigures;

/// What can be read from records for a cycle.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Offer {
    /// Each indicator with what is read for it.
    pub indicators: Vec<(String, String)>,
    /// The day up to which is read unless another is chosen.
    pub until: Day,
}

/// What can be read for a scheme; nothing where it measures nothing that is recorded.
pub(crate) fn offer(site: &Site, words: &Words, scheme: &Scheme, year: i16, today: Day) -> Option<Offer> {
    let readable = actions::readable(scheme, site.facts());
    let indicators: Vec<(String, String)> =
        readable.into_iter().map(|(one, label)| (one.name, words.t(label))).collect();
    let end = Day::new(year, 12, 31).unwrap_or(today);
    (!indicators.is_empty()).then_some(Offer { indicators, until: end.min(today) })
}

/// Up to which day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct Asked {
    #[serde(deserialize_with = "parsed")]
    id: CycleId,
    #[serde(default)]
    until: String,
}

pub(super) fn read(cx: &mut Writing<'_, EnterFigures>, asked: Asked) -> Result<Done, Rejection> {
    let (id, today) = (asked.id, cx.today());
    let mut fields = Fields::default();
    let until = fields.day("until", &asked.until).unwrap_or(today);
    if until > today {
        fields.wrong("until", "appraisal-read-future");
    }
    let until = fields.done(until).map_err(Rejection::from)?;
    let tellers = cx.site().facts().to_vec();
    let count = cx.write(move |tx| actions::read(tx, id, until, &tellers))?;
    Ok(Done::to(format!("/cycles/{id}/facts"))
        .say(Say::new("appraisal-facts-read").with("n", count).with("day", cx.words().day(until)))
        .view(&serde_json::json!({ "read": count })))
}
