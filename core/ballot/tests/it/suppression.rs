//! No published figure, and no difference of two, reveals a small cell.

use ballot::{Cell, Rule, suppress};
use proptest::prelude::*;

const RULE: Rule = Rule { minimum: 5 };

fn cell(counts: &[u32]) -> Cell {
    Cell(counts.to_vec())
}

#[test]
fn small_cells_and_small_unanimous_ones_are_withheld() {
    let shown = suppress(&[cell(&[18, 9, 2]), cell(&[2, 1, 1]), cell(&[7, 0, 0])], RULE);
    assert_eq!(shown.cells, [Some(cell(&[18, 9, 2])), None, None]);
    // The two that are withheld make 9, 1, 1 together: enough, and not of one mind.
    assert_eq!(shown.sum, Some(cell(&[27, 10, 3])));
    assert!(RULE.reveals(&cell(&[9, 0])) && !RULE.reveals(&cell(&[10, 0])) && !RULE.reveals(&cell(&[4, 1])));
    assert!(!RULE.reveals(&cell(&[0, 0])), "nobody voted: nothing is revealed");
}

#[test]
fn one_withheld_cell_takes_the_sum_with_it() {
    let shown = suppress(&[cell(&[18, 9]), cell(&[2, 2])], RULE);
    assert_eq!((shown.cells[1].clone(), shown.sum), (None, None));
    assert!(suppress(&[cell(&[18, 9]), cell(&[3, 4])], RULE).sum.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whoever subtracts everything shown from the sum is left with the withheld cells together. That rest must not reveal, and
    /// must not be one cell alone.
    #[test]
    fn nothing_can_be_worked_out(cells in prop::collection::vec(prop::collection::vec(0u32..9, 3), 1..7)) {
        let cells: Vec<Cell> = cells.into_iter().map(Cell).collect();
        let shown = suppress(&cells, RULE);
        for (cell, shown) in cells.iter().zip(&shown.cells) {
            match shown {
                Some(shown) => prop_assert!(shown == cell && !RULE.reveals(cell)),
                None => prop_assert!(RULE.reveals(cell)),
            }
        }
        if let Some(sum) = &shown.sum {
            let mut rest = sum.0.clone();
            for cell in shown.cells.iter().flatten() {
                rest.iter_mut().zip(&cell.0).for_each(|(rest, n)| *rest -= n);
            }
            let withheld = shown.cells.iter().filter(|cell| cell.is_none()).count();
            prop_assert!(withheld != 1);
            if withheld > 0 {
                prop_assert!(!RULE.reveals(&Cell(rest)));
            }
        }
    }
}
