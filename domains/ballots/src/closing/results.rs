//! What is shown of the results: small cells are withheld, and whatever would give them away.

use ballot::{Board, Cell, Kind, Manifest, Rule, suppress};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::Counted;
use crate::evaluations::record::Evaluation;

/// Everything that is shown of one evaluation. The tallies themselves stay in the sealed bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Shown {
    /// Organisations in the order of the manifest.
    pub organisations: Vec<ShownOrganisation>,
    /// The voter groups over the whole organ: code, name and questions.
    pub groups: Vec<ShownGroup>,
}

/// What is shown of one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShownOrganisation {
    pub code: String,
    pub name: String,
    pub category: String,
    pub boxes: Vec<ShownBox>,
    /// Its groups together, question by question.
    pub together: Vec<ShownQuestion>,
}

/// What is shown of one box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShownBox {
    pub code: String,
    pub group: String,
    pub roster: u32,
    pub issued: u32,
    pub paper: u32,
    pub cast: u32,
    pub questions: Vec<ShownQuestion>,
    /// Words, where there are enough ballots; sorted, apart from any grade.
    pub texts: Vec<ShownTexts>,
}

/// What is shown of a group over all organisations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShownGroup {
    pub code: String,
    pub name: String,
    pub questions: Vec<ShownQuestion>,
}

/// What is shown of one question that is answered by a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShownQuestion {
    pub code: String,
    pub text: String,
    /// Name and number of each choice; nothing where it is withheld.
    pub choices: Option<Vec<(String, u32)>>,
}

/// What is shown of one question that is answered in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShownTexts {
    pub code: String,
    pub text: String,
    /// Nothing where there are too few ballots.
    pub texts: Option<Vec<String>>,
}

/// A question with its choices: code, text, names.
struct Asked {
    code: String,
    text: String,
    names: Vec<String>,
}

/// Questions answered by a choice that any of these forms asks, each once.
fn asked<'a>(manifest: &'a Manifest, groups: impl Iterator<Item = &'a str>) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for form in groups.filter_map(|group| manifest.forms.get(group)) {
        for question in form.questions.iter().filter(|question| question.kind == Kind::Choice) {
            if all.iter().all(|known| known.code != question.code) {
                all.push(Asked {
                    code: question.code.clone(),
                    text: question.text.clone(),
                    names: question.choices.iter().map(|choice| choice.name.clone()).collect(),
                });
            }
        }
    }
    all
}

fn question(asked: &Asked, cell: Option<&Cell>) -> ShownQuestion {
    ShownQuestion {
        code: asked.code.clone(),
        text: asked.text.clone(),
        choices: cell.map(|cell| asked.names.iter().cloned().zip(cell.0.iter().copied()).collect()),
    }
}

pub(super) fn shown(evaluation: &Evaluation, manifest: &Manifest, board: &Board, counted: &Counted) -> Shown {
    let rule = Rule { minimum: evaluation.minimum };
    let tallies = counted.tallies(manifest);
    let texts = counted.texts();
    // Where a few voted on paper, the appraisal shows both together: the difference would be those few.
    let few_on_paper =
        |at: usize| board.boxes.get(at).is_some_and(|one| one.paper > 0 && one.paper < rule.minimum);
    // A question that few left blank says of each of them that they did.
    let few_ballots =
        |at: usize| tallies.get(at).is_some_and(|tally| tally.ballots > 0 && tally.ballots < rule.minimum);
    let cell = |at: usize, code: &str| -> Cell {
        let tally = tallies.get(at).and_then(|tally| tally.questions.iter().find(|q| q.question == code));
        Cell(tally.map(|tally| tally.choices.iter().map(|(_, n)| *n).collect()).unwrap_or_default())
    };
    let line = |places: &[usize], code: &str| {
        let cells: Vec<Cell> = places.iter().map(|at| cell(*at, code)).collect();
        let mut line = suppress(&cells, rule);
        for (shown, at) in line.cells.iter_mut().zip(places) {
            if few_on_paper(*at) || few_ballots(*at) {
                (*shown, line.sum) = (None, None);
            }
        }
        line
    };
    let mut organisations: Vec<ShownOrganisation> = Vec::new();
    for (at, known) in manifest.boxes.iter().enumerate() {
        if organisations.last().is_some_and(|one| one.code == known.organisation.code) {
            continue;
        }
        let places: Vec<usize> = (at..manifest.boxes.len())
            .take_while(|place| {
                manifest.boxes.get(*place).is_some_and(|one| one.organisation.code == known.organisation.code)
            })
            .collect();
        let groups =
            places.iter().filter_map(|at| manifest.boxes.get(*at)).map(|one| one.group.code.as_str());
        let questions = asked(manifest, groups);
        let lines: Vec<_> = questions.iter().map(|one| line(&places, &one.code)).collect();
        let boxes = places.iter().enumerate().filter_map(|(column, place)| {
            let (known, one) = (manifest.boxes.get(*place)?, board.boxes.get(*place)?);
            let form = manifest.forms.get(&known.group.code)?;
            let own = questions.iter().zip(&lines).filter(|(asked, _)| form.question(&asked.code).is_some());
            let in_words = form.questions.iter().filter(|question| question.kind == Kind::Text);
            Some(ShownBox {
                code: known.code.clone(),
                group: known.group.name.clone(),
                roster: one.roster,
                issued: one.issued,
                paper: one.paper,
                cast: one.cast,
                questions: own
                    .map(|(asked, line)| question(asked, line.cells.get(column).and_then(Option::as_ref)))
                    .collect(),
                texts: in_words
                    .map(|question| ShownTexts {
                        code: question.code.clone(),
                        text: question.text.clone(),
                        texts: (one.cast >= evaluation.minimum_text).then(|| {
                            let mine = texts
                                .iter()
                                .find(|t| t.box_code == known.code && t.question == question.code);
                            mine.map(|mine| mine.texts.clone()).unwrap_or_default()
                        }),
                    })
                    .collect(),
            })
        });
        organisations.push(ShownOrganisation {
            code: known.organisation.code.clone(),
            name: known.organisation.name.clone(),
            category: known.organisation.category.clone(),
            boxes: boxes.collect(),
            together: questions
                .iter()
                .zip(&lines)
                .map(|(asked, line)| question(asked, line.sum.as_ref()))
                .collect(),
        });
    }
    let mut groups: Vec<ShownGroup> = Vec::new();
    // Sums of rows and sums of columns together give no cell away as long as there are three columns at most: a cell could only be
    // worked out between two rings of withheld cells, and each ring takes two columns of its own.
    for known in manifest.boxes.iter().filter(|_| manifest.forms.len() <= 3) {
        if groups.iter().any(|group| group.code == known.group.code) {
            continue;
        }
        let places: Vec<usize> = (0..manifest.boxes.len())
            .filter(|at| manifest.boxes.get(*at).is_some_and(|one| one.group.code == known.group.code))
            .collect();
        groups.push(ShownGroup {
            code: known.group.code.clone(),
            name: known.group.name.clone(),
            questions: asked(manifest, std::iter::once(known.group.code.as_str()))
                .iter()
                .map(|asked| question(asked, line(&places, &asked.code).sum.as_ref()))
                .collect(),
        });
    }
    Shown { organisations, groups }
}
