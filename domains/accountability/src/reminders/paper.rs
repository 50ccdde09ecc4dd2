//! A reminder as a paper (督办单).

use kernel::paper::{Column, Table};
use kernel::{Cell, Problem};
use web::{PaperView, Reading};

use super::show::{One, one};
use crate::policy::ReadMeasures;
use crate::sight::Sight;

pub(super) fn show(cx: &mut Reading<'_, ReadMeasures>, asked: One) -> Result<PaperView, Problem> {
    let sight = Sight::reading(cx)?;
    let (words, site) = (&sight.words, cx.site().clone());
    let reminder = one(cx.db, &sight, asked.id)?;
    let about = sight.sources.directory.by_ids(cx.db, &[reminder.org])?.into_iter().next();
    let signer = web::signer(cx.db, &site, words, about.as_ref().map(|org| org.path.as_str()))?;
    let args = [
        ("plan", reminder.frozen.plan_title.clone()),
        ("n", reminder.frozen.items.len().to_string()),
        ("by", words.day(reminder.answer_by)),
    ];
    let columns = [
        Column::new(words.t("measure-number")).weight(1).middle(),
        Column::new(words.t("measure-content")).weight(5),
        Column::new(words.t("measure-person")).weight(2).middle(),
        Column::new(words.t("measure-due")).weight(3).middle(),
        Column::new(words.t("reminder-days")).weight(2).right(),
        Column::new(words.t("measure-percent")).weight(2).right(),
    ];
    let mut table = Table::new(columns);
    for item in &reminder.frozen.items {
        let content = match item.step.is_empty() {
            true => item.content.clone(),
            false => words
                .f("reminder-paper-step", [("content", item.content.clone()), ("step", item.step.clone())]),
        };
        table = table.row([
            Cell::text(&item.number),
            Cell::text(content),
            Cell::text(&item.person),
            Cell::Day(item.due),
            Cell::Int(item.days),
            Cell::text(format!("{}%", item.percent)),
        ]);
    }
    let mut paper = words
        .paper(words.t(&format!("reminder-paper-title-{}", reminder.grade)))
        .number(words.f(
            "reminder-paper-number",
            [("year", reminder.year.to_string()), ("number", reminder.number.to_string())],
        ))
        .to(&reminder.org_name)
        .text(words.f(&format!("reminder-paper-text-{}", reminder.grade), args))
        .section(words.t("reminder-about"))
        .table(table);
    if !reminder.note.is_empty() {
        paper = paper.section(words.t("reminder-note")).text(&reminder.note);
    }
    paper = paper.section(words.t("reminder-answer")).text(match reminder.answered_on {
        Some(_) => reminder.answer.clone(),
        None => words.t("reminder-paper-answer"),
    });
    if reminder.answered_on.is_none() {
        paper = paper.blank(words.t("reminder-answer"), 6);
    }
    let paper = paper.signed(signer, reminder.issued_on).sealed("");
    let name = reminder.named(words);
    Ok(PaperView::new(cx, paper).back(format!("/reminders/{}", reminder.id), name.clone()).named(name))
}
