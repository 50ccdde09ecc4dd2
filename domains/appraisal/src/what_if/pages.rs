//! The page on which other parameters are tried.

use askama::Template;
use kernel::{Cell, FieldError, Problem, Say, Sheet};
use schemars::JsonSchema;
use scoring::SchemeFault;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, parsed};

use super::compared::{Row, Tried, changes, compare};
use super::rules::{self, AVERAGES, Asked, PLACES, share_field, weight_field};
use crate::analyses;
use crate::cycles::record::{self as cycles, CycleId};
use crate::policy::ReadPreparation;
use crate::ranked;
use crate::troubles;
use crate::versions::basis::{Basis, basis};
use crate::versions::record::published;

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct Wanted {
    #[serde(deserialize_with = "parsed")]
    id: CycleId,
    /// `weight.CODE` in points, `share.CODE` in percent, `places`, `average`; what is left out stays as in the scheme.
    #[serde(flatten)]
    rest: Asked,
}

/// One parameter of the form.
#[derive(Serialize, JsonSchema)]
struct Parameter {
    field: String,
    name: String,
    /// As in the scheme.
    real: String,
    /// As typed, or else as in the scheme.
    value: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "what_if/show.html")]
pub(super) struct WhatIfShow {
    #[serde(skip)]
    words: Words,
    cycle: CycleId,
    year: i16,
    weights: Vec<Parameter>,
    shares: Vec<Parameter>,
    places: String,
    /// How the scheme rounds.
    real_places: String,
    average: String,
    /// The parameters that differ from the scheme, in words.
    changed: Vec<String>,
    /// Organisations whose stored result is not what the real parameters give; nobody, or something is wrong.
    differing: Vec<String>,
    /// How many were compared for that.
    compared: usize,
    /// Nothing when what was typed cannot be tried.
    tried: Option<Tried>,
    errors: Vec<(String, String)>,
}

impl Page for WhatIfShow {
    fn title(&self) -> String {
        self.words.f("appraisal-what-if-title", [("year", self.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        const HEADS: [&str; 8] = [
            "appraisal-category",
            "appraisal-organisation",
            "appraisal-rank",
            "appraisal-what-if-rank",
            "appraisal-total",
            "appraisal-what-if-total",
            "appraisal-grade",
            "appraisal-what-if-grade",
        ];
        let row = |row: &Row| {
            vec![
                Cell::text(&row.category),
                Cell::text(&row.name),
                Cell::Int(i64::from(row.rank)),
                Cell::Int(i64::from(row.tried_rank)),
                ranked::figure(&row.total),
                ranked::figure(&row.tried_total),
                Cell::text(&row.grade),
                Cell::text(&row.tried_grade),
            ]
        };
        let rows = self.tried.as_ref()?.rows.iter().map(row).collect();
        Some(Sheet { name: self.title(), head: HEADS.iter().map(|key| self.words.t(key)).collect(), rows })
    }
}

impl WhatIfShow {
    fn at(&self) -> String {
        format!("/cycles/{}/what-if", self.cycle)
    }

    fn ranking(&self) -> String {
        format!("/cycles/{}", self.cycle)
    }

    fn export(&self) -> String {
        let parameters = self.weights.iter().chain(&self.shares);
        let mut chosen: Vec<(&str, &str)> =
            parameters.map(|one| (one.field.as_str(), one.value.as_str())).collect();
        chosen.extend([("places", self.places.as_str()), ("average", &self.average), ("format", "xlsx")]);
        analyses::address(&self.at(), &chosen)
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join(" ")
    }

    fn real(&self, parameter: &Parameter) -> String {
        self.words.f("appraisal-what-if-real", [("value", parameter.real.clone())])
    }

    fn real_places(&self) -> String {
        let word = self.words.t(&format!("appraisal-what-if-places-{}", self.real_places));
        self.words.f("appraisal-what-if-real", [("value", word)])
    }

    fn place_choices(&self) -> Vec<(&'static str, String)> {
        PLACES
            .iter()
            .map(|(code, _)| (*code, self.words.t(&format!("appraisal-what-if-places-{code}"))))
            .collect()
    }

    fn average_choices(&self) -> Vec<(&'static str, String)> {
        let own = ("", self.words.t("appraisal-what-if-average-own"));
        let word = |code: &str| self.words.t(&format!("appraisal-what-if-average-{code}"));
        std::iter::once(own).chain(AVERAGES.iter().map(|(code, _)| (*code, word(code)))).collect()
    }

    fn rows<'a>(&'a self, tried: &'a Tried, moving: bool) -> Vec<&'a Row> {
        tried.rows.iter().filter(|row| row.moves == moving).collect()
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: Wanted) -> Result<WhatIfShow, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    let Basis { version, scheme, input: marks } = basis(cx.db, &cycle)?;
    let stored = published(cx.db, version.id)?;
    let words = cx.words();
    let real = troubles::evaluate(&scheme, &marks)?;
    let mut changed = Vec::new();
    let outcome = rules::read(&scheme, &input.rest).and_then(|variant| {
        let fault = |fault: &SchemeFault| FieldError {
            field: "places".into(),
            say: Say::new("appraisal-scheme-fault").with("detail", fault),
        };
        let other = variant.apply(&scheme).map_err(|faults| faults.iter().map(fault).collect::<Vec<_>>())?;
        changed = changes(&words, &scheme, &other);
        Ok(other)
    });
    let (tried, errors) = match outcome {
        Ok(other) => (Some(troubles::evaluate(&other, &marks)?), Vec::new()),
        Err(errors) => (None, errors),
    };
    let said =
        |field: &str| input.rest.get(field).map(|text| text.trim().to_owned()).filter(|t| !t.is_empty());
    let parameter = |field: String, name: &String, real: String| Parameter {
        value: said(&field).unwrap_or_else(|| real.clone()),
        name: name.clone(),
        field,
        real,
    };
    let weights = scheme
        .dimensions
        .iter()
        .map(|one| parameter(weight_field(&one.code), &one.name, one.weight.to_string()));
    let shares = scheme.grades.iter().filter_map(|one| {
        let real = rules::percent(one.share.as_ref()?);
        Some(parameter(share_field(&one.code), &one.name, real))
    });
    let own = PLACES.iter().find(|(_, places)| *places == scheme.grading.places);
    let real_places = own.map_or("", |(code, _)| *code).to_owned();
    Ok(WhatIfShow {
        cycle: cycle.id,
        year: cycle.year,
        weights: weights.collect(),
        shares: shares.collect(),
        places: said("places").unwrap_or_else(|| real_places.clone()),
        real_places,
        average: said("average").unwrap_or_default(),
        changed,
        differing: rules::differing(&stored, &real),
        compared: stored.len(),
        tried: tried.map(|tried| compare(&real, &tried)),
        errors: errors.iter().map(|error| (error.field.to_string(), words.say(&error.say))).collect(),
        words,
    })
}
