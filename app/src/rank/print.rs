//! A ranking as it is printed: for people, as comma-separated values, as JSON, as a workbook.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use appraisal::ranked;
use scoring::{Input, Outcome, Scheme, explain};
use web::Words;

/// How it is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form<'a> {
    Table,
    Csv,
    Json,
    Workbook(&'a Path),
}

/// What was computed, and what from.
pub(super) struct Ranking<'a> {
    pub scheme: &'a Scheme,
    pub input: &'a Input,
    pub outcome: &'a Outcome,
    pub year: i16,
    /// What JSON says of where it came from: an object with the year.
    pub about: serde_json::Value,
}

/// A reader that closes early, such as `head`, is no error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

fn csv(outcome: &Outcome) -> String {
    let mut standings: Vec<_> = outcome.standings.iter().collect();
    standings.sort_by(|a, b| (&a.category, a.rank, &a.name).cmp(&(&b.category, b.rank, &b.name)));
    let mut text = String::from("category,rank,organisation,panel,mass,total,grade\r\n");
    for s in standings {
        let figures = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string()).join(",");
        let (category, name, grade) = (field(&s.category), field(&s.name), field(&s.grade.name));
        text.push_str(&format!("{category},{},{name},{figures},{grade}\r\n", s.rank));
    }
    text
}

/// Text that cannot be taken for a formula or break the line.
fn field(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

impl Ranking<'_> {
    /// Prints it, or writes the workbook.
    pub(super) fn give(self, form: Form<'_>, words: &Words) -> anyhow::Result<()> {
        match form {
            Form::Csv => print(&csv(self.outcome)),
            Form::Json => print(&self.json()?),
            Form::Workbook(path) => {
                let name = words.f("appraisal-ranking-of", [("year", self.year.to_string())]);
                let bytes = office::write::workbook(&[ranked::sheet(self.outcome, name, words)])?;
                std::fs::write(path, bytes).with_context(|| path.display().to_string())
            }
            Form::Table => print(&table(self.outcome, words)),
        }
    }

    /// Every figure opened down to where it was entered.
    fn json(self) -> anyhow::Result<String> {
        let inputs = ranked::by_participant(self.input);
        let mut standings = Vec::new();
        for standing in &self.outcome.standings {
            let mut value = serde_json::to_value(standing)?;
            let own = inputs.get(standing.participant.as_str()).unwrap_or(self.input);
            let explanation = explain(self.scheme, own, &standing.participant)?;
            if let Some(fields) = value.as_object_mut() {
                fields.insert("explanation".into(), serde_json::to_value(explanation)?);
            }
            standings.push(value);
        }
        let scheme = self.scheme;
        let mut value = self.about;
        let ranking = serde_json::json!({
            "scheme": { "code": scheme.code, "name": scheme.name, "version": scheme.version },
            "categories": self.outcome.categories,
            "line_ties": self.outcome.line_ties,
            "standings": standings,
        });
        if let (Some(fields), serde_json::Value::Object(ranking)) = (value.as_object_mut(), ranking) {
            fields.extend(ranking);
        }
        Ok(format!("{}\n", serde_json::to_string_pretty(&value)?))
    }
}

/// The ranking category by category, columns aligned as a terminal shows them.
fn table(outcome: &Outcome, words: &Words) -> String {
    let heads = ranked::heads(words);
    let mut rows: Vec<Vec<String>> = vec![heads.into_iter().skip(1).collect()];
    for s in &outcome.standings {
        let figures = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string());
        let [panel, mass, total] = figures;
        rows.push(vec![s.rank.to_string(), s.name.clone(), panel, mass, total, s.grade.name.clone()]);
    }
    let columns = rows.first().map_or(0, Vec::len);
    let widest =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|t| width(t)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    // Names and grades to the left, figures to the right.
    let left = [false, true, false, false, false, true];
    let line = |row: &[String]| {
        let cells = row.iter().zip(&widths).zip(left).map(|((text, wide), left)| {
            let blanks = " ".repeat(wide.saturating_sub(width(text)));
            if left { format!("{text}{blanks}") } else { format!("{blanks}{text}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let mut text = String::new();
    let mut category = "";
    for (row, standing) in rows.iter().skip(1).zip(&outcome.standings) {
        if standing.category != category {
            category = &standing.category;
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{category} ({})\n", standing.of));
            text.push_str(&rows.first().map(|head| line(head)).unwrap_or_default());
        }
        text.push_str(&line(row));
    }
    text
}

/// Columns that a text takes up on a terminal: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}
