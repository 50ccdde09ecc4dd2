//! A measured fact on the page of its figure: the records that it was counted from, each as it stands now.

use std::collections::BTreeSet;

use kernel::{Act, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use web::links::{LinksView, briefs};
use web::{Reading, RecordBrief};

use super::record::Measurement;

/// A record that was counted, as it stands now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Source {
    /// Kind of the record, in words.
    pub label: String,
    /// Whether it counted in the part when it was read.
    pub counts: bool,
    #[serde(flatten)]
    pub record: RecordBrief,
}

/// Where a measured fact comes from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Origin {
    /// `11/12`, up to which day, in words.
    pub said: String,
    /// The records that the reader may see.
    pub records: Vec<Source>,
    /// How many there are that the reader may not see.
    pub unseen: usize,
    /// The way on which the figure stands.
    pub links: LinksView,
}

/// The origin of a measured fact.
pub(crate) fn origin<A: Act>(cx: &mut Reading<'_, A>, measured: &Measurement) -> Result<Origin, Problem> {
    let (site, visitor, words) = (cx.site().clone(), cx.visitor()?, cx.words());
    let wanted: BTreeSet<_> = measured.records.iter().map(super::record::Counted::record).collect();
    let known = briefs(&site, cx.db, &visitor, &wanted)?;
    let source = |one: &super::record::Counted| {
        let (kind, record) = known.get(&one.record())?;
        Some(Source { label: words.t(kind.label), counts: one.counts, record: record.clone() })
    };
    let records: Vec<Source> = measured.records.iter().filter_map(source).collect();
    let said = [
        ("part", measured.part.to_string()),
        ("whole", measured.whole.to_string()),
        ("day", words.day(measured.until)),
    ];
    Ok(Origin {
        said: words.f("appraisal-measured-said", said),
        unseen: measured.records.len() - records.len(),
        records,
        links: web::links::view(cx, &measured.reference())?,
    })
}
