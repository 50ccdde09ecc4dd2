//! The words by which the file names what is chosen from a fixed list: for forms, and for telling what changed.

use super::{
    Average, Curve, Fallback, GradingBy, GuardedFigure, LineTies, Method, Missing, Satisfied, WholePlaces,
};

/// `word`, `from_word` and `ALL` for an enum without content.
macro_rules! words {
    ($kind:ident, $count:literal, { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $kind {
            /// Every one, in the order in which they are offered.
            pub const ALL: [Self; $count] = [$(Self::$variant),+];

            /// As the file writes it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The one that the file writes so.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.word() == word)
            }
        }
    };
}

words!(Average, 3, { Trimmed = "trimmed", Mean = "mean", Median = "median" });
words!(Fallback, 3, { Mean = "mean", Median = "median", Missing = "missing" });
words!(Missing, 3, { Block = "block", Exclude = "exclude", Zero = "zero" });
words!(GradingBy, 3, { Quota = "quota", Threshold = "threshold", LowerOfBoth = "lower_of_both" });
words!(WholePlaces, 3, { Floor = "floor", HalfUp = "half_up", Ceiling = "ceiling" });
words!(LineTies, 3, { ByRank = "by_rank", AllUp = "all_up", AllDown = "all_down" });
words!(Satisfied, 2, { Strict = "strict", Wide = "wide" });

impl Method {
    /// As the file writes its kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Panel(_) => "panel",
            Self::Formula(_) => "formula",
            Self::YesNo(_) => "yes_no",
            Self::Level(_) => "level",
            Self::Deduction(_) => "deduction",
            Self::Bonus(_) => "bonus",
            Self::Ballots(_) => "ballots",
        }
    }
}

impl Curve {
    /// As the file writes its kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Linear { .. } => "linear",
            Self::Steps { .. } => "steps",
            Self::Ratio { .. } => "ratio",
        }
    }
}

impl GuardedFigure {
    /// As the file writes its kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Satisfaction { .. } => "satisfaction",
            Self::Dimension { .. } => "dimension",
            Self::Total => "total",
        }
    }

    /// Code of the indicator or dimension it looks at; empty for the total.
    #[must_use]
    pub fn of(&self) -> &str {
        match self {
            Self::Satisfaction { indicator, .. } => indicator,
            Self::Dimension { dimension } => dimension,
            Self::Total => "",
        }
    }
}
