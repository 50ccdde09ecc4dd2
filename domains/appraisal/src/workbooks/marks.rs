//! One score sheet: the marks of one reviewer for the organisations of one category.

use kernel::{Say, names::fold};
use office::{Address, DataRow, FieldSpec, Fill, HeaderMap, Manual, Table, find_header};
use scoring::{Indicator, Scheme, Score, SourceRef};

use super::fault::{self, Fault};
use super::heads::{self, Kind, ORGANISATION};
use super::title::Title;
use super::{SheetFound, Wanted, swallowed};

/// What a reviewer writes who must not mark an organisation.
const RECUSED: [&str; 3] = ["回避", "已回避", "recused"];

/// A score sheet as it was read.
pub(super) struct MarkSheet {
    pub found: SheetFound,
    pub category: String,
    pub reviewer: String,
    /// The head above the organisations: where something is said about the sheet as a whole.
    pub head: Address,
    pub rows: Vec<MarkRow>,
}

/// One organisation in it.
pub(super) struct MarkRow {
    /// Folded name.
    pub key: String,
    pub name: String,
    pub at: Address,
    pub typed: String,
    /// Whether any of its cells says that the reviewer keeps away.
    pub says_recused: bool,
    /// Code of the indicator, mark, and where it stands.
    pub marks: Vec<(String, Score, SourceRef)>,
}

/// Reads the sheet; what is wrong with it goes to `faults`, and `None` comes back when nothing can be told of it.
pub(super) fn read(
    file: &str,
    table: &Table,
    title: &Title,
    wanted: &Wanted<'_>,
    faults: &mut Vec<Fault>,
) -> Option<MarkSheet> {
    let category = match category(wanted, title) {
        Ok(category) => category,
        Err(reason) => {
            let fix = Say::new("appraisal-fix-category").with("names", category_names(wanted.scheme));
            faults.push(Fault::of_cell(file, title.error(table, reason, fix)));
            return None;
        }
    };
    let indicators: Vec<&Indicator> =
        wanted.scheme.panels().map(|(indicator, _)| indicator).filter(|i| i.applies(&category)).collect();
    let mut fields = vec![heads::organisation()];
    fields.extend(indicators.iter().map(|i| {
        let names: Vec<&String> = std::iter::once(&i.name).chain(&i.aliases).chain([&i.code]).collect();
        FieldSpec::new(format!("mark {}", i.code), &names)
    }));
    let header = match find_header(table, &fields, &Manual::default()) {
        Ok(header) => header,
        Err(error) => {
            faults.extend(fault::of_heads(file, &error));
            return None;
        }
    };
    check_heads(file, table, &header, wanted.scheme, &indicators, faults);
    let head = Address::new(header.last, header.column(ORGANISATION).unwrap_or(0));
    let reviewer = title.reviewer.clone().unwrap_or_else(|| fold(&table.name));
    let mut rows: Vec<MarkRow> = Vec::new();
    for row in table.body(&header, Fill::Down).rows {
        let Some(read) = mark_row(file, table, &row, &indicators, faults) else { continue };
        match rows.iter().find(|known| known.key == read.key) {
            None => rows.push(read),
            Some(known) => {
                let reason = Say::new("appraisal-fault-row-twice").with("cell", known.at);
                let error = row.cell(ORGANISATION).error(reason, "appraisal-fix-row-twice");
                // Of a name merged over two rows it is the second row that is too many.
                let at = Address::new(row.index, error.at.column);
                faults.push(Fault::of_cell(file, office::CellError { at, ..error }));
            }
        }
    }
    let found = SheetFound {
        file: file.to_owned(),
        sheet: table.name.clone(),
        kind: Kind::Marks,
        category: Some(category.clone()),
        reviewer: Some(reviewer.clone()),
        organisations: rows.len(),
    };
    Some(MarkSheet { found, category, reviewer, head, rows })
}

fn category(wanted: &Wanted<'_>, title: &Title) -> Result<String, Say> {
    let scheme = wanted.scheme;
    let known = |word: &str| {
        let same = |name: &String| fold(name) == fold(word);
        scheme.categories.iter().find(|c| same(&c.name) || c.aliases.iter().any(same)).map(|c| c.name.clone())
    };
    let inside = |name: &String| title.text.contains(&fold(name));
    let mentioned = || {
        let mut all = scheme.categories.iter().filter(|c| inside(&c.name) || c.aliases.iter().any(inside));
        all.next().filter(|_| all.next().is_none()).map(|c| c.name.clone())
    };
    let from_title = title.bracket.as_deref().and_then(known).or_else(mentioned);
    from_title.or_else(|| wanted.category.and_then(known)).ok_or_else(|| match &title.bracket {
        Some(bracket) => Say::new("appraisal-fault-category").with("category", bracket),
        None => Say::new("appraisal-fault-no-category"),
    })
}

fn category_names(scheme: &Scheme) -> String {
    scheme.categories.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、")
}

/// Heads that the scheme does not know, that stand under another dimension, or that promise another full mark.
fn check_heads(
    file: &str,
    table: &Table,
    header: &HeaderMap,
    scheme: &Scheme,
    indicators: &[&Indicator],
    faults: &mut Vec<Fault>,
) {
    for head in &header.heads {
        let cell = table.located(Address::new(header.last, head.column), Fill::Everywhere);
        let mut wrong = |reason: Say, fix: Say| faults.push(Fault::of_cell(file, cell.error(reason, fix)));
        let Some(field) = &head.field else {
            if !heads::is_decoration(&head.title) {
                let names = indicators.iter().map(|i| i.name.as_str()).collect::<Vec<_>>().join("、");
                let fix = Say::new("appraisal-fix-indicator").with("names", names);
                wrong(Say::new("appraisal-fault-indicator").with("head", &head.title), fix);
            }
            continue;
        };
        let code = field.strip_prefix("mark ").unwrap_or_default();
        let Some(indicator) = indicators.iter().find(|i| i.code == code) else { continue };
        let written = cell.cell.value.to_string();
        if let Some(full) = heads::full_mark(&written)
            && full.parse::<Score>().ok() != Some(indicator.full)
        {
            let reason = Say::new("appraisal-fault-full").with("written", full).with("full", indicator.full);
            wrong(reason, Say::new("appraisal-fix-full"));
        }
        let above = head.title.split_once('/').map(|(above, _)| heads::without_brackets(above));
        let dimension = scheme.dimensions.iter().find(|d| d.code == indicator.dimension);
        if let (Some(above), Some(dimension)) = (above, dimension) {
            let same = |name: &String| fold(name) == above;
            if !same(&dimension.name) && !dimension.aliases.iter().any(same) {
                let reason = Say::new("appraisal-fault-dimension").with("written", above);
                wrong(reason.with("dimension", &dimension.name), Say::new("appraisal-fix-dimension"));
            }
        }
    }
}

fn mark_row(
    file: &str,
    table: &Table,
    row: &DataRow<'_>,
    indicators: &[&Indicator],
    faults: &mut Vec<Fault>,
) -> Option<MarkRow> {
    let organisation = row.cell(ORGANISATION);
    let name = match organisation.name() {
        Ok(Some(name)) => name,
        Ok(None) => {
            let error =
                organisation.error("appraisal-fault-no-organisation", "appraisal-fix-no-organisation");
            faults.push(Fault::of_cell(file, error));
            return None;
        }
        Err(error) => {
            faults.push(Fault::of_cell(file, error));
            return None;
        }
    };
    let mut marks = Vec::with_capacity(indicators.len());
    let mut says_recused = false;
    for indicator in indicators {
        let cell = row.cell(&format!("mark {}", indicator.code));
        let recused = |text: &String| RECUSED.contains(&fold(text).to_lowercase().as_str());
        if cell.text().ok().flatten().as_ref().is_some_and(recused) {
            says_recused = true;
            continue;
        }
        let wrong = |reason: Say, fix: &'static str| {
            let fix = Say::new(fix).with("full", indicator.full);
            Fault::of_cell(file, cell.error(reason, fix))
        };
        let about = |key: &'static str| Say::new(key).with("indicator", &indicator.name);
        match cell.decimal(3) {
            Err(error) => {
                let fix = Say::new("appraisal-fix-mark").with("full", indicator.full);
                faults.push(Fault::of_cell(file, office::CellError { fix, ..error }));
            }
            Ok(None) if swallowed(table, cell.at) => {
                faults.push(wrong(about("appraisal-fault-mark-merged"), "appraisal-fix-mark-merged"));
            }
            Ok(None) => {
                faults.push(wrong(about("appraisal-fault-mark-missing"), "appraisal-fix-mark-missing"))
            }
            Ok(Some(units)) => {
                let mark = Score::from_thousandths(units);
                if mark < Score::ZERO {
                    faults.push(wrong(about("appraisal-fault-mark-negative"), "appraisal-fix-mark"));
                } else if mark > indicator.full {
                    let reason = about("appraisal-fault-mark-above").with("full", indicator.full);
                    faults.push(wrong(reason, "appraisal-fix-mark"));
                } else {
                    let source = SourceRef {
                        file: file.to_owned(),
                        sheet: table.name.clone(),
                        cell: cell.origin.to_string(),
                    };
                    marks.push((indicator.code.clone(), mark, source));
                }
            }
        }
    }
    Some(MarkRow {
        key: fold(&name),
        name,
        at: organisation.at,
        typed: organisation.cell.value.to_string(),
        says_recused,
        marks,
    })
}
