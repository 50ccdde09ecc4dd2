//! The parts of a paper between its title and its signature.

use kernel::Paper;
use kernel::paper::{Block, Level};

use super::ends;
use super::page::Sheet;
use super::para::Para;
use super::table;

/// Between the words of a choice, so that they do not run together.
const WIDE_BLANK: &str = "\u{3000}";
/// To be ticked by hand.
const BOX: &str = "\u{25a1}";

/// Writes the blocks. A break is given to what follows it, so that no empty line is left at the head of a sheet.
pub(super) fn all(paper: &Paper, sheet: &Sheet, out: &mut String) {
    let mut broken = false;
    for (index, block) in paper.blocks.iter().enumerate() {
        let new_page = std::mem::take(&mut broken);
        match block {
            Block::PageBreak => broken = true,
            Block::Title(text) => {
                Para::new("PaperTitle").new_page(new_page).text(text).write(out);
                ends::blank(false, out);
            }
            Block::Heading { level, text } => {
                Para::new(style(*level)).new_page(new_page).text(text).write(out)
            }
            Block::Text(text) => {
                // The signature does not stand on a sheet alone.
                let last = index + 1 == paper.blocks.len();
                let keep = last && paper.signature.is_some();
                Para::new("Normal").keep_next(keep).new_page(new_page).text(text).write(out);
            }
            Block::Facts(facts) => {
                gap(new_page, out);
                table::facts(facts, sheet, out);
                gap(false, out);
            }
            Block::Table(table) => {
                match &table.caption {
                    Some(caption) => Para::new("TableCaption").new_page(new_page).text(caption).write(out),
                    None => gap(new_page, out),
                }
                table::table(paper, table, sheet, out);
                gap(false, out);
            }
            Block::Blank { label, lines } => {
                let label = format!("{label}{}", paper.terms.colon);
                let first = Para::new("Blank").new_page(new_page).keep_next(*lines > 1);
                first.text(&label).line(sheet.width()).write(out);
                for line in 1..*lines {
                    Para::new("Blank").keep_next(line + 1 < *lines).line(sheet.width()).write(out);
                }
            }
            Block::Choices { question, options } => {
                let mut text = format!("{question}{}", paper.terms.colon);
                for option in options {
                    text.push_str(&format!("{WIDE_BLANK}{BOX}{option}"));
                }
                Para::new("Blank").new_page(new_page).text(&text).write(out);
            }
        }
    }
    if broken {
        gap(true, out);
    }
}

/// A low line between two tables, which programs would join to one, and after a table.
fn gap(new_page: bool, out: &mut String) {
    Para::new("Gap").new_page(new_page).write(out);
}

fn style(level: Level) -> &'static str {
    match level {
        Level::First => "Level1",
        Level::Second => "Level2",
        Level::Third => "Level3",
    }
}
