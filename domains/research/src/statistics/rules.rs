//! Rates and medians, exact until they are printed.

/// A share in percent with one digit, half up: `66.7`; nothing of nothing.
pub(crate) fn percent(part: usize, whole: usize) -> Option<String> {
    let tenths = (part * 2_000 + whole).checked_div(whole * 2)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// The middle of some numbers, the mean of the two middle ones where there is none: `12` or `12.5`.
pub(crate) fn median(mut numbers: Vec<i64>) -> Option<String> {
    numbers.sort_unstable();
    let upper = *numbers.get(numbers.len() / 2)?;
    let lower = *numbers.get((numbers.len() - 1) / 2)?;
    let twice = upper + lower;
    Some(if twice % 2 == 0 { (twice / 2).to_string() } else { format!("{}.5", twice / 2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_round_half_up_and_nothing_has_no_rate() {
        assert_eq!(percent(2, 3).as_deref(), Some("66.7"));
        assert_eq!(percent(1, 16).as_deref(), Some("6.3"), "6.25 goes up");
        assert_eq!(percent(0, 4).as_deref(), Some("0.0"));
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(vec![9, 1, 5]).as_deref(), Some("5"));
        assert_eq!(median(vec![4, 1]).as_deref(), Some("2.5"));
        assert_eq!(median(Vec::new()), None);
    }
}
