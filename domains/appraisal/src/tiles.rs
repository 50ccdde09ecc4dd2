//! The appraisal on the home page.

use kernel::Problem;
use kernel::access::reach_of;
use store::Conn;
use web::{Tile, Visitor, Words};

use crate::cycles::record::{self, Cycle, State};
use crate::desk;
use crate::policy::{PrepareCycle, ReadRankings};
use crate::rankings::record::{Movement, Place, before, movement, places};

/// The latest published result: of the visitor's own organisation, or of all; and cycles waiting to be finished.
pub(crate) fn tiles(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Tile>, Problem> {
    let may = |allow| reach_of(&visitor.who, allow, visitor.today).is_some();
    if !may(<ReadRankings as kernel::Act>::ALLOW) {
        return Ok(Vec::new());
    }
    let cycles = record::all(c, true)?;
    let mut tiles = Vec::new();
    if let Some(latest) = cycles.iter().find(|cycle| cycle.state == State::Published) {
        tiles.push(result(c, visitor, latest)?);
    }
    if may(<PrepareCycle as kernel::Act>::ALLOW) {
        let words = &visitor.words;
        let unfinished = cycles.iter().filter(|cycle| cycle.state != State::Published);
        tiles.extend(unfinished.map(|cycle| under_way(words, cycle)));
    }
    Ok(tiles)
}

/// A cycle that is not published yet: where it is and by when that is to be done.
fn under_way(words: &Words, cycle: &Cycle) -> Tile {
    let year = [("year", cycle.year.to_string())];
    let figure = words.t(cycle.state.key());
    if cycle.opened.is_none() {
        let (title, note) = (words.f("appraisal-ranking-of", year), words.t("appraisal-tile-unfinished"));
        return Tile { title, figure, note, href: format!("/cycles/{}", cycle.id), urgent: false };
    }
    let due = desk::due(cycle).map(|day| words.f("appraisal-stage-until", [("day", words.day(day))]));
    let (title, note) = (words.f("appraisal-progress-title", year), due.unwrap_or_default());
    Tile { title, figure, note, href: format!("/cycles/{}/progress", cycle.id), urgent: false }
}

fn result(c: &mut Conn, visitor: &Visitor, cycle: &Cycle) -> Result<Tile, Problem> {
    let words = &visitor.words;
    let title = words.f("appraisal-ranking-of", [("year", cycle.year.to_string())]);
    let Some(own) = own(&places(c, cycle.id)?, visitor) else {
        let n = cycle.summary.organisations.to_string();
        return Ok(Tile {
            title,
            figure: n.clone(),
            note: words
                .f("appraisal-tile-all", [("n", n), ("k", cycle.summary.categories.len().to_string())]),
            href: format!("/cycles/{}", cycle.id),
            urgent: false,
        });
    };
    let earlier = match before(c, cycle.year)? {
        Some((id, _)) => places(c, id)?.into_iter().find(|place| place.org == own.org),
        None => None,
    };
    let then = earlier.as_ref().map(|place| (place.category.as_str(), place.rank));
    let Movement { code, places, .. } = movement(&own.category, own.rank, then);
    let moved = match code {
        "up" => words.f("appraisal-tile-up", [("n", places.to_string())]),
        "down" => words.f("appraisal-tile-down", [("n", places.to_string())]),
        "kept" => words.t("appraisal-tile-kept"),
        _ => String::new(),
    };
    let args = [("name", own.name.clone()), ("grade", own.grade_name.clone()), ("moved", moved)];
    Ok(Tile {
        title,
        figure: words.f("appraisal-tile-rank", [("rank", own.rank.to_string()), ("of", own.of.to_string())]),
        note: words.f("appraisal-tile-own", args),
        href: format!("/cycles/{}/organisations/{}", cycle.id, own.org),
        urgent: false,
    })
}

/// The participant that is the visitor's organisation, or above it.
fn own(places: &[Place], visitor: &Visitor) -> Option<Place> {
    let holding = visitor.who.grants.iter().filter(|grant| grant.holds_on(visitor.today));
    let mut paths = holding.filter_map(|grant| grant.org.as_ref().map(|(_, path)| path));
    paths.find_map(|path| places.iter().find(|place| path.starts_with(&place.path)).cloned())
}
