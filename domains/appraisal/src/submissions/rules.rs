//! Looking through what was sent: reading, asking the directory, computing. Nothing is written.

use std::sync::Arc;

use kernel::contracts::{Directory, OrgBrief};
use kernel::{Day, Problem};
use scoring::Scheme;
use store::Conn;
use web::{Lang, Wordbook};

use super::record::{FaultText, Preview};
use crate::cycles::computed::{self, Computed};
use crate::workbooks::{self, Fault, Found, Wanted};

/// What the directory says of the names in the files.
pub(crate) struct Answer {
    /// For each name the organisation that bears it.
    pub briefs: Vec<Option<OrgBrief>>,
    /// Who should take part.
    pub expected: Vec<OrgBrief>,
}

/// Asks the directory; to be called with a connection in hand.
pub(crate) fn ask(
    c: &mut Conn,
    directory: &Arc<dyn Directory<Conn>>,
    names: &[String],
    on: Day,
) -> Result<Answer, Problem> {
    Ok(Answer { briefs: directory.by_names(c, names)?, expected: directory.appraised_on(c, on)? })
}

/// The day whose participants are expected: the last of the year, or today while the year lasts.
pub(crate) fn day_of(year: i16, today: Day) -> Day {
    Day::new(year, 12, 31).map_or(today, |last| last.min(today))
}

/// Files that were looked through.
pub(crate) struct Examined {
    pub found: Found,
    pub absent: Vec<String>,
    /// The ranking, when nothing is wrong.
    pub computed: Option<Computed>,
}

/// Reads the files; the names found are to be put to the directory.
pub(crate) fn read(
    scheme: &Scheme,
    year: i16,
    category: &str,
    files: &[(String, Vec<u8>)],
) -> (Found, Vec<String>) {
    let category = Some(category).filter(|name| !name.is_empty());
    let found = workbooks::read(files, &Wanted { scheme, year, category });
    let names = computed::names(&found);
    (found, names)
}

/// Puts the directory's answer and the evaluation to what was read.
pub(crate) fn examine(scheme: &Scheme, mut found: Found, answer: &Answer) -> Result<Examined, Problem> {
    let absent = computed::absent(&found, &answer.expected);
    computed::check_organisations(&mut found, &answer.briefs);
    match computed::compute(scheme, &found, &answer.briefs)? {
        Ok(computed) => Ok(Examined { found, absent, computed: Some(computed) }),
        Err(faults) => {
            found.faults = faults;
            Ok(Examined { found, absent, computed: None })
        }
    }
}

/// What the page of the submission shows.
pub(crate) fn preview(examined: &Examined, faults: Vec<FaultText>) -> Preview {
    let found = &examined.found;
    Preview {
        sheets: found.sheets.clone(),
        panels: found.panels.clone(),
        passed_over: found.passed_over.clone(),
        absent: examined.absent.clone(),
        organisations: found.input.participants.len(),
        marks: found.input.marks.len(),
        tallies: found.input.tallies.len(),
        faults,
    }
}

/// A fault in both languages.
pub(crate) fn in_words(fault: &Fault, book: &Wordbook) -> FaultText {
    let said = |lang| {
        let words = book.words(lang);
        (words.say(&fault.reason), words.say(&fault.fix))
    };
    let place = match (&fault.sheet, &fault.cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        (Some(sheet), None) => sheet.clone(),
        _ => String::new(),
    };
    let (file, value) = (fault.file.clone(), fault.value.clone());
    FaultText { file, place, value, zh: said(Lang::Zh), en: said(Lang::En) }
}
