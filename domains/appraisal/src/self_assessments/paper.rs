//! A self-assessment on paper, for the files.

use kernel::Paper;
use web::Words;

use super::view::Read;

/// The paper: result of the year before, summary, and each dimension with its indicators.
pub(super) fn of(read: &Read, words: &Words) -> Paper {
    let own = read.view(words);
    let year = || read.cycle.year.to_string();
    let title = words.f("self-paper-title", [("name", own.name.clone()), ("year", year())]);
    let mut facts = vec![
        (words.t("appraisal-category"), own.category.clone()),
        (words.t("appraisal-state"), own.state_name.clone()),
        (words.t("self-claimed"), own.claimed.clone()),
        (words.t("self-submitted-at"), own.submitted.clone()),
    ];
    if let Some(last) = &own.last {
        let args =
            [("total", last.total.clone()), ("rank", last.rank.to_string()), ("of", last.of.to_string())];
        let result = format!("{} {}", words.f("self-last-result", args), last.grade);
        facts.push((words.f("self-last-year", [("year", last.year.to_string())]), result));
    }
    facts.retain(|(_, value)| !value.is_empty());
    let mut paper = words.paper(title).facts(facts);
    if !own.summary.is_empty() {
        paper = paper.section(words.t("self-summary")).text(&own.summary);
    }
    for part in &own.parts {
        paper = paper.section(&part.name);
        for item in &part.items {
            let claim = match (&item.claim, &item.measured) {
                (claim, measured) if claim.is_empty() && measured.is_empty() => words.t("self-no-claim"),
                (claim, measured) if claim.is_empty() => measured.clone(),
                (claim, _) if item.points => format!("{claim} / {}", item.full),
                (claim, _) => claim.clone(),
            };
            let args = [("name", item.name.clone()), ("claim", claim)];
            paper = paper.subsection(words.f("self-paper-item", args)).text(&item.words);
            if !item.evidence.is_empty() {
                let names: Vec<&str> = item.evidence.iter().map(|file| file.name.as_str()).collect();
                let names = names.join(&words.t("appraisal-comma"));
                paper = paper.text(words.f("self-paper-evidence", [("names", names)]));
            }
        }
    }
    paper
}
