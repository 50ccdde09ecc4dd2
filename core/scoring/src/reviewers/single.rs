//! One reviewer at a time: severity, spread, straight-lining, own side.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::table::{hundredths, reviewed};
use super::{DIGITS, mean, ratio, square, whole};
use crate::evaluate::EvaluateError;
use crate::input::Input;
use crate::number::{Ratio, Rounded};
use crate::outcome::Figure;
use crate::scheme::Scheme;

/// A participant on a reviewer's own side, such as one of the reviewer's own department. The caller says who is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OwnSide {
    /// The reviewer, as in the marks.
    pub reviewer: String,
    /// Key of the participant.
    pub participant: String,
}

/// What the marks say about one reviewer, in points of a hundred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewerFigures {
    /// The reviewer, as in the marks.
    pub reviewer: String,
    /// How many marks the reviewer gave.
    pub marks: u32,
    /// To how many of them at least one other reviewer's mark can be compared.
    pub compared: u32,
    /// The mean deviation from the panel's mean of the same participant and indicator, over the compared marks: below
    /// zero for a severe reviewer, above for a lenient one. The panel's mean includes the reviewer's own mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Figure>,
    /// How far the reviewer sets participants apart; nothing without two participants marked on one indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spread: Option<Variation>,
    /// Participants with the same share of the full mark on every indicator.
    pub straight_lined: u32,
    /// Participants marked on at least two indicators.
    pub straight_lined_of: u32,
    /// `straight_lined` over `straight_lined_of`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub straight_lining: Option<Figure>,
    /// The longest run of equal shares of the full mark, reading the marks by participants' key, then in the order of
    /// the scheme's indicators (the “long string” of survey research: Johnson 2005, Meade & Craig 2012).
    pub longest_run: u32,
    /// The own side against the rest; nothing unless marks on both sides can be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_side: Option<OwnSideBias>,
}

/// How far marks lie apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variation {
    /// The variance between participants, pooled over the indicators: the sum of squared deviations from the
    /// reviewer's own mean of each indicator, over the sum of (participants − 1).
    pub variance: Figure,
    /// Its square root.
    pub deviation: Rounded,
}

/// The mean deviation from the panel on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSideBias {
    /// Compared marks for participants on the own side.
    pub marks: u32,
    /// Their mean deviation.
    pub own: Figure,
    /// The mean deviation of the other compared marks.
    pub rest: Figure,
    /// The first less the second: above zero when the own side is favoured.
    pub bias: Figure,
}

/// One mark.
struct Cell<'a> {
    participant: &'a str,
    indicator: usize,
    points: Ratio,
    /// From the panel's mean, when there is another mark.
    deviation: Option<Ratio>,
}

/// What the marks say about each reviewer, by reviewer.
///
/// Incomplete panels are no obstacle: every mark is compared with whoever else marked the same.
///
/// # Errors
/// [`EvaluateError::Scheme`] and [`EvaluateError::Input`] as of [`evaluate`](crate::evaluate), except that nothing
/// missing is a fault. An own side that nobody marked is passed over.
pub fn reviewers(
    scheme: &Scheme,
    input: &Input,
    own_sides: &[OwnSide],
) -> Result<Vec<ReviewerFigures>, EvaluateError> {
    let gathered = reviewed(scheme, input)?;
    let mut all: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
    for one in &gathered {
        for (at, indicator) in scheme.indicators.iter().enumerate() {
            let points = |mark: crate::number::Score| hundredths(mark, indicator.full);
            let marks: Vec<(&str, Ratio)> =
                one.marks(at).map(|mark| (mark.reviewer.as_str(), points(mark.mark))).collect();
            let panel = mean(marks.iter().map(|(_, points)| points)).filter(|_| marks.len() > 1);
            for (reviewer, points) in marks {
                let deviation = panel.clone().map(|panel| points.clone() - panel);
                let participant = one.participant.key.as_str();
                all.entry(reviewer).or_default().push(Cell { participant, indicator: at, points, deviation });
            }
        }
    }
    let sides: HashSet<(&str, &str)> =
        own_sides.iter().map(|side| (side.reviewer.as_str(), side.participant.as_str())).collect();
    Ok(all.into_iter().map(|(reviewer, cells)| one_reviewer(reviewer, &cells, &sides)).collect())
}

fn one_reviewer(reviewer: &str, cells: &[Cell], sides: &HashSet<(&str, &str)>) -> ReviewerFigures {
    let figure = |value: Ratio| Figure::new(value, DIGITS);
    let compared = || cells.iter().filter_map(|cell| Some((cell.participant, cell.deviation.as_ref()?)));
    let (straight_lined, of) = straight_lined(cells);
    ReviewerFigures {
        reviewer: reviewer.to_owned(),
        marks: whole(cells.len()),
        compared: whole(compared().count()),
        severity: mean(compared().map(|(_, deviation)| deviation)).map(figure),
        spread: spread(cells),
        straight_lined: whole(straight_lined),
        straight_lined_of: whole(of),
        straight_lining: ratio(straight_lined).over(&ratio(of)).map(figure),
        longest_run: longest_run(cells),
        own_side: own_side(compared(), |participant| sides.contains(&(reviewer, participant))),
    }
}

fn spread(cells: &[Cell]) -> Option<Variation> {
    let mut by_indicator: BTreeMap<usize, Vec<&Ratio>> = BTreeMap::new();
    for cell in cells {
        by_indicator.entry(cell.indicator).or_default().push(&cell.points);
    }
    let (mut squares, mut freedom) = (Ratio::ZERO, 0_usize);
    for points in by_indicator.values() {
        let own = mean(points.iter().copied())?;
        squares = squares + points.iter().map(|p| square((*p).clone() - own.clone())).sum();
        freedom += points.len() - 1;
    }
    let variance = squares.over(&ratio(freedom))?;
    Some(Variation { deviation: variance.square_root(DIGITS)?, variance: Figure::new(variance, DIGITS) })
}

/// Participants with equal shares throughout, of those with at least two marks. Cells come by participant.
fn straight_lined(cells: &[Cell]) -> (usize, usize) {
    let several = || cells.chunk_by(|a, b| a.participant == b.participant).filter(|own| own.len() > 1);
    let straight = |own: &&[Cell]| own.iter().zip(own.iter().skip(1)).all(|(a, b)| a.points == b.points);
    (several().filter(straight).count(), several().count())
}

fn longest_run(cells: &[Cell]) -> u32 {
    whole(cells.chunk_by(|a, b| a.points == b.points).map(<[Cell]>::len).max().unwrap_or(0))
}

fn own_side<'a>(
    compared: impl Iterator<Item = (&'a str, &'a Ratio)>,
    is_own: impl Fn(&str) -> bool,
) -> Option<OwnSideBias> {
    let (own, rest): (Vec<_>, Vec<_>) = compared.partition(|(participant, _)| is_own(participant));
    let side = |deviations: &[(&str, &'a Ratio)]| mean(deviations.iter().map(|(_, deviation)| *deviation));
    let (of_own, of_rest) = (side(&own)?, side(&rest)?);
    let figure = |value: Ratio| Figure::new(value, DIGITS);
    Some(OwnSideBias {
        marks: whole(own.len()),
        bias: figure(of_own.clone() - of_rest.clone()),
        own: figure(of_own),
        rest: figure(of_rest),
    })
}
