//! Exact numbers at their edges, and against big fractions everywhere else.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use scoring::{Money, NumberError, Ratio, Rounded, Score};

fn big(ratio: &Ratio) -> BigRational {
    let (n, d) = ratio.parts();
    BigRational::new(n, d)
}

#[test]
fn numbers_are_read_as_people_type_them() {
    for (text, thousandths) in
        [("9.5", 9_500), (" ９．５ ", 9_500), ("+3.", 3_000), (".5", 500), ("-0.001", -1), ("9.5000", 9_500)]
    {
        assert_eq!(text.parse::<Score>(), Ok(Score::from_thousandths(thousandths)), "{text}");
    }
    for text in ["", "9,5", "1e3", "九", "--1", "1.2.3", ".", "-", "NaN", "1/0"] {
        assert!(text.parse::<Score>().is_err(), "{text}");
    }
    assert_eq!("0.0005".parse::<Score>(), Err(NumberError::TooFine { digits: 3 }));
    assert_eq!("0.001".parse::<Money>(), Err(NumberError::TooFine { digits: 2 }));
    assert_eq!("99999999999999999999".parse::<Score>(), Err(NumberError::TooLarge));
    assert_eq!("1/0".parse::<Ratio>(), Err(NumberError::OverZero));
    assert_eq!("３０％".parse::<Ratio>(), Ok(Ratio::new(3, 10).unwrap()));
}

#[test]
fn halves_go_up_away_from_zero() {
    for (text, digits, expected) in [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.005", 2, "0.01"),
        ("-0.004", 2, "0.00"),
        ("1/3", 4, "0.3333"),
        ("12", 3, "12.000"),
    ] {
        assert_eq!(text.parse::<Ratio>().unwrap().rounded(digits).to_string(), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn fractions_agree_with_big_fractions_at_any_size(a: i128, b: i128, c: i128, d: i128) {
        prop_assume!(b != 0 && d != 0);
        let (x, y) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
        let (p, q) = (BigRational::new(a.into(), b.into()), BigRational::new(c.into(), d.into()));
        prop_assert_eq!(big(&x), p.clone());
        prop_assert_eq!(big(&(x.clone() + y.clone())), p.clone() + q.clone());
        prop_assert_eq!(big(&(x.clone() - y.clone())), p.clone() - q.clone());
        prop_assert_eq!(big(&(x.clone() * y.clone())), p.clone() * q.clone());
        prop_assert_eq!(x.over(&y).map(|z| big(&z)), (c != 0).then(|| p.clone() / q.clone()));
        prop_assert_eq!(x.cmp(&y), p.cmp(&q));
        prop_assert_eq!(x.floor(), p.floor().to_integer());
        prop_assert_eq!(x.to_string().parse::<Ratio>(), Ok(x));
    }

    #[test]
    fn small_fractions_too_and_equal_values_have_one_form(a: i64, b: i64, c: i64, d: i64) {
        prop_assume!(b != 0 && d != 0);
        let ratio = |n: i64, d: i64| Ratio::new(n.into(), d.into()).unwrap();
        let there = ratio(a, b) + ratio(c, d);
        prop_assert_eq!(big(&there), BigRational::new(a.into(), b.into()) + BigRational::new(c.into(), d.into()));
        prop_assert_eq!(there - ratio(c, d), ratio(a, b));
    }

    #[test]
    fn rounding_is_within_half_a_unit_and_prints_what_it_is(n: i128, d in 1_i128.., digits in 0_u8..=9) {
        let exact = Ratio::new(n, d).unwrap();
        let rounded = exact.rounded(digits);
        let unit = BigRational::new(BigInt::from(1), BigInt::from(10_i64.pow(digits.into())));
        let off = big(&rounded.value()) - big(&exact);
        let two = BigRational::from_integer(BigInt::from(2));
        prop_assert!(off.clone() * two.clone() <= unit && off * two >= -unit);
        prop_assert_eq!(rounded.to_string().parse::<Rounded>(), Ok(rounded));
    }

    #[test]
    fn points_and_money_print_as_they_are_read(units: i64) {
        let score = Score::from_thousandths(units);
        prop_assert_eq!(score.to_string().parse::<Score>(), Ok(score));
        let money = Money::from_fen(units);
        prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC*") {
        let _ = (text.parse::<Ratio>(), text.parse::<Score>(), text.parse::<Money>(), text.parse::<Rounded>());
    }
}
