use proptest::prelude::*;

use super::*;

fn count(grades: [u32; 4]) -> Count {
    let valid = grades.iter().sum();
    Count { due: valid, present: valid, issued: valid, returned: valid, valid, grades }
}

#[test]
fn the_mean_is_exact_and_weighted_by_group() {
    let parameters = Parameters::default();
    let counts = [count([5, 2, 0, 0]), count([18, 9, 2, 1]), count([0, 0, 0, 0])];
    // (5·100 + 2·85)/7 = 670/7 with weight 30; (1800 + 765 + 140 + 50)/30 = 551/6 with weight 40; nobody of the third.
    let exact: Ratio =
        (Ratio::new(670 * 30, 7).unwrap() + Ratio::new(551 * 40, 6).unwrap()).over(&Ratio::from(70)).unwrap();
    assert_eq!(mean(&parameters, &counts), Some(exact.clone()));
    assert_eq!(exact.rounded(2).to_string(), "93.50");
    assert_eq!(mean(&parameters, &[Count::default(); 3]), None);
}

#[test]
fn a_threshold_is_reached_exactly() {
    let parameters = Parameters::default();
    let at = |text: &str| grade(&parameters, &text.parse().unwrap());
    assert_eq!([at("90"), at("89.999"), at("269999/3000")], [Grade::Good, Grade::Fair, Grade::Fair]);
    assert_eq!([at("80"), at("79.99")], [Grade::Fair, Grade::Ordinary]);
    assert_eq!([at("60"), at("59.99"), at("0")], [Grade::Ordinary, Grade::Poor, Grade::Poor]);
}

#[test]
fn numbers_that_cannot_be_right_are_named() {
    let right = Count { due: 40, present: 38, issued: 38, returned: 37, valid: 36, grades: [30, 4, 2, 0] };
    assert_eq!(right.wrong(), []);
    let wrong = |change: fn(&mut Count)| {
        let mut count = right;
        change(&mut count);
        count.wrong()
    };
    assert_eq!(wrong(|c| c.present = 41), [Wrong::Larger { what: "present", than: "due" }]);
    assert_eq!(wrong(|c| c.issued = 39), [Wrong::Larger { what: "issued", than: "present" }]);
    assert_eq!(wrong(|c| c.returned = 39), [Wrong::Larger { what: "returned", than: "issued" }]);
    let valid = [Wrong::Larger { what: "valid", than: "returned" }, Wrong::Sum(36)];
    assert_eq!(wrong(|c| c.valid = 38), valid);
    assert_eq!(wrong(|c| c.grades = [30, 4, 1, 0]), [Wrong::Sum(35)]);
}

#[test]
fn blanks_do_not_make_a_report_longer() {
    assert_eq!(length(" 一、履职 情况\n　\r\n二"), 7);
}

fn counts() -> impl Strategy<Value = Vec<Count>> {
    proptest::collection::vec(proptest::array::uniform4(0_u32..200).prop_map(count), 3)
}

proptest! {
    #[test]
    fn a_mean_lies_between_the_worst_and_the_best_mark(counts in counts()) {
        let parameters = Parameters::default();
        if let Some(mean) = mean(&parameters, &counts) {
            prop_assert!(mean >= Ratio::from(50) && mean <= Ratio::from(100));
        } else {
            prop_assert!(counts.iter().all(|count| count.sum() == 0));
        }
    }

    #[test]
    fn a_better_form_never_lowers_the_mean(counts in counts(), group in 0_usize..3, from in 1_usize..4) {
        let parameters = Parameters::default();
        let mut better = counts.clone();
        let grades = &mut better[group].grades;
        if grades[from] > 0 {
            grades[from] -= 1;
            grades[from - 1] += 1;
            prop_assert!(mean(&parameters, &better) >= mean(&parameters, &counts));
        }
    }

    #[test]
    fn only_the_relation_of_weights_matters(counts in counts(), times in 1_u32..50) {
        let parameters = Parameters::default();
        let mut scaled = parameters.clone();
        scaled.groups.iter_mut().for_each(|group| group.weight *= times);
        prop_assert_eq!(mean(&parameters, &counts), mean(&scaled, &counts));
    }

    #[test]
    fn the_order_of_groups_does_not_matter(counts in counts()) {
        let parameters = Parameters::default();
        let mut turned = parameters.clone();
        turned.groups.reverse();
        let backwards: Vec<Count> = counts.iter().rev().copied().collect();
        prop_assert_eq!(mean(&parameters, &counts), mean(&turned, &backwards));
    }

    #[test]
    fn a_higher_mean_is_never_a_worse_grade(a in 0_i128..100_000, b in 0_i128..100_000) {
        let parameters = Parameters::default();
        let of = |n: i128| grade(&parameters, &Ratio::new(n, 1_000).unwrap());
        if a <= b {
            prop_assert!(of(a) >= of(b), "grades are ordered best first");
        }
    }
}
