//! The places of a cycle.

use kernel::OrgId;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;

pub(crate) const PLACES: &str =
    "SELECT p.org_id, p.name, p.category, p.path, r.rank, r.of_all, r.panel, r.mass,
    r.total, r.grade, r.grade_name, r.grade_place
    FROM appraisal_cycles c JOIN appraisal_participants p ON p.cycle_id = c.id
    JOIN appraisal_results r ON r.version_id = COALESCE(c.shown_version, c.working_version) AND r.participant_id = p.id
    WHERE c.id = $1";
pub(crate) const PLACE: &str =
    "SELECT p.org_id, p.name, p.category, p.path, r.rank, r.of_all, r.panel, r.mass,
    r.total, r.grade, r.grade_name, r.grade_place
    FROM appraisal_cycles c JOIN appraisal_participants p ON p.cycle_id = c.id
    JOIN appraisal_results r ON r.version_id = COALESCE(c.shown_version, c.working_version) AND r.participant_id = p.id
    WHERE c.id = $1 AND p.org_id = $2";
pub(crate) const BEFORE: &str =
    "SELECT id, year FROM appraisal_cycles WHERE year < $1 AND state = 'published'
    ORDER BY year DESC LIMIT 1";

/// Where an organisation stands in a cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Place {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    #[serde(skip)]
    pub path: String,
    pub rank: u32,
    pub of: u32,
    pub panel: String,
    pub mass: String,
    pub total: String,
    pub grade: String,
    pub grade_name: String,
    /// Position of the grade, 0 the best.
    pub grade_place: u32,
}

fn place(row: &Row<'_>) -> Result<Place, Error> {
    Ok(Place {
        org: row.get(0)?,
        name: row.get(1)?,
        category: row.get(2)?,
        path: row.get(3)?,
        rank: row.get(4)?,
        of: row.get(5)?,
        panel: row.get(6)?,
        mass: row.get(7)?,
        total: row.get(8)?,
        grade: row.get(9)?,
        grade_name: row.get(10)?,
        grade_place: row.get(11)?,
    })
}

/// All places of a cycle by category, rank and name.
pub(crate) fn places(c: &mut Conn, cycle: CycleId) -> Result<Vec<Place>, Error> {
    let mut places = c.all(PLACES, &[&cycle], place)?;
    places.sort_by(|a, b| (&a.category, a.rank, &a.name).cmp(&(&b.category, b.rank, &b.name)));
    Ok(places)
}

/// The place of one organisation in a cycle.
pub(crate) fn place_of(c: &mut Conn, cycle: CycleId, org: OrgId) -> Result<Option<Place>, Error> {
    c.maybe(PLACE, &[&cycle, &org], place)
}

/// The published cycle before that year.
pub(crate) fn before(c: &mut Conn, year: i16) -> Result<Option<(CycleId, i16)>, Error> {
    c.maybe(BEFORE, &[&year], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A move from one cycle to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Movement {
    /// `up`, `down`, `kept` or `new`; ranks of different categories are not compared and count as new.
    pub code: &'static str,
    /// By how many places.
    pub places: usize,
    /// The rank before.
    pub before: Option<u32>,
}

/// How a place moved against the one before.
pub(crate) fn movement(category: &str, rank: u32, before: Option<(&str, u32)>) -> Movement {
    let Some((_, then)) = before.filter(|(known, _)| *known == category) else {
        return Movement { code: "new", places: 0, before: None };
    };
    let code = match then.cmp(&rank) {
        std::cmp::Ordering::Greater => "up",
        std::cmp::Ordering::Less => "down",
        std::cmp::Ordering::Equal => "kept",
    };
    Movement { code, places: usize::try_from(then.abs_diff(rank)).unwrap_or_default(), before: Some(then) }
}

/// Tone of a grade's badge: gold for the best, plain for the last.
pub(crate) fn tone(grade_place: u32, grades: usize) -> &'static str {
    let last = u32::try_from(grades.saturating_sub(1)).unwrap_or(u32::MAX);
    match grade_place {
        0 => "good",
        place if place >= last => "ordinary",
        _ => "fair",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_one_category_are_compared() {
        let of = |rank, before| movement("审查业务类", rank, before);
        let first = of(1, Some(("审查业务类", 13)));
        assert_eq!((first.code, first.places, first.before), ("up", 12, Some(13)));
        assert_eq!(of(3, Some(("审查业务类", 1))).code, "down");
        assert_eq!(of(3, Some(("审查业务类", 3))).code, "kept");
        assert_eq!(of(3, Some(("综合管理类", 1))), Movement { code: "new", places: 0, before: None });
        assert_eq!(of(3, None).code, "new");
    }

    #[test]
    fn only_the_best_grade_is_gold() {
        assert_eq!([0, 1, 2].map(|place| tone(place, 3)), ["good", "fair", "ordinary"]);
        assert_eq!([0, 1].map(|place| tone(place, 2)), ["good", "ordinary"]);
    }
}
