//! Competition ranking (1, 2, 2, 4) by total, then by the dimensions that the scheme names.

use std::cmp::Ordering;

use crate::evaluate::Assembled;
use crate::outcome::Figure;
use crate::scheme::Scheme;

/// The place of one participant within its category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub rank: u32,
    /// How many others share the rank.
    pub tied_with: u32,
    /// The tie-break that separated it from a neighbour with an equal total.
    pub tie_broken_by: Option<String>,
}

/// What is compared: the total, then the tie-breaks, published or exact.
fn compare(scheme: &Scheme, breaks: &[usize], a: &Assembled, b: &Assembled) -> (Ordering, Option<usize>) {
    let published = scheme.ranking.rank_as_published;
    let figures = |a: &Figure, b: &Figure| {
        if published { a.published.cmp(&b.published) } else { a.exact.cmp(&b.exact) }
    };
    let digits = scheme.publish.total;
    let totals =
        if published { a.total.rounded(digits).cmp(&b.total.rounded(digits)) } else { a.total.cmp(&b.total) };
    if totals != Ordering::Equal {
        return (totals.reverse(), None);
    }
    for at in breaks {
        if let (Some(a), Some(b)) = (a.dimensions.get(*at), b.dimensions.get(*at)) {
            let order = figures(&a.points, &b.points);
            if order != Ordering::Equal {
                return (order.reverse(), Some(*at));
            }
        }
    }
    (Ordering::Equal, None)
}

/// Sorts a category best first and gives each its place. `named` orders those of equal rank for printing.
pub(crate) fn rank<T>(
    scheme: &Scheme,
    category: &mut [T],
    assembled: impl Fn(&T) -> &Assembled,
    named: impl Fn(&T, &T) -> Ordering,
) -> Vec<Place> {
    let breaks: Vec<usize> = scheme
        .ranking
        .tie_breaks
        .iter()
        .filter_map(|code| scheme.dimensions.iter().position(|d| d.code == *code))
        .collect();
    let order = |a: &T, b: &T| compare(scheme, &breaks, assembled(a), assembled(b));
    category.sort_by(|a, b| order(a, b).0.then_with(|| named(a, b)));
    let mut places: Vec<Place> = Vec::with_capacity(category.len());
    let mut before: Option<&T> = None;
    for (own, position) in category.iter().zip(1_u32..) {
        let (ordering, by) = before.map_or((Ordering::Less, None), |before| order(before, own));
        let by = by.and_then(|at| scheme.dimensions.get(at)).map(|d| d.code.clone());
        let rank = match places.last() {
            Some(last) if ordering == Ordering::Equal => last.rank,
            _ => position,
        };
        if by.is_some() {
            // the tie-break decided for everybody who shares the rank above, too
            let above = places.last().map(|place| place.rank);
            places.iter_mut().rev().take_while(|p| Some(p.rank) == above).for_each(|p| {
                p.tie_broken_by.get_or_insert_with(|| by.clone().unwrap_or_default());
            });
        }
        let inherited = if ordering == Ordering::Equal {
            places.last().and_then(|p| p.tie_broken_by.clone())
        } else {
            by
        };
        places.push(Place { rank, tied_with: 0, tie_broken_by: inherited });
        before = Some(own);
    }
    for group in places.chunk_by_mut(|a, b| a.rank == b.rank) {
        let others = u32::try_from(group.len() - 1).unwrap_or(u32::MAX);
        group.iter_mut().for_each(|place| place.tied_with = others);
    }
    places
}
