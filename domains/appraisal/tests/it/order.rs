//! The order of files, sheets, rows and columns never changes a result, nor what is said to be wrong.

use appraisal::workbooks::{Wanted, gather};
use office::{Cell, Region, Row, Table, Workbook};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::{books_of_2014, scheme};

fn shuffled(seed: u64) -> Vec<Workbook> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut books = books_of_2014();
    books.shuffle(&mut chance);
    for book in &mut books {
        book.sheets.shuffle(&mut chance);
        for table in &mut book.sheets {
            if table.name == "汇总" {
                shuffle_tally(table, &mut chance);
            } else {
                shuffle_marks(table, &mut chance);
            }
        }
    }
    books
}

/// Rows below the two rows of heads, and the pairs of columns under each dimension.
fn shuffle_marks(table: &mut Table, chance: &mut ChaCha8Rng) {
    let (heads, mut rows) = (table.rows[..3].to_vec(), table.rows[3..].to_vec());
    rows.shuffle(chance);
    number(&mut rows, 3);
    table.rows = [heads, rows].concat();
    let mut dimensions: Vec<usize> = (0..4).collect();
    dimensions.shuffle(chance);
    let order: Vec<usize> =
        [0, 1].into_iter().chain(dimensions.iter().flat_map(|d| [2 + d * 2, 3 + d * 2])).collect();
    for row in table.rows.iter_mut().skip(1) {
        row.cells.resize(10, Cell::EMPTY);
        row.cells = order.iter().map(|&column| row.cells[column].clone()).collect();
    }
}

/// Organisations with their rows, and the columns of the choices.
fn shuffle_tally(table: &mut Table, chance: &mut ChaCha8Rng) {
    let (heads, body) = (table.rows[..3].to_vec(), table.rows[3..].to_vec());
    let mut organisations: Vec<Vec<Row>> = body.chunks(2).map(<[Row]>::to_vec).collect();
    organisations.shuffle(chance);
    let mut rows = organisations.concat();
    number(&mut rows, 3);
    table.rows = [heads, rows].concat();
    let mut columns: Vec<usize> = (2..11).collect();
    columns.shuffle(chance);
    let order: Vec<usize> = [0, 1].into_iter().chain(columns).collect();
    for row in table.rows.iter_mut().skip(2) {
        row.cells.resize(11, Cell::EMPTY);
        row.cells = order.iter().map(|&column| row.cells[column].clone()).collect();
    }
    assert!(table.merged.iter().all(|region: &Region| region.first.column == 0));
}

fn number(rows: &mut [Row], first: u32) {
    for (index, row) in (first..).zip(rows) {
        row.index = index;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_ranking(seed in any::<u64>()) {
        let scheme = scheme();
        let wanted = Wanted { scheme: &scheme, year: 2014, category: None };
        let straight = gather(&books_of_2014(), &wanted);
        let found = gather(&shuffled(seed), &wanted);
        prop_assert_eq!(&found.faults, &Vec::new());
        let (a, b) = (scoring::evaluate(&scheme, &straight.input).unwrap(), scoring::evaluate(&scheme, &found.input).unwrap());
        prop_assert_eq!(a, b);
    }

    #[test]
    fn any_order_of_files_and_sheets_names_the_same_faults(seed in any::<u64>()) {
        let scheme = scheme();
        let wanted = Wanted { scheme: &scheme, year: 2014, category: None };
        let mut broken = books_of_2014();
        broken[1].sheets[2].rows[5].cells[3] = Cell { value: office::Value::Number("99".into()), formula: false };
        broken[1].sheets[3].rows[4].cells[1] = Cell { value: office::Value::Text("张三".into()), formula: false };
        let faults = gather(&broken, &wanted).faults;
        prop_assert!(faults.len() >= 3);
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        broken.shuffle(&mut chance);
        broken.iter_mut().for_each(|book| book.sheets.shuffle(&mut chance));
        prop_assert_eq!(gather(&broken, &wanted).faults, faults);
    }
}
