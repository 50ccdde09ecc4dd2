//! Exact numbers as a form shows them: what is read back is the same number.

use scoring::Ratio;

/// A decimal where there is one of at most nine digits, otherwise a fraction: `0.6`, `12`, `1/3`.
pub(crate) fn exact(value: &Ratio) -> String {
    (0..=scoring::MAX_DIGITS)
        .map(|digits| value.rounded(digits))
        .find(|rounded| rounded.value() == *value)
        .map_or_else(|| value.to_string(), |rounded| rounded.to_string())
}

/// A share in per cent where that is a decimal: `30%`, `33.3%`, otherwise a fraction.
pub(crate) fn percent(value: &Ratio) -> String {
    let text = exact(&(value.clone() * Ratio::from(100_u32)));
    if text.contains('/') { exact(value) } else { format!("{text}%") }
}

/// Measured numbers of one rule, all in the same way: in per cent when they are shares.
pub(crate) fn measured<'a>(all: impl Iterator<Item = &'a Ratio>) -> fn(&Ratio) -> String {
    let mut shares = false;
    for value in all {
        if *value > Ratio::ONE || value.is_negative() {
            return exact;
        }
        shares |= *value < Ratio::ONE && !value.is_zero();
    }
    if shares { percent } else { exact }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(text: &str) -> Ratio {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        assert_eq!(
            ["0.6", "12", "1/3", "-0.25", "632/7"].map(|text| exact(&ratio(text))).join(" "),
            "0.6 12 1/3 -0.25 632/7"
        );
        assert_eq!(
            ["30%", "1", "1/3", "1/8", "0"].map(|text| percent(&ratio(text))).join(" "),
            "30% 100% 1/3 12.5% 0%"
        );
        let both = |a: &str, b: &str| measured([&ratio(a), &ratio(b)].into_iter())(&ratio(b));
        assert_eq!([both("80%", "1"), both("0", "12"), both("0", "1")].join(" "), "100% 12 1");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_the_same(n in -1_000_000_i128..1_000_000, d in 1_i128..100_000) {
            let value = Ratio::new(n, d).unwrap();
            for text in [exact(&value), percent(&value)] {
                prop_assert_eq!(text.parse::<Ratio>().unwrap(), value.clone(), "{}", text);
            }
        }
    }
}
