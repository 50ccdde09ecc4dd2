//! Grades under other weights.

use serde::{Deserialize, Serialize};

use super::ground::{fields, in_order, names};
use super::{Firmness, FirmnessError};
use crate::evaluate::{EvaluateError, gather};
use crate::input::Input;
use crate::number::Ratio;
use crate::scheme::Scheme;

/// With more dimensions than this the corners are too many.
const MOST_CORNERED: usize = 6;

/// What other weights would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightFirmness {
    /// The share by which weights were changed.
    pub share: Ratio,
    /// How many sets of weights were tried.
    pub variants: u32,
    /// Everybody in the order of the result.
    pub participants: Vec<WeightFigures>,
}

/// One participant under other weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightFigures {
    /// The caller's key.
    pub participant: String,
    /// What became of it.
    #[serde(flatten)]
    pub firmness: Firmness,
}

/// Grades everybody under weights changed by `share` (nothing: 20 %).
///
/// Tried are, exactly and in whatever fractions come out:
/// - each dimension alone at `1 − share` and `1 + share` times its weight, the others scaled so that all still add up to
///   the full mark; a weight that would leave the others nothing is passed over;
/// - with up to six dimensions, every combination of `1 − share` and `1 + share`, all scaled to the full mark, but for
///   the two in which all go the same way, which change nothing.
///
/// The full marks of a dimension's indicators are stretched to the new weight, as in a scheme with
/// [`stretched`](crate::Dimension::stretched) dimensions; bonus points are not.
///
/// ```
/// # use scoring::*;
/// # let scheme = Scheme::from_toml(include_str!("../../../../samples/scheme.toml"))?;
/// let firmness = weight_firmness(&scheme, &Input::default(), None)?;
/// assert_eq!(firmness.variants, 5 * 2 + 30);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`FirmnessError::ShareOutOfRange`] unless the share is above 0 and below 1; [`FirmnessError::Evaluate`] as
/// [`evaluate`](crate::evaluate).
pub fn weight_firmness(
    scheme: &Scheme,
    input: &Input,
    share: Option<&Ratio>,
) -> Result<WeightFirmness, FirmnessError> {
    let share = share.cloned().unwrap_or_else(|| Ratio::new(1, 5).unwrap_or_default());
    if share <= Ratio::ZERO || share >= Ratio::ONE {
        return Err(FirmnessError::ShareOutOfRange(share));
    }
    scheme.check().map_err(EvaluateError::Scheme)?;
    let gathered = gather(scheme, input).map_err(EvaluateError::Input)?;
    let mut fields = fields(scheme, &gathered)?;
    let variants = variants(scheme, &share);
    for weights in &variants {
        for field in &mut fields {
            field.members.iter_mut().for_each(|member| member.weigh(scheme, weights));
            field.look(scheme);
        }
    }
    let names = names(scheme);
    let participants = in_order(&fields).into_iter().map(|member| WeightFigures {
        participant: member.one.participant.key.clone(),
        firmness: member.firmness(&names),
    });
    let participants = participants.collect();
    Ok(WeightFirmness { share, variants: u32::try_from(variants.len()).unwrap_or(u32::MAX), participants })
}

/// The sets of weights, in the order of the dimensions.
fn variants(scheme: &Scheme, share: &Ratio) -> Vec<Vec<Ratio>> {
    let weights: Vec<Ratio> = scheme.dimensions.iter().map(|dimension| dimension.weight.ratio()).collect();
    let full = scheme.full.ratio();
    let (down, up) = (Ratio::ONE - share.clone(), Ratio::ONE + share.clone());
    let mut variants = Vec::new();
    for (at, weight) in weights.iter().enumerate() {
        for factor in [&down, &up] {
            let changed = weight.clone() * factor.clone();
            let rest = (full.clone() - changed.clone()).over(&(full.clone() - weight.clone()));
            let Some(rest) = rest.filter(|rest| *rest > Ratio::ZERO) else { continue };
            let one = |(position, other): (usize, &Ratio)| {
                if position == at { changed.clone() } else { other.clone() * rest.clone() }
            };
            variants.push(weights.iter().enumerate().map(one).collect());
        }
    }
    let count = weights.len();
    if count <= MOST_CORNERED {
        let corners = 1_u32 << count;
        for corner in 1..corners.saturating_sub(1) {
            let factor = |at: usize| if corner >> at & 1 == 1 { up.clone() } else { down.clone() };
            let changed: Vec<Ratio> =
                weights.iter().enumerate().map(|(at, weight)| weight.clone() * factor(at)).collect();
            let sum: Ratio = changed.iter().cloned().sum();
            let scale = full.over(&sum).unwrap_or(Ratio::ONE);
            variants.push(changed.into_iter().map(|weight| weight * scale.clone()).collect());
        }
    }
    variants
}
