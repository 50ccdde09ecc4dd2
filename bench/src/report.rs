//! Everything measured in one run, as JSON and as tables.

use serde::Serialize;

use crate::table::{Table, number, ratio};
use crate::{ballots, evaluate, import, pages, results, start, writes};

/// The run.
#[derive(Debug, Serialize)]
pub struct Report {
    cores: usize,
    quick: bool,
    /// Pages under load.
    pub pages: Option<pages::Pages>,
    /// Pages of whole cycles by size.
    pub results: Option<Vec<results::Grown>>,
    /// Import beside reading.
    pub import: Option<import::Imports>,
    /// Evaluation by size.
    pub evaluate: Option<Vec<evaluate::Evaluated>>,
    /// Durable writes.
    pub writes: Option<Vec<writes::Written>>,
    /// Ballots and their recount.
    pub ballots: Option<ballots::Ballots>,
    /// Start-up, memory, size.
    pub start: Option<start::Started>,
}

impl Report {
    /// Nothing measured yet.
    pub fn of_this_machine(quick: bool) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            cores,
            quick,
            pages: None,
            results: None,
            import: None,
            evaluate: None,
            writes: None,
            ballots: None,
            start: None,
        }
    }

    /// As tables.
    pub fn text(&self) -> String {
        let tables = [
            self.pages.as_ref().map(pages_table),
            self.results.as_deref().map(results_table),
            self.import.as_ref().map(import_table),
            self.evaluate.as_deref().map(evaluate_table),
            self.writes.as_deref().map(writes_table),
            self.ballots.as_ref().map(ballots_table),
            self.start.as_ref().map(start_table),
        ];
        let mut text = format!(
            "Jinwei on {} cores{}. Medians of rounds taken in turn; the best round in brackets.\n",
            self.cores,
            if self.quick { ", short run: figures say little" } else { "" }
        );
        tables.into_iter().flatten().for_each(|table| text.push_str(&table.text()));
        text
    }
}

fn aim(met: bool) -> &'static str {
    if met { "met" } else { "not met" }
}

fn pages_table(pages: &pages::Pages) -> Table {
    let mut table = Table::new(
        format!("Pages: {} connections, SQLite, load made on the same cores", pages.connections),
        &["", "/s", "(best)", "of memory", "p50 ms", "p99 ms", "CPU µs", "memory CPU µs", "kB"],
    );
    for page in &pages.pages {
        let memory = &page.memory;
        table.row([
            page.name.to_owned(),
            number(page.product.rate.median),
            format!("({})", number(page.product.rate.best)),
            format!("{:.0} %", 100.0 * page.product.rate.median / memory.rate.median),
            number(page.product.p50_ms),
            number(page.product.p99_ms),
            number(page.product.cpu_micros),
            number(memory.cpu_micros),
            number(page.bytes as f64 / 1000.0),
        ]);
    }
    if let Some(page) = pages.pages.iter().find(|page| page.name == pages::STANDING) {
        let rate = page.product.rate;
        table.note(format!("aim: {} at 8,000/s: {}", page.name, aim(rate.median >= 8_000.0)));
    }
    table.note(format!("server after the load: {} MB resident", number(pages.resident_mb)));
    table
}

fn results_table(pages: &[results::Grown]) -> Table {
    let mut table = Table::new(
        "Pages of whole cycles, one request at a time, SQLite",
        &["", "organisations", "ms", "(best)", "CPU ms", "CPU µs each", "growth of each", "kB"],
    );
    let each = |page: &results::Grown| page.cpu_micros / page.organisations as f64;
    for page in pages {
        let first = pages.iter().find(|one| one.name == page.name).map_or(0.0, each);
        table.row([
            format!("{} ×{}", page.name, page.times),
            number(page.organisations as f64),
            number(page.seconds.median * 1e3),
            format!("({})", number(page.seconds.best * 1e3)),
            number(page.cpu_micros / 1e3),
            number(each(page)),
            ratio(each(page), first),
            number(page.bytes as f64 / 1000.0),
        ]);
    }
    table
}

fn import_table(imports: &import::Imports) -> Table {
    let mut table = Table::new(
        format!(
            "Import of {} persons and {} organisations from two workbooks ({} MB)",
            number(imports.persons as f64),
            number(imports.organisations as f64),
            number(imports.workbooks_mb)
        ),
        &["", "s", "(best)", "× reading", "rows/s", "CPU s", "× reading"],
    );
    let rows = (imports.persons + imports.organisations) as f64;
    let reading = imports.reading;
    let mut add = |name: &str, cost: import::Cost| {
        table.row([
            name.to_owned(),
            number(cost.seconds.median),
            format!("({})", number(cost.seconds.best)),
            ratio(cost.seconds.median, reading.seconds.median),
            number(rows / cost.seconds.median),
            number(cost.cpu_seconds),
            ratio(cost.cpu_seconds, reading.cpu_seconds),
        ]);
    };
    add("reading the workbooks, no more", reading);
    for (backend, cost) in &imports.bringing_in {
        add(&format!("import into {backend}"), *cost);
    }
    if let Some((_, cost)) = imports.bringing_in.first() {
        let met = cost.seconds.median <= 3.0 * reading.seconds.median;
        table.note(format!("aim: within 3× of reading: {}", aim(met)));
    }
    table
}

fn evaluate_table(sizes: &[evaluate::Evaluated]) -> Table {
    let mut table = Table::new(
        "evaluate(): seven reviewers, eight indicators, two voter groups",
        &["", "organisations", "ms", "(best)", "µs each", "growth of each"],
    );
    let each = |size: &evaluate::Evaluated| size.seconds.median * 1e6 / size.organisations as f64;
    let first = sizes.first().map_or(0.0, each);
    for size in sizes {
        table.row([
            format!("×{}", size.times),
            number(size.organisations as f64),
            number(size.seconds.median * 1e3),
            format!("({})", number(size.seconds.best * 1e3)),
            number(each(size)),
            ratio(each(size), first),
        ]);
    }
    table
}

fn writes_table(kinds: &[writes::Written]) -> Table {
    let mut table = Table::new(
        format!("Durable writes: {} clients, one insert and one audit row each", writes::CLIENTS),
        &["", "/s", "(best)", "× one per transaction", "of groups of 64", "p50 ms", "p99 ms"],
    );
    for kind in kinds {
        for (name, rate, latency) in [
            ("store, hash-chained", kind.product.rate, Some(&kind.product)),
            ("bare, one per transaction", kind.one_by_one, None),
            ("bare, 64 per transaction", kind.in_groups, None),
        ] {
            table.row([
                format!("{}: {name}", kind.backend),
                number(rate.median),
                format!("({})", number(rate.best)),
                ratio(rate.median, kind.one_by_one.median),
                format!("{:.0} %", 100.0 * rate.median / kind.in_groups.median),
                latency.map_or("–".into(), |l| number(l.p50_ms)),
                latency.map_or("–".into(), |l| number(l.p99_ms)),
            ]);
        }
    }
    table.note("the bare connections write the same rows into the same tables, without hashing and waiting for nobody");
    table
}

fn start_table(start: &start::Started) -> Table {
    let mut table = Table::new(
        "Start-up with the sample organ, memory at rest, size",
        &["", "Jinwei", "bare server", "aim"],
    );
    table.row([
        "first page after starting, ms".into(),
        format!("{} ({})", number(start.first_page.median * 1e3), number(start.first_page.best * 1e3)),
        format!(
            "{} ({})",
            number(start.bare_first_page.median * 1e3),
            number(start.bare_first_page.best * 1e3)
        ),
        format!("300: {}", aim(start.first_page.median <= 0.3)),
    ]);
    table.row([
        "resident at rest, MB".into(),
        number(start.resident_mb),
        number(start.bare_resident_mb),
        format!("40: {}", aim(start.resident_mb < 40.0)),
    ]);
    table.row(["program, MB".into(), number(start.program_mb), "–".into(), "–".into()]);
    table
}

fn ballots_table(ballots: &ballots::Ballots) -> Table {
    let mut table = Table::new(
        format!(
            "Ballots: 64 clients, load made on the same cores; checks alone {} /s",
            number(ballots.checks.median)
        ),
        &[
            "",
            "/s",
            "(best)",
            "p50 ms",
            "p99 ms",
            "commits alone /s",
            "of the slower limit",
            "of both in turn",
        ],
    );
    for one in &ballots.cast {
        let in_turn = 1.0 / (1.0 / ballots.checks.median + 1.0 / one.commits.median);
        let limit = ballots.checks.median.min(one.commits.median);
        table.row([
            one.backend.clone(),
            number(one.product.median),
            format!("({})", number(one.product.best)),
            number(one.p50_ms),
            number(one.p99_ms),
            number(one.commits.median),
            format!("{:.0} %", 100.0 * one.product.median / limit),
            format!("{:.0} %", 100.0 * one.product.median / in_turn),
        ]);
    }
    table.note("checks, commits and the clients share the same cores: in turn is what is left if nothing else cost anything");
    table.note(format!("recount of {} ballots: {:.1} s", ballots.bundle, ballots.recount_s));
    table
}
