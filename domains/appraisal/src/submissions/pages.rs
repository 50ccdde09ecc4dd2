//! Sending workbooks, looking at what was found, taking home the marked files, and confirming.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use office::mark_errors;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Download, File, Lang, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, FaultText, State, Submission, SubmissionId};
use super::rules::{self, Examined};
use crate::cycles::pages::chosen;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::policy::PrepareCycle;
use crate::schemes::record as schemes;
use crate::workbooks::{Kind, Why};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
    /// Category of sheets whose title names none.
    #[serde(default)]
    category: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "submissions/form.html")]
pub(super) struct SubmissionForm {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    categories: Vec<(String, String)>,
    category: String,
    error: String,
}

impl SubmissionForm {
    fn is_final(&self) -> bool {
        self.cycle.state.is_public()
    }

    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for SubmissionForm {
    fn title(&self) -> String {
        self.words.f("appraisal-submit-title", [("year", self.cycle.year.to_string())])
    }
}

fn form_page(
    c: &mut store::Conn,
    words: Words,
    input: &OfCycle,
    error: &str,
) -> Result<SubmissionForm, Problem> {
    let cycle = cycles::find(c, input.id, true)?;
    let rules = schemes::rules(c, cycle.scheme)?;
    let mut categories = vec![(String::new(), words.t("appraisal-category-from-title"))];
    categories.extend(rules.categories.into_iter().map(|c| (c.name.clone(), c.name)));
    Ok(SubmissionForm { cycle, categories, category: input.category.clone(), error: error.to_owned(), words })
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, input: OfCycle) -> Result<SubmissionForm, Problem> {
    let words = cx.words();
    form_page(cx.db, words, &input, "")
}

pub(super) fn create(
    cx: &mut Writing<'_, PrepareCycle>,
    input: OfCycle,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let books = chosen(files, "workbooks");
    if books.is_empty() {
        let words = cx.words();
        let say = Say::new("appraisal-workbooks-needed");
        let error = words.say(&say);
        let page = cx.read(move |c| form_page(c, words, &input, &error))?;
        return Err(Rejection::form(page, vec![FieldError { field: "workbooks".into(), say }]));
    }
    submit(cx, input.id, input.category, books)
}

/// Reads what was sent and keeps it for the cycle; the next page shows what was found.
pub(crate) fn submit(
    cx: &mut Writing<'_, PrepareCycle>,
    cycle: CycleId,
    category: String,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Done, Rejection> {
    let (_, examined) = look_through(cx, cycle, &category, &files)?;
    let book = &cx.site().wordbook;
    let faults: Vec<FaultText> = examined.found.faults.iter().map(|f| rules::in_words(f, book)).collect();
    let preview = rules::preview(&examined, faults);
    let view = serde_json::to_value(&preview).map_err(Problem::unexpected)?;
    let id = cx.write(move |tx| actions::keep(tx, cycle, &category, &preview, &files))?;
    let view = serde_json::json!({ "id": id, "preview": view });
    Ok(Done::to(format!("/submissions/{id}")).view(&view).created())
}

/// Everything that can be told before anything is written.
fn look_through(
    cx: &Writing<'_, PrepareCycle>,
    cycle: CycleId,
    category: &str,
    files: &[(String, Vec<u8>)],
) -> Result<(Cycle, Examined), Problem> {
    let directory =
        cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let (cycle, scheme) = cx.read(move |c| {
        let cycle = cycles::find(c, cycle, true)?;
        let scheme = schemes::rules(c, cycle.scheme)?;
        Ok((cycle, scheme))
    })?;
    let (found, names) = rules::read(&scheme, cycle.year, category, files);
    let on = rules::day_of(cycle.year, cx.today());
    let answer = cx.read(move |c| rules::ask(c, &directory, &names, on))?;
    Ok((cycle, rules::examine(&scheme, found, &answer)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: SubmissionId,
}

/// The faults of one file.
#[derive(Serialize, JsonSchema)]
struct FaultyFile {
    name: String,
    /// Where the marked copy is; nothing when no cell of it is at fault.
    href: Option<String>,
    faults: Vec<FaultLine>,
}

/// One fault in the words of the reader.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FaultLine {
    pub place: String,
    pub value: String,
    pub reason: String,
    pub fix: String,
}

impl FaultLine {
    /// A kept fault, in Chinese or in English.
    pub(crate) fn of(fault: &FaultText, in_chinese: bool) -> Self {
        let (reason, fix) = if in_chinese { fault.zh.clone() } else { fault.en.clone() };
        Self { place: fault.place.clone(), value: fault.value.clone(), reason, fix }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "submissions/show.html")]
pub(super) struct SubmissionShow {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    submission: Submission,
    files: Vec<FaultyFile>,
    /// Files as they were sent, by number and name.
    sent: Vec<(usize, String)>,
}

impl SubmissionShow {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn ready(&self) -> bool {
        self.submission.state == State::Ready
    }

    fn tallies(&self) -> usize {
        self.submission.preview.sheets.iter().filter(|sheet| sheet.kind == Kind::Tally).count()
    }

    /// Sheets passed over, file by file and reason by reason.
    fn passed_over(&self) -> Vec<(String, String, String)> {
        let words = &self.words;
        let mut lines: Vec<(String, String, String)> = Vec::new();
        for sheet in &self.submission.preview.passed_over {
            let why = match sheet.why {
                Why::Other => words.t("appraisal-passed-other"),
                Why::OtherYear(year) => words.f("appraisal-passed-year", [("year", year.to_string())]),
                Why::Hidden => words.t("appraisal-passed-hidden"),
            };
            match lines.iter_mut().find(|(file, _, reason)| *file == sheet.file && *reason == why) {
                Some((_, sheets, _)) => sheets.push_str(&(words.t("appraisal-comma") + &sheet.sheet)),
                None => lines.push((sheet.file.clone(), sheet.sheet.clone(), why)),
            }
        }
        lines
    }
}

impl Page for SubmissionShow {
    fn title(&self) -> String {
        self.words.f("appraisal-submission-title", [("year", self.cycle.year.to_string())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, PrepareCycle>, input: One) -> Result<SubmissionShow, Problem> {
    let submission = record::find(cx.db, input.id)?;
    let cycle = cycles::find(cx.db, submission.cycle, true)?;
    let attached = store::attachments::of_record(cx.db, &record::reference(input.id))?;
    let sent: Vec<(usize, String)> = (1..).zip(attached.iter().map(|file| file.name.clone())).collect();
    let words = cx.words();
    let mut files: Vec<FaultyFile> = Vec::new();
    for fault in &submission.preview.faults {
        let line = FaultLine::of(fault, words.lang() == Lang::Zh);
        if files.last().is_none_or(|file| file.name != fault.file) {
            files.push(FaultyFile { name: fault.file.clone(), href: None, faults: Vec::new() });
        }
        if let Some(file) = files.last_mut() {
            if !fault.place.is_empty() {
                let number = sent.iter().find(|(_, name)| *name == file.name).map(|(number, _)| *number);
                file.href = number.map(|number| format!("/submissions/{}/files/{number}", input.id));
            }
            file.faults.push(line);
        }
    }
    Ok(SubmissionShow { cycle, submission, files, sent, words })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: SubmissionId,
    /// Its number among the files of the submission, from 1.
    file: usize,
}

/// A file as it was sent; its faulty cells are coloured and say what is wrong.
pub(super) fn marked(cx: &mut Reading<'_, PrepareCycle>, input: OneFile) -> Result<Download, Problem> {
    let submission = record::find(cx.db, input.id)?;
    let attached = store::attachments::of_record(cx.db, &record::reference(input.id))?;
    let at = input.file.checked_sub(1).ok_or(Problem::Missing)?;
    let file = attached.into_iter().nth(at).ok_or(Problem::Missing)?;
    let bytes = store::attachments::bytes(cx.db, &file)?;
    if submission.preview.faults.iter().all(|fault| fault.file != file.name) {
        return Ok(Download { name: file.name, mime: "application/octet-stream", bytes });
    }
    let cycle = cycles::find(cx.db, submission.cycle, true)?;
    let scheme = schemes::rules(cx.db, cycle.scheme)?;
    let files = record::files(cx.db, input.id)?;
    let (found, names) = rules::read(&scheme, cycle.year, &submission.category, &files);
    let on = rules::day_of(cycle.year, cx.today());
    let directory = cx.site().directory().ok_or(Problem::Missing)?;
    let answer = rules::ask(cx.db, &directory, &names, on)?;
    let examined = rules::examine(&scheme, found, &answer)?;
    let ours = examined.found.faults.iter().filter(|fault| fault.file == file.name);
    let errors: Vec<_> = ours.filter_map(crate::workbooks::Fault::cell_error).collect();
    let words = cx.words();
    let marked = mark_errors(&bytes, &file.name, &errors, |say| words.say(say))?;
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let name = words.f("appraisal-marked-name", [("name", stem.to_owned())]);
    let mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Download { name: format!("{name}.xlsx"), mime, bytes: marked })
}

pub(super) fn confirm(cx: &mut Writing<'_, PrepareCycle>, input: One) -> Result<Done, Rejection> {
    let id = input.id;
    let (submission, files) = cx.read(move |c| Ok((record::find(c, id)?, record::files(c, id)?)))?;
    if submission.state != State::Ready {
        return Err(Problem::refused(Say::new("appraisal-submission-not-ready")).into());
    }
    let (cycle, examined) = look_through(cx, submission.cycle, &submission.category, &files)?;
    let Some(computed) = examined.computed else {
        return Err(Problem::refused(Say::new("appraisal-submission-not-ready")).into());
    };
    let scheme = cycle.scheme;
    let organisations = computed.summary.organisations;
    cx.write(move |tx| actions::apply(tx, id, scheme, &computed))?;
    Ok(Done::to(format!("/cycles/{}", cycle.id))
        .say(Say::new("appraisal-was-computed").with("year", cycle.year).with("n", organisations))
        .view(&serde_json::json!({ "cycle": cycle.id, "organisations": organisations })))
}
