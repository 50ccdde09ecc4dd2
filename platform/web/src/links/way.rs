//! The way a record stands on: everything it came from and everything that came of it.

use std::collections::BTreeSet;

use kernel::{Problem, RecordRef};
use store::Conn;
use store::links::{Tie, around};

use super::ANSWERS;

/// Steps in each direction at most.
const FAR: usize = 6;
/// Records on a way at most; a record with more is a hub, whose way would say nothing.
const MOST: usize = 60;

/// Earlier and later end of a tie: an answer comes after what it answers.
fn ends(tie: &Tie) -> (&RecordRef, &RecordRef) {
    if tie.kind == ANSWERS { (&tie.to, &tie.from) } else { (&tie.from, &tie.to) }
}

/// All records before and after this one, itself among them. `first` are the ties at the record itself.
pub(super) fn of(c: &mut Conn, record: &RecordRef, first: &[Tie]) -> Result<BTreeSet<RecordRef>, Problem> {
    let mut way = BTreeSet::from([record.clone()]);
    for later in [false, true] {
        let mut ties: Vec<Tie> = first.to_vec();
        let mut edge = BTreeSet::from([record.clone()]);
        for _ in 0..FAR {
            edge = next(&edge, &ties, later).into_iter().filter(|one| !way.contains(one)).collect();
            if edge.is_empty() || way.len() + edge.len() > MOST {
                break;
            }
            way.extend(edge.iter().cloned());
            ties = around(c, &edge.iter().cloned().collect::<Vec<_>>())?;
        }
    }
    Ok(way)
}

/// One step on from all of `edge`.
fn next(edge: &BTreeSet<RecordRef>, ties: &[Tie], later: bool) -> BTreeSet<RecordRef> {
    let step = |tie: &Tie| {
        let (before, after) = ends(tie);
        let (here, there) = if later { (before, after) } else { (after, before) };
        edge.contains(here).then(|| there.clone())
    };
    ties.iter().filter_map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, id: i64) -> RecordRef {
        RecordRef::new(kind, id)
    }

    fn tie(kind: &str, from: RecordRef, to: RecordRef) -> Tie {
        Tie { kind: kind.into(), from, to }
    }

    #[test]
    fn a_step_follows_time_and_an_answer_comes_later() {
        let (finding, measure, letter) = (record("finding", 1), record("measure", 2), record("letter", 3));
        let ties = [
            tie("leads_to", finding.clone(), measure.clone()),
            tie("answers", letter.clone(), finding.clone()),
        ];
        let from = BTreeSet::from([finding.clone()]);
        assert_eq!(next(&from, &ties, true), BTreeSet::from([measure.clone(), letter.clone()]));
        assert_eq!(next(&from, &ties, false), BTreeSet::new());
        assert_eq!(next(&BTreeSet::from([measure]), &ties, false), from);
        assert_eq!(next(&BTreeSet::from([letter]), &ties, false), from);
    }
}
