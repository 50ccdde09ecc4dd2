//! The feedback letter to one organisation (反馈函): what it is strong in, where it falls behind, and what is asked of it.

use kernel::{Day, OrgId, Paper, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading, Words};

use super::letterhead::Letterhead;
use super::notice::moved;
use super::rules::{self, Side};
use super::statement::moved_since;
use crate::cycles::record::CycleId;
use crate::participants;
use crate::policy::{ReadFeedback, ReadPreparation};
use crate::rankings::record::Movement;
use crate::standings::portrait::IndicatorLine;
use crate::standings::record::{self as standings, Standing};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadFeedback>, input: One) -> Result<PaperView, Problem> {
    let participant = participants::find(cx.db, input.id, input.org)?;
    if !cx.permit.reach().covers(participant.org, &participant.path) {
        return Err(Problem::Missing);
    }
    let unpublished = cx.can::<ReadPreparation>();
    let head = Letterhead::read(cx, input.id)?;
    let own = standings::find(cx.db, input.id, input.org, unpublished)?;
    let moved = moved_since(cx.db, &head, input.org, &own)?;
    let until = web::workdays(cx.db)?.after(head.day, rules::RECTIFY);
    let words = &head.words;
    let title = words.f("appraisal-papers-feedback-title", [head.year()]);
    let paper = head
        .paper(title)
        .to(&own.name)
        .text(words.f("appraisal-papers-feedback-opening", [head.year()]))
        .section(words.t("appraisal-papers-overall"))
        .text(overall(words, &own, moved.as_ref()));
    let paper = strengths(words, paper, &own);
    let paper = asked(&head, weak_spots(words, paper, &own), &own, until);
    let attached = words.f("appraisal-papers-statement-title", [head.year()]);
    let paper = head.sign(paper.attach(attached));
    let (href, label) = head.back();
    let name = [("title", words.f("appraisal-papers-feedback-file", [head.year()])), ("name", own.name)];
    let name = words.f("appraisal-papers-file-of", name);
    Ok(PaperView::new(cx, paper).back(href, label).named(name))
}

/// Place, total, grade, movement, and how satisfied the staff are.
fn overall(words: &Words, own: &Standing, movement: Option<&Movement>) -> String {
    let p = &own.portrait;
    let mut said = vec![words.f(
        "appraisal-papers-overall-text",
        [
            ("category", own.category.clone()),
            ("total", own.total.clone()),
            ("rank", own.rank.to_string()),
            ("of", own.of.to_string()),
            ("grade", own.grade_name.clone()),
        ],
    )];
    if let Some(movement) = movement.filter(|movement| movement.before.is_some()) {
        said.push(words.f("appraisal-papers-overall-moved", [("moved", moved(words, movement))]));
    }
    if let (Some(median), Some(best)) =
        (rules::difference(&own.total, &p.median), rules::difference(&p.best, &own.total))
    {
        said.push(against_median(words, &p.median, &median));
        if !best.value().is_zero() {
            said.push(words.f("appraisal-papers-overall-best", [("points", best.to_string())]));
        }
    }
    for one in &p.satisfaction {
        let args = [("strict", one.strict.clone()), ("wide", one.wide.clone())];
        said.push(words.f("appraisal-papers-overall-satisfied", args));
    }
    said.join(&words.t("appraisal-papers-space"))
}

fn against_median(words: &Words, median: &str, above: &scoring::Rounded) -> String {
    let value = above.value();
    let args =
        [("median", median.to_owned()), ("points", above.to_string().trim_start_matches('-').to_owned())];
    if value.is_zero() {
        words.f("appraisal-papers-overall-median", args)
    } else if value.is_negative() {
        words.f("appraisal-papers-overall-below", args)
    } else {
        words.f("appraisal-papers-overall-above", args)
    }
}

/// Figures of a side as arguments of a sentence.
fn args(side: &Side<'_>) -> [(&'static str, String); 6] {
    let line = side.line;
    [
        ("name", line.name.clone()),
        ("points", line.points.clone()),
        ("full", line.out_of.clone()),
        ("median", line.median.clone()),
        ("above", side.above_median.to_string().trim_start_matches('-').to_owned()),
        ("behind", side.behind_best.to_string()),
    ]
}

fn strengths(words: &Words, paper: Paper, own: &Standing) -> Paper {
    let sides = rules::strengths(&own.portrait.dimensions);
    let mut paper = paper.section(words.t("appraisal-papers-strengths"));
    if sides.is_empty() {
        return paper.text(words.t("appraisal-papers-strengths-none"));
    }
    for side in &sides {
        let best = side.behind_best.value().is_zero();
        let key = if best { "appraisal-papers-strength-best" } else { "appraisal-papers-strength" };
        paper = paper.subsection(&side.line.name).text(words.f(key, args(side)));
    }
    paper
}

fn weak_spots(words: &Words, paper: Paper, own: &Standing) -> Paper {
    let p = &own.portrait;
    let sides = rules::weak_spots(&p.dimensions);
    let mut paper = paper.section(words.t("appraisal-papers-weak"));
    if sides.is_empty() {
        let paper = paper.text(words.t("appraisal-papers-weak-none"));
        return match rules::furthest_behind(&p.dimensions) {
            Some(side) => paper.text(words.f("appraisal-papers-weak-behind", args(&side))),
            None => paper,
        };
    }
    for side in &sides {
        let mut text = words.f("appraisal-papers-weak-text", args(side));
        if let Some(one) = losing(own, side) {
            let args =
                [("name", one.name.clone()), ("points", one.points.clone()), ("full", one.full.clone())];
            text.push_str(&words.t("appraisal-papers-space"));
            text.push_str(&words.f("appraisal-papers-lost-most", args));
        }
        paper = paper.subsection(&side.line.name).text(text);
    }
    paper
}

/// The indicator of a side that lost most, unless it is the whole of the side.
fn losing<'a>(own: &'a Standing, side: &Side<'_>) -> Option<&'a IndicatorLine> {
    let indicators = &own.portrait.indicators;
    let alone = indicators.iter().filter(|one| one.dimension == side.line.code).count() == 1;
    rules::lost_most(indicators, &side.line.code).filter(|_| !alone)
}

/// In which direction to improve, and by when the list of rectifications is wanted.
fn asked(head: &Letterhead, paper: Paper, own: &Standing, until: Day) -> Paper {
    let words = &head.words;
    let sides = rules::weak_spots(&own.portrait.dimensions);
    let paper = paper.section(words.t("appraisal-papers-asked"));
    if sides.is_empty() {
        return paper
            .text(words.t("appraisal-papers-asked-keep"))
            .text(words.f("appraisal-papers-asked-plan", [("until", words.day(until)), ("days", days())]));
    }
    let aim = |side: &Side<'_>| {
        let name = side.line.name.clone();
        match losing(own, side) {
            Some(one) => words.f("appraisal-papers-aim", [("name", name), ("indicator", one.name.clone())]),
            None => name,
        }
    };
    let aims: Vec<_> = sides.iter().map(aim).collect();
    let aims = [("aims", aims.join(&words.t("appraisal-comma")))];
    let paper = paper.text(words.f("appraisal-papers-direction", aims));
    let args = [("until", words.day(until)), ("days", days()), ("signer", head.signer.clone())];
    paper.text(words.f("appraisal-papers-asked-list", args))
}

fn days() -> String {
    rules::RECTIFY.to_string()
}
