//! From the marks of one participant to dimensions, parts and total, with renormalisation where something is left out.

use super::fault::{MissingReason, Trouble};
use super::gather::Gathered;
use super::indicator::{Found, score};
use crate::number::Ratio;
use crate::outcome::{DecidedFigure, DimensionFigure, Figure, IndicatorFigure, Satisfaction, Treatment};
use crate::scheme::{Dimension, Indicator, Missing, Scheme};

/// The exact figures of one participant, before ranking.
pub(crate) struct Assembled {
    pub panel: Ratio,
    pub mass: Ratio,
    pub total: Ratio,
    pub dimensions: Vec<DimensionFigure>,
    pub indicators: Vec<IndicatorFigure>,
    /// Decided marks and the decided total, beside what was computed.
    pub decided: Vec<DecidedFigure>,
    /// What the total would be without a decision about it.
    pub computed: Ratio,
}

/// One indicator's mark on its way into its dimension.
struct Part<'a> {
    indicator: &'a Indicator,
    treatment: Treatment,
    mark: Option<Ratio>,
    satisfaction: Option<Satisfaction>,
    points: Ratio,
}

/// Scores every indicator and adds them up.
pub(crate) fn assemble(scheme: &Scheme, gathered: &Gathered) -> Result<Assembled, Vec<Trouble>> {
    let mut parts = Vec::with_capacity(scheme.indicators.len());
    let (mut blocking, mut decided) = (Vec::new(), Vec::new());
    for (at, indicator) in scheme.indicators.iter().enumerate() {
        let taken = take(indicator, score(at, indicator, gathered));
        if let Some((mark, decision)) = gathered.decisions.mark(at) {
            let (satisfaction, computed) =
                taken.map_or_else(|_| Default::default(), |part| (part.satisfaction, part.mark));
            decided.push(decision.beside(&indicator.code, computed.as_ref(), mark, scheme.publish.indicator));
            let (mark, points) = (Some(mark.ratio()), mark.ratio());
            parts.push(Part { indicator, treatment: Treatment::Counted, mark, satisfaction, points });
            continue;
        }
        match taken {
            Ok(part) => parts.push(part),
            Err(reason) => blocking.push(Trouble::Missing {
                indicator: indicator.code.clone(),
                name: indicator.name.clone(),
                reason,
            }),
        }
    }
    if !blocking.is_empty() {
        return Err(blocking);
    }
    let mut dimensions: Vec<Sums> = scheme.dimensions.iter().map(|d| within(d, &mut parts)).collect();
    let there: Ratio = dimensions.iter().filter(|d| d.counted).map(|d| d.dimension.weight.ratio()).sum();
    let all: Ratio = dimensions.iter().map(|d| d.dimension.weight.ratio()).sum();
    // the weight of a dimension that is not there goes to the others in proportion
    let stretch = all.over(&there).ok_or_else(|| vec![Trouble::NothingToScore])?;
    if stretch != Ratio::ONE {
        for part in &mut parts {
            part.points = part.points.clone() * stretch.clone();
        }
        for sums in &mut dimensions {
            sums.points = sums.points.clone() * stretch.clone();
        }
    }
    let computed: Ratio = dimensions.iter().map(|d| d.points.clone()).sum();
    let mass: Ratio = parts.iter().filter(|p| p.indicator.is_ballots()).map(|p| p.points.clone()).sum();
    let publish = &scheme.publish;
    let mut total = computed.clone();
    if let Some((new, decision)) = gathered.decisions.total() {
        decided.push(decision.beside("total", Some(&computed), new, publish.total));
        total = new.ratio();
    }
    Ok(Assembled {
        panel: computed.clone() - mass.clone(),
        mass,
        total,
        computed,
        decided,
        dimensions: dimensions
            .into_iter()
            .map(|sums| DimensionFigure {
                code: sums.dimension.code.clone(),
                points: Figure::new(sums.points, publish.dimension),
                out_of: if sums.counted {
                    sums.dimension.weight.ratio() * stretch.clone()
                } else {
                    Ratio::ZERO
                },
                counted: sums.counted,
                renormalised: sums.renormalised || (sums.counted && stretch != Ratio::ONE),
            })
            .collect(),
        indicators: parts.into_iter().map(|part| figure(part, publish.indicator)).collect(),
    })
}

/// Applies the scheme's word on missing input; the error is the reason when it blocks.
fn take<'a>(indicator: &'a Indicator, found: Found) -> Result<Part<'a>, MissingReason> {
    let mut satisfaction = None;
    let (treatment, mark) = match found {
        Found::NotApplicable => (Treatment::NotApplicable, None),
        Found::Missing(Missing::Block, reason) => return Err(reason),
        Found::Missing(Missing::Exclude, reason) => (Treatment::Excluded(reason), None),
        Found::Missing(Missing::Zero, reason) => (Treatment::Zero(reason), Some(Ratio::ZERO)),
        Found::Worked(work) => {
            if let super::indicator::Work::Ballots(ballots) = &work {
                satisfaction = Some(ballots.satisfaction.clone());
            }
            (Treatment::Counted, Some(work.value().clone()))
        }
    };
    let points = mark.clone().unwrap_or_default();
    Ok(Part { indicator, treatment, mark, satisfaction, points })
}

/// The points of one dimension.
struct Sums<'a> {
    dimension: &'a Dimension,
    points: Ratio,
    counted: bool,
    renormalised: bool,
}

/// Scales the marks of a dimension to its weight and adds bonuses on top, up to the weight unless it may be exceeded.
fn within<'a>(dimension: &'a Dimension, parts: &mut [Part]) -> Sums<'a> {
    let weight = dimension.weight.ratio();
    let own = |part: &&mut Part| part.indicator.dimension == dimension.code;
    let carrying = |part: &&mut Part| part.mark.is_some() && !part.indicator.is_bonus();
    let full: Ratio = parts.iter_mut().filter(own).filter(carrying).map(|p| p.indicator.full.ratio()).sum();
    let Some(factor) = weight.over(&full) else {
        for part in parts.iter_mut().filter(own) {
            part.points = Ratio::ZERO;
        }
        return Sums { dimension, points: Ratio::ZERO, counted: false, renormalised: false };
    };
    let renormalised = factor != Ratio::ONE;
    let mut points = Ratio::ZERO;
    for part in parts.iter_mut().filter(own).filter(carrying) {
        if renormalised {
            part.points = part.points.clone() * factor.clone();
        }
        points = points + part.points.clone();
    }
    for part in parts.iter_mut().filter(own).filter(|part| part.indicator.is_bonus()) {
        if !dimension.may_exceed {
            part.points = part.points.clone().min(weight.clone() - points.clone());
        }
        points = points + part.points.clone();
    }
    Sums { dimension, points, counted: true, renormalised }
}

fn figure(part: Part, digits: u8) -> IndicatorFigure {
    IndicatorFigure {
        code: part.indicator.code.clone(),
        dimension: part.indicator.dimension.clone(),
        treatment: part.treatment,
        mark: part.mark.map(|mark| Figure::new(mark, digits)),
        full: part.indicator.full,
        points: Figure::new(part.points, digits),
        satisfaction: part.satisfaction,
    }
}
