//! Blank forms to be filled in by hand: the ballot paper of the mass evaluation and the sheet of a reviewer.

use kernel::paper::{Column, Table};
use kernel::{Cell, OrgId, Paper, Problem};
use schemars::JsonSchema;
use scoring::{Ballots, Indicator, Scheme};
use serde::Deserialize;
use web::{PaperView, Reading, Words, blank_is_none};

use super::letterhead::back;
use super::list;
use crate::cycles::record::{self as cycles, CycleId};
use crate::policy::ReadPreparation;
use crate::tallies::rules::choices;
use crate::{participants, schemes};

/// To be ticked by hand.
const BOX: &str = "□";

/// Which ballot papers: with the name of an organisation on them, or with a line for it.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: CycleId,
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<OrgId>,
}

pub(super) fn evaluation(cx: &mut Reading<'_, ReadPreparation>, input: Which) -> Result<PaperView, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let org = input.org.map(|org| participants::find(cx.db, input.id, org)).transpose()?;
    let name = org.map(|org| org.name).unwrap_or_default();
    let words = cx.words();
    let year = [("year", cycle.year.to_string())];
    let mut forms = voters(&scheme).into_iter();
    let first = forms.next().ok_or(Problem::Missing)?;
    let title = |group: &Voters| {
        let args = [("year", cycle.year.to_string()), ("voters", group.name.clone())];
        words.f("appraisal-papers-ballot-title", args)
    };
    let mut paper = ballot(&words, words.paper(title(&first)), &scheme, &first, &name);
    for group in forms {
        paper = ballot(&words, paper.form(title(&group)), &scheme, &group, &name);
    }
    let file = words.f("appraisal-papers-ballot-file", year);
    let named = words.f("appraisal-papers-file-of", [("title", file.clone()), ("name", name.clone())]);
    let (href, label) = back(&words, &cycle);
    Ok(PaperView::new(cx, paper).back(href, label).named(if name.is_empty() { file } else { named }))
}

/// A voter group and the indicators on which it is asked.
struct Voters<'a> {
    code: &'a str,
    name: String,
    asked: Vec<(&'a Indicator, &'a Ballots)>,
}

/// Every voter group of the scheme, in its order.
fn voters(scheme: &Scheme) -> Vec<Voters<'_>> {
    let mut all: Vec<Voters<'_>> = Vec::new();
    for (indicator, ballots) in scheme.ballots() {
        for group in &ballots.groups {
            match all.iter_mut().find(|known| known.code == group.code) {
                Some(known) => known.asked.push((indicator, ballots)),
                None => all.push(Voters {
                    code: &group.code,
                    name: group.name.clone(),
                    asked: vec![(indicator, ballots)],
                }),
            }
        }
    }
    all
}

/// One ballot paper: nothing on it tells who filled it in, and nothing is to be written but ticks.
fn ballot(words: &Words, paper: Paper, scheme: &Scheme, group: &Voters<'_>, name: &str) -> Paper {
    let judged = scheme.dimensions.iter().filter(|dimension| {
        let own = scheme.indicators.iter().filter(|one| one.dimension == dimension.code);
        own.clone().any(|one| !one.is_ballots())
    });
    let dimensions: Vec<&str> = judged.map(|dimension| dimension.name.as_str()).collect();
    let dimensions = dimensions.join(&words.t("appraisal-comma"));
    let mut paper = paper.facts([(words.t("appraisal-papers-ballot-about"), name.to_owned())]);
    for asked in group.asked.chunk_by(|(_, one), (_, next)| choices(one) == choices(next)) {
        let Some((_, ballots)) = asked.first() else { continue };
        let options = choices(ballots);
        let mut columns = vec![Column::new(words.t("appraisal-papers-ballot-asked")).weight(7)];
        columns.extend(options.iter().map(|(_, name)| Column::new(name).weight(3).middle()));
        let row = |(indicator, _): &(&Indicator, &Ballots)| {
            let asked = match group.asked.len() {
                1 => words.t("appraisal-papers-ballot-question"),
                _ => indicator.name.clone(),
            };
            let mut cells = vec![Cell::text(asked)];
            cells.extend(options.iter().map(|_| Cell::text(BOX)));
            cells
        };
        paper = paper.table(Table::new(columns).rows(asked.iter().map(row)).roomy());
    }
    let paper =
        paper.text(words.t("appraisal-papers-ballot-anonymous")).text(words.t("appraisal-papers-ballot-one"));
    if dimensions.is_empty() {
        return paper;
    }
    paper.text(words.f("appraisal-papers-ballot-consider", [("dimensions", dimensions)]))
}

/// Which category, by its number in the scheme.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCategory {
    id: CycleId,
    /// From 1.
    category: usize,
}

pub(super) fn score_sheet(
    cx: &mut Reading<'_, ReadPreparation>,
    input: OfCategory,
) -> Result<PaperView, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let at = input.category.checked_sub(1).and_then(|at| scheme.categories.get(at));
    let category = at.ok_or(Problem::Missing)?.name.clone();
    let mut names = list::taking_part(cx.db, &cycle)?;
    names.retain(|one| one.category == category);
    let words = cx.words();
    let args = [("year", cycle.year.to_string()), ("category", category.clone())];
    let title = words.f("appraisal-papers-sheet-title", args);
    let marked = scheme.panels().map(|(indicator, _)| indicator).filter(|one| one.applies(&category));
    let marked: Vec<&Indicator> = marked.collect();
    let mut columns = vec![
        Column::new(words.t("appraisal-papers-number")).weight(2).middle(),
        Column::new(words.t("appraisal-organisation")).weight(8),
    ];
    columns.extend(marked.iter().map(|one| {
        let args = [("name", one.name.clone()), ("full", one.full.to_string())];
        Column::new(words.f("appraisal-papers-sheet-head", args)).weight(3).middle()
    }));
    let row =
        |(number, one): (i64, &participants::Participant)| vec![Cell::Int(number), Cell::text(&one.name)];
    let table = Table::new(columns).rows((1..).zip(&names).map(row)).roomy();
    let blank = ["appraisal-papers-sheet-reviewer", "appraisal-papers-sheet-day"];
    let paper = words
        .paper(title)
        .landscape()
        .text(words.t("appraisal-papers-sheet-text"))
        .table(table)
        .facts(blank.map(|key| (words.t(key), String::new())));
    let (href, label) = back(&words, &cycle);
    Ok(PaperView::new(cx, paper).back(href, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_voter_group_has_a_form_with_what_it_is_asked() {
        let text = include_str!("../../../../samples/scheme.toml");
        let mut scheme = Scheme::from_toml(text).unwrap();
        let mut second = scheme.indicators.iter().find(|one| one.is_ballots()).unwrap().clone();
        second.code = "second".into();
        if let scoring::Method::Ballots(ballots) = &mut second.method {
            ballots.groups.retain(|group| group.code == "staff");
        }
        scheme.indicators.push(second);
        let all = voters(&scheme);
        let asked: Vec<_> = all.iter().map(|group| (group.code, group.asked.len())).collect();
        assert_eq!(asked, [("members", 1), ("staff", 2)]);
    }
}
