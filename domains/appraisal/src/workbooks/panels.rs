//! The score sheets of all reviewers put together: who takes part, and what only the sheets side by side can show.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Say;
use office::{Address, CellError};
use scoring::{Mark, Participant};

use super::fault::Fault;
use super::marks::{MarkRow, MarkSheet};
use super::{Found, PanelFound};

/// Joins the sheets category by category into participants and marks.
pub(super) fn join(sheets: Vec<MarkSheet>, found: &mut Found) {
    let mut categories: BTreeMap<String, Vec<MarkSheet>> = BTreeMap::new();
    for sheet in sheets {
        found.sheets.push(sheet.found.clone());
        categories.entry(sheet.category.clone()).or_default().push(sheet);
    }
    let mut panels: Vec<PanelFound> = Vec::new();
    for (category, mut sheets) in categories {
        sheets.sort_by(|a, b| order(a).cmp(&order(b)));
        sheets_twice(&sheets, &mut found.faults);
        let participants = participants(&sheets);
        rows_missing_or_unknown(&sheets, &participants, &mut found.faults);
        for (key, name) in &participants {
            if let Some(other) = found.input.participants.iter().find(|p| p.key == *key) {
                let say = Say::new("appraisal-fault-two-categories").with("category", &other.category);
                for (sheet, row) in rows_of(&sheets, key) {
                    found.faults.push(at(
                        sheet,
                        row.at,
                        &row.typed,
                        say.clone(),
                        "appraisal-fix-two-categories",
                    ));
                }
                continue;
            }
            let participant =
                Participant { key: key.clone(), name: name.clone(), category: category.clone() };
            found.input.participants.push(participant);
            let unknown = Say::new("appraisal-fault-organisation-roster");
            for (sheet, row) in rows_of(&sheets, key) {
                let said =
                    at(sheet, row.at, &row.typed, unknown.clone(), "appraisal-fix-organisation-roster");
                found.unknown.entry(key.clone()).or_default().push(said);
                found.input.marks.extend(row.marks.iter().map(|(indicator, mark, source)| Mark {
                    participant: key.clone(),
                    indicator: indicator.clone(),
                    reviewer: sheet.reviewer.clone(),
                    mark: *mark,
                    source: Some(source.clone()),
                }));
            }
        }
        let mut reviewers: Vec<String> = sheets.iter().map(|sheet| sheet.reviewer.clone()).collect();
        reviewers.sort_by_key(|name| natural(name));
        reviewers.dedup();
        panels.push(PanelFound { category, reviewers, organisations: participants.len() });
    }
    reviewers_missing(&panels, found);
    found.panels = panels;
}

fn order(sheet: &MarkSheet) -> (&str, &str, &str) {
    (&sheet.reviewer, &sheet.found.file, &sheet.found.sheet)
}

fn at(sheet: &MarkSheet, at: Address, value: &str, reason: Say, fix: &'static str) -> Fault {
    let fix = Say::new(fix);
    let error = CellError { sheet: sheet.found.sheet.clone().into(), at, value: value.into(), reason, fix };
    Fault::of_cell(&sheet.found.file, error)
}

fn rows_of<'a>(
    sheets: &'a [MarkSheet],
    key: &'a str,
) -> impl Iterator<Item = (&'a MarkSheet, &'a MarkRow)> + 'a {
    sheets.iter().flat_map(move |s| s.rows.iter().filter(move |row| row.key == key).map(move |row| (s, row)))
}

/// Two sheets of one reviewer: both are named, because nobody but the office knows which one counts.
fn sheets_twice(sheets: &[MarkSheet], faults: &mut Vec<Fault>) {
    for sheet in sheets {
        let mut twins = sheets.iter().filter(|s| s.reviewer == sheet.reviewer && order(s) != order(sheet));
        if let Some(twin) = twins.next() {
            let other = format!("{}:{}", twin.found.file, twin.found.sheet);
            let reason = Say::new("appraisal-fault-sheet-twice")
                .with("reviewer", &sheet.reviewer)
                .with("other", other);
            faults.push(at(sheet, sheet.head, "", reason, "appraisal-fix-sheet-twice"));
        }
    }
}

/// The organisations that stand in more than half of the sheets take part; of the others the sheets are wrong.
fn participants(sheets: &[MarkSheet]) -> BTreeMap<String, String> {
    let mut seen: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let entry = seen.entry(&row.key).or_default();
        entry.0 += 1;
        entry.1.insert(&row.name);
    }
    let most = seen.into_iter().filter(|(_, (times, _))| times * 2 > sheets.len());
    most.filter_map(|(key, (_, names))| Some((key.to_owned(), (*names.first()?).to_owned()))).collect()
}

fn rows_missing_or_unknown(
    sheets: &[MarkSheet],
    participants: &BTreeMap<String, String>,
    faults: &mut Vec<Fault>,
) {
    for sheet in sheets {
        for row in sheet.rows.iter().filter(|row| !participants.contains_key(&row.key)) {
            let reason = Say::new("appraisal-fault-organisation-others");
            faults.push(at(sheet, row.at, &row.typed, reason, "appraisal-fix-organisation"));
        }
        for (key, name) in participants {
            if !sheet.rows.iter().any(|row| row.key == *key) {
                let reason = Say::new("appraisal-fault-row-missing").with("name", name);
                faults.push(at(sheet, sheet.head, "", reason, "appraisal-fix-row-missing"));
            }
        }
    }
}

/// Numbered reviewers (评委1, 评委2, …) of whom one has no sheet in a category though a higher one, or another category,
/// shows that there is one.
fn reviewers_missing(panels: &[PanelFound], found: &mut Found) {
    let mut most: BTreeMap<String, u64> = BTreeMap::new();
    for name in panels.iter().flat_map(|panel| &panel.reviewers) {
        if let (stem, Some(number)) = natural(name) {
            let highest = most.entry(stem).or_default();
            *highest = number.min(200).max(*highest);
        }
    }
    for panel in panels {
        let have: BTreeSet<(String, Option<u64>)> =
            panel.reviewers.iter().map(|name| natural(name)).collect();
        for (stem, highest) in &most {
            if !have.iter().any(|(known, number)| known == stem && number.is_some()) {
                continue;
            }
            for number in (1..=*highest).filter(|n| !have.contains(&(stem.clone(), Some(*n)))) {
                let files: BTreeSet<&str> = found
                    .sheets
                    .iter()
                    .filter(|sheet| sheet.category.as_ref() == Some(&panel.category))
                    .map(|sheet| sheet.file.as_str())
                    .collect();
                let file = files.into_iter().collect::<Vec<_>>().join("、");
                let reason = Say::new("appraisal-fault-reviewer-missing")
                    .with("reviewer", format!("{stem}{number}"))
                    .with("category", &panel.category);
                let fix = Say::new("appraisal-fix-reviewer-missing");
                found.faults.push(Fault::of_files(&file, reason, fix));
            }
        }
    }
}

/// A name and the number at its end, so that 评委10 stands behind 评委9.
fn natural(name: &str) -> (String, Option<u64>) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.to_owned(), name.get(stem.len()..).and_then(|digits| digits.parse().ok()))
}
