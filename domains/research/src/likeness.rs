//! Whether two findings say the same thing: their texts are compared by pairs of neighbouring characters, which needs no
//! dictionary and does not mind another order of words.

use std::collections::BTreeMap;

use kernel::names;

/// From this likeness on, in thousandths, two findings are offered for merging.
pub(crate) const ALIKE: u32 = 450;

/// Pairs of neighbouring characters of a text and how often each stands there. Blanks, punctuation and case do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    counts: BTreeMap<(char, char), u32>,
    total: u32,
}

impl Pairs {
    /// The pairs of a text.
    pub fn of(text: &str) -> Self {
        let folded = names::fold(text);
        let letters = folded.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        let mut pairs = Self::default();
        let mut before = None;
        for c in letters {
            if let Some(before) = before.replace(c) {
                *pairs.counts.entry((before, c)).or_default() += 1;
                pairs.total += 1;
            }
        }
        pairs
    }

    /// Twice the pairs that both have, of the pairs of both, in thousandths (Dice's coefficient, rounded down). A text without
    /// pairs is like nothing.
    pub fn likeness(&self, other: &Self) -> u32 {
        let all = self.total + other.total;
        if self.total == 0 || other.total == 0 {
            return 0;
        }
        let shared: u32 =
            self.counts.iter().map(|(pair, n)| other.counts.get(pair).map_or(0, |m| *n.min(m))).sum();
        2_000 * shared / all
    }
}

/// Those of the others that say the same, the likest first, each with its likeness in thousandths.
pub(crate) fn alike<T>(text: &str, others: impl IntoIterator<Item = (T, String)>) -> Vec<(T, u32)> {
    let own = Pairs::of(text);
    let mut found: Vec<(T, u32)> = others
        .into_iter()
        .map(|(which, other)| (which, own.likeness(&Pairs::of(&other))))
        .filter(|(_, likeness)| *likeness >= ALIKE)
        .collect();
    found.sort_by_key(|(_, likeness)| std::cmp::Reverse(*likeness));
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(one: &str, other: &str) -> u32 {
        Pairs::of(one).likeness(&Pairs::of(other))
    }

    #[test]
    fn the_same_complaint_in_other_words_is_found() {
        let heard = "会议形式比较死板，建议小型、快捷、灵活";
        for same in [
            "会议形式死板，建议采取小型、快捷、灵活的方式",
            "会议形式比较死板。建议小型快捷灵活！",
            "支部会议形式比较死板，建议小型、灵活",
        ] {
            assert!(of(heard, same) >= ALIKE, "{same}: {}", of(heard, same));
        }
        for other in
            ["党费收缴不够及时", "会议记录不规范", "青年党员建议多组织实地参观", "活动形式单一，吸引力不强"]
        {
            assert!(of(heard, other) < ALIKE, "{other}: {}", of(heard, other));
        }
    }

    #[test]
    fn width_blanks_punctuation_and_case_do_not_count() {
        assert_eq!(of("ＡＢＣ 系统，慢", "abc系统慢"), 1_000);
        assert_eq!((of("", "abc"), of("好", "好")), (0, 0));
    }

    #[test]
    fn the_likest_comes_first() {
        let others = [(1, "会议形式死板"), (2, "党费收缴不及时"), (3, "会议形式比较死板")];
        let found = alike("会议形式比较死板", others.map(|(id, text)| (id, text.to_owned())));
        assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 1]);
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways_and_never_above_all(a in "[会议形式死板，党费]{0,30}", b in "[会议形式死板，党费]{0,30}") {
            let (one, other) = (of(&a, &b), of(&b, &a));
            prop_assert_eq!(one, other);
            prop_assert!(one <= 1_000);
            if Pairs::of(&a).total > 0 {
                prop_assert_eq!(of(&a, &a), 1_000);
            }
        }
    }
}
