//! What-if: a scheme with a few other parameters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Average, Method, Scheme, SchemeFault, WholePlaces};
use crate::number::{Ratio, Score};

/// Other parameters to try. What is not named stays as the scheme has it.
///
/// A variant is evaluated as any scheme, with the same input, and [`movements`](crate::movements) between the two
/// outcomes say who would have stood elsewhere. Nothing of it is a result.
///
/// ```
/// use scoring::*;
/// # let scheme = Scheme::from_toml(include_str!("../../../../samples/scheme.toml"))?;
/// # let input = Input::default();
/// let mut variant = Variant::of(&scheme); // the parameters as they are, to be changed
/// assert_eq!(variant.apply(&scheme), Ok(scheme.clone()));
/// variant.places = Some(WholePlaces::Ceiling);
/// variant.shares.insert("good".to_owned(), "40%".parse()?);
/// let other = evaluate(&variant.apply(&scheme).map_err(SchemeError::Faulty)?, &input)?;
/// let moved = movements(&evaluate(&scheme, &input)?, &other);
/// # assert!(moved.is_empty());
///
/// variant.weights.insert("mass".to_owned(), "30".parse()?);
/// let faults = variant.apply(&scheme).unwrap_err();
/// assert_eq!(faults[0].to_string(), "the weights of the dimensions add up to 115, not to 100; mend the weights or `full`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Variant {
    /// Weights in points, by code of the dimension. All weights must still add up to the full mark of the scheme. The
    /// full marks of a dimension with another weight are [`stretched`](super::Dimension::stretched) to it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, Score>,
    /// Shares of the category with that grade or a better one, by code of the grade.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub shares: BTreeMap<String, Ratio>,
    /// How a share becomes whole places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<WholePlaces>,
    /// The average of every panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average: Option<Average>,
    /// Whether a panel's average is trimmed, by code of the indicator; it outranks `average`. Switched off, a trimmed
    /// mean becomes the plain one, and any other average stays.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub trimmed: BTreeMap<String, bool>,
}

impl Variant {
    /// The scheme's own parameters, by name. Applied, they change nothing.
    #[must_use]
    pub fn of(scheme: &Scheme) -> Self {
        let shares =
            scheme.grades.iter().filter_map(|grade| Some((grade.code.clone(), grade.share.clone()?)));
        let trimmed = scheme.panels().map(|(i, panel)| (i.code.clone(), panel.average == Average::Trimmed));
        Self {
            weights: scheme.dimensions.iter().map(|d| (d.code.clone(), d.weight)).collect(),
            shares: shares.collect(),
            places: Some(scheme.grading.places),
            average: None,
            trimmed: trimmed.collect(),
        }
    }

    /// The scheme with these parameters; code and version stay, for it is still that scheme which is asked.
    ///
    /// # Errors
    /// [`SchemeFault::Unknown`] for every code that is not in the scheme, otherwise what [`Scheme::check`] finds.
    pub fn apply(&self, scheme: &Scheme) -> Result<Scheme, Vec<SchemeFault>> {
        let mut other = scheme.clone();
        let mut faults = Vec::new();
        let mut unknown = |what: &'static str, code: &String| {
            faults.push(SchemeFault::Unknown { at: "variant".to_owned(), what, code: code.clone() });
        };
        for (code, weight) in &self.weights {
            match other.dimensions.iter_mut().find(|dimension| dimension.code == *code) {
                Some(dimension) if dimension.weight == *weight => {}
                Some(dimension) => (dimension.weight, dimension.stretched) = (*weight, true),
                None => unknown("dimension", code),
            }
        }
        for (code, share) in &self.shares {
            match other.grades.iter_mut().find(|grade| grade.code == *code) {
                Some(grade) => grade.share = Some(share.clone()),
                None => unknown("grade", code),
            }
        }
        other.grading.places = self.places.unwrap_or(other.grading.places);
        for indicator in &mut other.indicators {
            if let (Some(average), Method::Panel(panel)) = (self.average, &mut indicator.method) {
                panel.average = average;
            }
        }
        for (code, trimmed) in &self.trimmed {
            let meant = other.indicators.iter_mut().find(|indicator| indicator.code == *code);
            match meant.map(|indicator| &mut indicator.method) {
                Some(Method::Panel(panel)) if *trimmed => panel.average = Average::Trimmed,
                Some(Method::Panel(panel)) if panel.average == Average::Trimmed => {
                    panel.average = Average::Mean;
                }
                Some(Method::Panel(_)) => {}
                _ => unknown("indicator by panel", code),
            }
        }
        if faults.is_empty() {
            other.check()?;
            Ok(other)
        } else {
            Err(faults)
        }
    }
}
