//! How a figure follows from those below it, and what decided a grade, in a sentence.

use scoring::{Average, Fate, MissingReason, Node, Rule};
use web::Words;

use super::portrait::{Portrait, plain};

/// The rule of a figure; empty where there is nothing to say.
pub(crate) fn sentence(words: &Words, node: &Node) -> String {
    let rule = match &node.rule {
        Rule::Sum | Rule::SumOutOf { .. } => words.t("appraisal-rule-sum"),
        Rule::Scaled { factor } => {
            let factor = factor.as_ref().map(plain).unwrap_or_default();
            words.f("appraisal-rule-scaled", [("factor", factor)])
        }
        Rule::Average { average, fallback, trim_from, .. } => {
            let key = match average {
                Average::Mean if *fallback => "appraisal-rule-mean-fallback",
                Average::Mean => "appraisal-rule-mean",
                Average::Median if *fallback => "appraisal-rule-median-fallback",
                Average::Median => "appraisal-rule-median",
                Average::Trimmed => "appraisal-rule-trimmed",
            };
            words.f(key, [("n", node.children.len().to_string()), ("from", trim_from.to_string())])
        }
        Rule::Linear { floor, target, .. } => {
            words.f("appraisal-rule-linear", [("floor", plain(floor)), ("target", plain(target))])
        }
        Rule::Steps { from: Some(from), .. } => words.f("appraisal-rule-step", [("from", plain(from))]),
        Rule::Steps { from: None, .. } => words.t("appraisal-rule-below-steps"),
        Rule::ToTarget { target, .. } => words.f("appraisal-rule-target", [("target", plain(target))]),
        Rule::YesNo { yes, no } => {
            words.f("appraisal-rule-yes-no", [("yes", yes.to_string()), ("no", no.to_string())])
        }
        Rule::Level { .. } => words.t("appraisal-rule-level"),
        Rule::Deduction { .. } => words.t("appraisal-rule-deduction"),
        Rule::Bonus { most } => words.f("appraisal-rule-bonus", [("most", most.to_string())]),
        Rule::WeightedGroups { mean, scale, full } => words.f(
            "appraisal-rule-groups",
            [("mean", plain(mean)), ("scale", scale.to_string()), ("full", full.to_string())],
        ),
        Rule::GroupMean { share, valid, spoilt, abstained, due, issued, returned, .. } => words.f(
            "appraisal-rule-group",
            [
                ("share", plain(share)),
                ("valid", valid.to_string()),
                ("spoilt", spoilt.to_string()),
                ("abstained", abstained.to_string()),
                ("due", due.to_string()),
                ("issued", issued.to_string()),
                ("returned", returned.to_string()),
            ],
        ),
        Rule::Ballots { points: Some(points) } => {
            words.f("appraisal-rule-choice", [("points", points.to_string())])
        }
        Rule::Ballots { points: None } => words.t("appraisal-rule-left-out"),
        Rule::Events { count, each } => {
            words.f("appraisal-rule-events", [("n", count.to_string()), ("each", each.to_string())])
        }
        Rule::Said { value } => value.clone(),
        Rule::Decided { computed: Some(computed), reason } => {
            let computed = computed.to_string();
            words.f("appraisal-rule-decided", [("computed", computed), ("reason", reason.clone())])
        }
        Rule::Decided { computed: None, reason } => {
            words.f("appraisal-rule-decided-missing", [("reason", reason.clone())])
        }
        Rule::Entered | Rule::Nothing => String::new(),
    };
    let fate = fate(words, &node.fate);
    if rule.is_empty() || fate.is_empty() { rule + &fate } else { format!("{rule} · {fate}") }
}

/// What became of a figure that does not simply count.
pub(crate) fn fate(words: &Words, fate: &Fate) -> String {
    let missing = |reason: &MissingReason| match reason {
        MissingReason::Nothing => words.t("appraisal-missing-nothing"),
        MissingReason::BelowQuorum => words.t("appraisal-missing-quorum"),
        MissingReason::TooFewToTrim => words.t("appraisal-missing-too-few"),
        MissingReason::NoGroupReachedMinimum => words.t("appraisal-missing-no-group"),
    };
    match fate {
        Fate::DroppedHighest => words.t("appraisal-dropped-highest"),
        Fate::DroppedLowest => words.t("appraisal-dropped-lowest"),
        Fate::NotApplicable => words.t("appraisal-not-applicable"),
        Fate::Excluded(reason) => format!("{} · {}", words.t("appraisal-treated-excluded"), missing(reason)),
        Fate::Zero(reason) => format!("{} · {}", words.t("appraisal-treated-zero"), missing(reason)),
        Fate::SharedOut => words.t("appraisal-shared-out"),
        Fate::Absent => words.t("appraisal-missing-nothing"),
        Fate::BelowMinimum => words.t("appraisal-below-minimum"),
        Fate::Replaced => words.t("appraisal-replaced"),
        _ => String::new(),
    }
}

/// What decided the grade of an organisation with that rank of so many.
pub(crate) fn why(words: &Words, portrait: &Portrait, (rank, of): (u32, u32), grade: &str) -> String {
    let up_to = portrait.up_to.unwrap_or_default().to_string();
    let args = [("rank", rank.to_string()), ("up_to", up_to), ("grade", grade.to_owned())];
    match portrait.decided_by.as_str() {
        "threshold" => words.f("appraisal-why-threshold", args),
        "both" => words.f("appraisal-why-both", args),
        "guard" | "veto" => words.f("appraisal-why-cap", [("caps", portrait.caps.join("; "))]),
        "decision" => {
            let reason = portrait.decision.clone().unwrap_or_default();
            words.f("appraisal-why-decision", [("reason", reason), ("grade", grade.to_owned())])
        }
        _ if portrait.up_to == Some(of) => words.f("appraisal-why-rest", args),
        _ => words.f("appraisal-why-quota", args),
    }
}
