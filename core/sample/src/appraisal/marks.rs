//! What seven reviewers mark.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::{Chance, INDICATORS, REVIEWERS};

/// The reviewers of a category: some are severe, some lenient, and one may not look at the single indicators.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel {
    /// What each adds to the share of the full mark, in thousandths.
    leniency: [i32; REVIEWERS],
    straight_liner: Option<usize>,
}

impl Panel {
    pub(super) fn new(chance: &mut Chance) -> Self {
        let mut leniency = [-55, -25, -10, 0, 10, 20, 45];
        leniency.shuffle(chance);
        Self { leniency, straight_liner: None }
    }

    pub(super) fn with_straight_liner(self) -> Self {
        Self { straight_liner: Some(4), ..self }
    }

    /// Marks in half points, of a body that earns that share of the full marks in thousandths.
    pub(super) fn marks(&self, chance: &mut Chance, quality: i32) -> [[u32; 8]; REVIEWERS] {
        // Strong and weak sides that all reviewers see.
        let sides = INDICATORS.map(|_| chance.random_range(-35..=35));
        let mut reviewer = 0;
        self.leniency.map(|leniency| {
            let straight = self.straight_liner == Some(reviewer);
            reviewer += 1;
            let mut side = sides.iter();
            INDICATORS.map(|indicator| {
                let side = side.next().copied().unwrap_or_default();
                let noise = chance.random_range(-45..=45) + chance.random_range(-45..=45);
                let share = if straight { quality + leniency } else { quality + leniency + side + noise };
                let full = i32::try_from(indicator.full * 2).unwrap_or(0);
                let halves = (full * share + 500).div_euclid(1_000).clamp(0, full);
                u32::try_from(halves).unwrap_or(0)
            })
        })
    }
}
