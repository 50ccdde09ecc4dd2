//! The functional core of the appraisal (晋位升级): exact numbers, schemes, figures, ranks, grades, allocations.
//!
//! No input or output, no clock, no floating point, and no chance but from a seed that the caller gives. The same content gives the same result, in whatever
//! order it arrives, and every published figure can be opened down to the cells it came from.
//!
//! # A scheme is a file that the office edits
//!
//! Unknown keys are refused, and [`Scheme::check`] says what contradicts what and how to mend it.
//!
//! ```
//! use scoring::*;
//!
//! let scheme = Scheme::from_toml(r#"
//!     format = 1
//!     code = "example"
//!     name = "示例方案"
//!     version = 1
//!
//!     [[category]]
//!     name = "综合管理类"
//!
//!     [[dimension]]
//!     code = "work"
//!     name = "工作业绩"
//!     weight = 85
//!     [[dimension]]
//!     code = "mass"
//!     name = "群众评价"
//!     weight = 15
//!
//!     [[indicator]]
//!     code = "central"
//!     name = "中心工作"
//!     dimension = "work"
//!     full = 85
//!     missing = "block"
//!     method = { kind = "panel", average = "trimmed", trim_from = 5, fallback = "mean" }
//!
//!     [[indicator]]
//!     code = "ballots"
//!     name = "群众评价"
//!     dimension = "mass"
//!     full = 15
//!     missing = "exclude"
//!     [indicator.method]
//!     kind = "ballots"
//!     choices = [
//!       { code = "good", name = "好", points = 100, satisfied = "strict" },
//!       { code = "fair", name = "较好", points = 80, satisfied = "wide" },
//!       { code = "ordinary", name = "一般", points = 60 },
//!       { code = "poor", name = "差", points = 40 },
//!     ]
//!     left_out = [{ code = "unknown", name = "不了解" }]
//!     groups = [{ code = "all", name = "全体", weight = 1 }]
//!
//!     [grading]
//!     by = "quota"
//!     [[grade]]
//!     code = "good"
//!     name = "好"
//!     share = "30%"
//!     [[grade]]
//!     code = "ordinary"
//!     name = "一般"
//! "#)?;
//! # fn mark(key: &str, reviewer: u32, points: &str) -> Mark {
//! #     Mark { participant: key.into(), indicator: "中心工作".into(), reviewer: format!("评委{reviewer}"),
//! #         mark: points.parse().unwrap(), source: None }
//! # }
//!
//! // Five reviewers: the one highest and the one lowest mark are dropped, the mean of the rest is 79 + 1/3.
//! let mut input = Input::default();
//! input.participants.push(Participant { key: "7".into(), name: "规划发展司党委".into(), category: "综合管理类".into() });
//! for (reviewer, points) in (1..).zip(["85", "80", "79", "79", "40"]) {
//!     input.marks.push(mark("7", reviewer, points));
//! }
//! // 30 valid ballots: (18 × 100 + 9 × 80 + 2 × 60 + 1 × 40) / 30 = 89.33; 不了解 and the abstention are left out.
//! let count = |choice: &str, count| ChoiceCount { choice: choice.into(), count, source: None };
//! input.tallies.push(Tally {
//!     participant: "7".into(), indicator: "ballots".into(), group: "全体".into(),
//!     due: 40, issued: 38, returned: 34, spoilt: 0, source: None,
//!     choices: vec![count("好", 18), count("较好", 9), count("一般", 2), count("差", 1), count("不了解", 3)],
//! });
//!
//! let outcome = evaluate(&scheme, &input)?;
//! let own = outcome.ranking("综合管理类").next().unwrap();
//! assert_eq!(own.panel.exact.to_string(), "238/3");
//! assert_eq!(own.mass.exact.to_string(), "67/5");
//! // the total is rounded from its own exact value, 1391/15
//! assert_eq!(own.total.published.to_string(), "92.73");
//! assert_eq!((own.rank, own.of, own.grade.name.as_str()), (1, 1, "一般")); // 30 % of one is no place
//!
//! // Satisfaction in both definitions.
//! let satisfaction = own.indicators[1].satisfaction.as_ref().unwrap();
//! assert_eq!(satisfaction.strict, "60%".parse()?);
//! assert_eq!(satisfaction.wide, "90%".parse()?);
//!
//! // Every figure opens: total → dimension → indicator → marks, the dropped ones flagged.
//! let opened = explain(&scheme, &input, "7")?;
//! let marks = &opened.total.children[0].children[0].children;
//! assert_eq!((marks[0].fate, marks[4].fate), (Fate::DroppedHighest, Fate::DroppedLowest));
//!
//! // Missing input is never a silent zero: the scheme says what happens, and the result says that it happened.
//! input.tallies.clear();
//! let without = evaluate(&scheme, &input)?;
//! let own = without.of("7").unwrap();
//! assert_eq!(own.indicators[1].treatment, Treatment::Excluded(MissingReason::Nothing));
//! assert_eq!(own.total.exact.to_string(), "280/3"); // 238/3 of 85, renormalised to 100
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rules, in one place each
//!
//! | rule | where |
//! |---|---|
//! | a number is exact; a figure is rounded once, half up | [`Ratio`], [`Rounded`], [`Score`], [`Money`] |
//! | methods: panel, formula, yes or no, level, deduction, bonus, ballots | [`Method`] |
//! | what is not there yet, before anything is computed | [`gaps`] |
//! | missing input blocks, is excluded, or counts zero | [`Missing`], [`Treatment`] |
//! | a dimension is renormalised over the indicators that are there; the weight of a dimension that is not there goes to the others in proportion | [`DimensionFigure`] |
//! | the panel's part is everything but the ballots | [`Standing`] |
//! | competition ranking 1, 2, 2, 4 of published or exact figures; tie-breaks | [`Ranking`] |
//! | quotas with floor, half up or ceiling; thresholds; ties on the line | [`Grading`], [`WholePlaces`], [`LineTies`] |
//! | guards and vetoes cap the grade and change no figure; the place they free stays free | [`Guard`], [`Veto`] |
//! | the committee decides a mark, a total or a grade; the computed value is kept beside it | [`Decision`], [`DecidedFigure`] |
//! | movement 晋位 / 保位 / 退位 | [`movements`], [`grade_flow`] |
//! | what-if: other weights, quotas, averages | [`Variant`] |
//! | how firm a grade is: under other weights, under other ballots | [`weight_firmness`], [`bootstrap`] |
//! | reviewers: severity, spread, straight-lining, own side; reported, never applied | [`reviewers()`], [`ReviewTable`] |
//! | agreement of a panel: intraclass correlations, Kendall's W; the order without severity | [`Icc`], [`Concordance`], [`Adjusted`] |
//! | money by largest remainder | [`allocate`] |
//! | no basis in clicks, likes, shares, online minutes, check-ins or streaks | [`SchemeFault::Surveillance`], [`counts_attention`] |
//! | what changed from one version to the next | [`difference`] |
//!
//! To try other weights, quotas or averages, apply a [`Variant`] to the [`Scheme`] and evaluate the same input again.

mod allocation;
mod evaluate;
mod explain;
mod firmness;
mod gaps;
mod grade;
mod input;
mod movement;
mod number;
mod outcome;
mod rank;
mod reviewers;
mod scheme;

pub use allocation::{AllocationError, AllocationRule, Allotment, Base, Claim, allocate};
pub use evaluate::{EvaluateError, Fault, MissingReason, Trouble, evaluate};
pub use explain::{Explanation, Fate, Node, NodeKind, Rule, explain};
pub use firmness::{
    Bootstrap, BootstrapFigures, Firmness, FirmnessError, Interval, MOST_DRAWS, REPLICATES, WeightFigures,
    WeightFirmness, bootstrap, weight_firmness,
};
pub use gaps::{Gap, gaps};
pub use grade::{ByQuota, ByThreshold, Cap, DecidedBy, GradeReason, LineTie};
pub use input::{
    ChoiceCount, Decided, Decision, Event, Fact, FactValue, Input, Mark, Participant, SourceRef, Tally,
    VetoEvent,
};
pub use movement::{Before, Change, GradeFlow, Movement, grade_flow, movements};
pub use number::{MAX_DIGITS, Money, NumberError, Ratio, Rounded, Score};
pub use outcome::{
    CategoryFigures, DecidedFigure, DimensionFigure, DimensionSpread, Figure, GradeName, IndicatorFigure,
    Outcome, Satisfaction, Spread, Standing, Treatment,
};
pub use reviewers::{
    Adjusted, AdjustedReviewer, AdjustedRow, Concordance, Icc, OwnSide, OwnSideBias, ReviewError,
    ReviewTable, ReviewerFigures, Variation, review_table, reviewers,
};
pub use scheme::{
    Average, Ballots, Category, Choice, Counted, Curve, Dimension, EventKind, FORMAT, Fallback, Formula,
    Grade, Grading, GradingBy, Group, Guard, GuardedFigure, Indicator, LeftOut, Level, LevelChoice, LineTies,
    Method, Missing, Panel, Publish, Ranking, Satisfied, Scheme, SchemeChange, SchemeEdit, SchemeError,
    SchemeFault, SchemeItem, SchemeList, SchemePart, SchemeValue, Step, Variant, Veto, WholePlaces, YesNo,
    counts_attention, difference,
};
