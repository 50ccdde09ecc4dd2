//! A sample paper with every kind of part, so that the sheet can be looked at, printed and tested.

use kernel::paper::{Column, Table};
use kernel::{Cell, Open, Paper, Problem};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::paper::PaperView;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;

pub(super) fn routes() -> Routes {
    Routes::new().get("/kit/paper", Open, show)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

fn show(cx: &mut Reading<'_, Open>, _: Nothing) -> Result<PaperView, Problem> {
    let words = cx.words();
    let paper = sample(&words, cx.today());
    Ok(PaperView::new(cx, paper).back("/kit", words.t("kit-title")).named(words.t("kit-paper")))
}

fn sample(words: &Words, today: kernel::Day) -> Paper {
    let n = |key: &str| words.t(key);
    words
        .paper(n("kit-paper-title"))
        .organ(n("kit-paper-organ"))
        .number(n("kit-paper-number"))
        .to(n("kit-paper-to"))
        .text(n("kit-paper-opening"))
        .section(n("kit-paper-results"))
        .subsection(n("kit-paper-ranks"))
        .point(n("kit-paper-method"))
        .text(n("kit-paper-method-text"))
        .table(ranking(words))
        .subsection(n("kit-paper-one"))
        .facts([
            (n("kit-sample-organisation"), n("kit-sample-name-value")),
            (n("kit-sample-category"), n("kit-sample-business")),
            (n("kit-sample-total"), "93.42".to_owned()),
            (n("kit-sample-rank"), "1".to_owned()),
            (n("kit-paper-why"), n("kit-paper-why-text")),
        ])
        .page_break()
        .section(n("kit-paper-form"))
        .choices(
            n("kit-paper-question"),
            ["a", "b", "c", "d"].map(|letter| n(&format!("kit-paper-choice-{letter}"))),
        )
        .blank(n("kit-paper-opinion"), 3)
        .attach(n("kit-paper-attachment-a"))
        .attach(n("kit-paper-attachment-b"))
        .signed(n("kit-paper-body"), today)
        .sealed(n("kit-paper-seal"))
        .copies_to(n("kit-paper-copies-to"))
}

fn ranking(words: &Words) -> Table {
    let n = |key: &str| words.t(key);
    let row = |rank, key, total| [Cell::Int(rank), n(key).into(), Cell::Decimal { units: total, digits: 2 }];
    Table::new([
        Column::new(n("kit-sample-rank")).weight(2).middle(),
        Column::new(n("kit-sample-organisation")).weight(7),
        Column::new(n("kit-sample-total")).weight(3).right(),
    ])
    .caption(n("kit-sample-business"))
    .row(row(1, "kit-sample-name-value", 9342))
    .row(row(2, "kit-sample-org-b", 9291))
    .row(row(2, "kit-sample-org-c", 9291))
    .row(row(4, "kit-sample-org-d", 9030))
    .row(row(5, "kit-sample-org-e", 8836))
    .total([Cell::Empty, n("kit-paper-mean").into(), Cell::Decimal { units: 9158, digits: 2 }])
}
