//! The evaluation of a year-end review (述职评议考核): which numbers can be right, what mean they give, and which grade
//! follows from it. Exact throughout; nothing is rounded before a threshold is asked.

use schemars::JsonSchema;
use scoring::{Ratio, Score};
use serde::{Deserialize, Serialize};

use crate::coded::coded;

coded! {
    /// How far a review is. The states follow each other in this order.
    State {
        /// The report is being written.
        Reporting = "reporting",
        /// The report is submitted; questions are put and answered.
        Hearing = "hearing",
        /// The evaluation forms are counted.
        Evaluating = "evaluating",
        /// A grade is proposed.
        Deciding = "deciding",
        /// The grade is decided.
        Decided = "decided",
        /// The letter has gone out.
        FedBack = "fed_back",
    }
}

impl State {
    pub const ALL: [Self; 6] =
        [Self::Reporting, Self::Hearing, Self::Evaluating, Self::Deciding, Self::Decided, Self::FedBack];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Reporting => "",
            Self::Hearing | Self::Evaluating => "calm",
            Self::Deciding => "warn",
            Self::Decided | Self::FedBack => "done",
        }
    }

    /// Its place on the way, from 1.
    pub fn step(self) -> usize {
        1 + Self::ALL.iter().position(|state| *state == self).unwrap_or(0)
    }
}

coded! {
    /// What a form can say, and what a review can come to.
    Grade {
        /// 好
        Good = "good",
        /// 较好
        Fair = "fair",
        /// 一般
        Ordinary = "ordinary",
        /// 差
        Poor = "poor",
    }
}

impl Grade {
    /// Best first.
    pub const ALL: [Self; 4] = [Self::Good, Self::Fair, Self::Ordinary, Self::Poor];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Ordinary => "ordinary",
            Self::Poor => "bad",
        }
    }
}

/// Those who fill in forms together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Group {
    pub name: String,
    /// Its weight beside the others.
    pub weight: u32,
}

/// What holds for everybody reviewed in a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Parameters {
    /// Characters that a report may have.
    pub limit: u32,
    pub groups: Vec<Group>,
    /// What each grade on a form is worth, best first.
    #[schemars(with = "[String; 4]")]
    pub marks: [Score; 4],
    /// From which mean on it is 好, 较好, 一般; below the last it is 差.
    #[schemars(with = "[String; 3]")]
    pub thresholds: [Score; 3],
}

impl Default for Parameters {
    fn default() -> Self {
        let group = |(name, weight): (&str, u32)| Group { name: name.into(), weight };
        let whole = |points: i64| Score::from_thousandths(points * 1_000);
        Self {
            limit: 3_000,
            groups: [("领导班子成员", 30), ("党员代表", 40), ("群众代表", 30)].map(group).into(),
            marks: [100, 85, 70, 50].map(whole),
            thresholds: [90, 80, 60].map(whole),
        }
    }
}

/// Numbers of one group, kept apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Count {
    /// 应到: who should have come.
    pub due: u32,
    /// 实到: who came.
    pub present: u32,
    /// 发出: forms handed out.
    pub issued: u32,
    /// 收回: forms that came back.
    pub returned: u32,
    /// 有效: forms that count.
    pub valid: u32,
    /// How many of them say each grade, best first.
    pub grades: [u32; 4],
}

/// Names of the numbers, in the order in which none may be larger than the one before.
pub(crate) const NUMBERS: [&str; 5] = ["due", "present", "issued", "returned", "valid"];

impl Count {
    /// The numbers in the order of [`NUMBERS`].
    pub fn numbers(&self) -> [u32; 5] {
        [self.due, self.present, self.issued, self.returned, self.valid]
    }

    /// How many forms say any grade.
    pub fn sum(&self) -> u64 {
        self.grades.iter().map(|n| u64::from(*n)).sum()
    }

    /// What cannot be right: a number larger than the one before it, or grades that do not add up to the valid forms.
    pub fn wrong(&self) -> Vec<Wrong> {
        let numbers = self.numbers();
        let pairs = NUMBERS.iter().zip(numbers).zip(NUMBERS.iter().zip(numbers).skip(1));
        let larger = pairs
            .filter(|((_, before), (_, after))| after > before)
            .map(|((than, _), (what, _))| Wrong::Larger { what, than });
        let sum = (self.sum() != u64::from(self.valid)).then_some(Wrong::Sum(self.sum()));
        larger.chain(sum).collect()
    }

    /// The mean of the valid forms; nothing where there are none.
    pub fn mean(&self, marks: &[Score; 4]) -> Option<Ratio> {
        let points = self.grades.iter().zip(marks).map(|(n, mark)| Ratio::from(i64::from(*n)) * mark.ratio());
        points.sum::<Ratio>().over(&Ratio::from(i64::try_from(self.sum()).unwrap_or(i64::MAX)))
    }
}

/// Something about the numbers of a group that cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// One number is larger than another that it is a part of.
    Larger { what: &'static str, than: &'static str },
    /// The grades add up to so many, which is not the number of valid forms.
    Sum(u64),
}

/// The mean over the groups by their weights. A group without a valid form leaves the denominator; without any there is
/// no mean.
pub(crate) fn mean(parameters: &Parameters, counts: &[Count]) -> Option<Ratio> {
    let (mut points, mut weights) = (Ratio::ZERO, Ratio::ZERO);
    for (group, count) in parameters.groups.iter().zip(counts) {
        if let Some(mean) = count.mean(&parameters.marks) {
            let weight = Ratio::from(i64::from(group.weight));
            points = points + mean * weight.clone();
            weights = weights + weight;
        }
    }
    points.over(&weights)
}

/// The grade that a mean comes to.
pub(crate) fn grade(parameters: &Parameters, mean: &Ratio) -> Grade {
    let reached = parameters.thresholds.iter().position(|from| *mean >= from.ratio());
    reached.and_then(|place| Grade::ALL.get(place).copied()).unwrap_or(Grade::Poor)
}

/// Characters of a report as they are counted: blanks and line ends do not count.
pub(crate) fn length(report: &str) -> usize {
    report.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
