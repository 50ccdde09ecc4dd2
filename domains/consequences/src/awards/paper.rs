//! The list of an award as a paper: a draft of the notice, the notice (公示), and the decision (表彰决定) once it is final.

use kernel::paper::{Column, Table};
use kernel::{Cell, Day, Paper, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading, Words};

use super::groups::{Group, groups};
use super::record::{self, Award, AwardId};
use super::rules::{Among, State, Subject};
use crate::letterhead::signer;
use crate::nominations::record::{self as nominations, Decided, Nomination};
use crate::policy::{ReadAwards, ReadNominations};
use crate::sources::{Graded, Sources, reach};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AwardId,
}

/// What stands on the paper.
struct List {
    words: Words,
    award: Award,
    /// Those accepted.
    names: Vec<Nomination>,
    /// How many nominations are not decided.
    waiting: usize,
    /// Categories in the order of the scheme.
    categories: Vec<String>,
    /// Everybody who was graded; nobody once the list is final, when places no longer matter.
    graded: Vec<Graded>,
    signer: String,
}

/// Whether there is a paper of the list for somebody: once it is put up for everybody, before that for those who see all
/// nominations; never of an empty list.
pub(super) fn is_offered(award: &Award, all: &[Nomination], sees_all: bool) -> bool {
    (award.state.is_public() || sees_all) && all.iter().any(|one| one.state == Decided::Accepted)
}

pub(super) fn show(cx: &mut Reading<'_, ReadAwards>, one: One) -> Result<PaperView, Problem> {
    let (words, sources, site) = (cx.words(), Sources::of(cx.site())?, cx.site().clone());
    let award = record::find(cx.db, one.id)?;
    let mut names = nominations::of_award(cx.db, one.id)?;
    if !is_offered(&award, &names, reach::<ReadNominations>(cx.principal(), cx.today()).all) {
        return Err(Problem::Missing);
    }
    let waiting = names.iter().filter(|one| one.state == Decided::Entered).count();
    names.retain(|one| one.state == Decided::Accepted);
    let first = names.first().ok_or(Problem::Missing)?.org;
    let list = List {
        signer: signer(cx.db, &site, &words, &sources, first)?,
        categories: sources.cycle(cx.db, award.cycle)?.categories,
        graded: match award.state {
            State::Final => Vec::new(),
            _ => sources.graded(cx.db, award.cycle)?,
        },
        words,
        award,
        names,
        waiting,
    };
    let title = list.words.f(list.key("title").as_str(), list.args());
    let paper = list.words.paper(title).to(list.words.t("award-paper-to"));
    let paper = match list.award.state {
        State::Final => list.decision(paper),
        _ => list.notice(paper),
    };
    let paper = paper.signed(&list.signer, list.day(cx.today())).sealed("");
    let name = list.words.f(list.key("file").as_str(), list.args());
    let (href, label) = (format!("/awards/{}", one.id), list.award.name.clone());
    Ok(PaperView::new(cx, paper).back(href, label).named(name))
}

impl List {
    /// A message by the state of the award.
    fn key(&self, what: &str) -> String {
        format!("award-paper-{what}-{}", self.award.state.code())
    }

    /// A sentence that differs for organisations and persons.
    fn said(&self, what: &str) -> String {
        self.words.f(&format!("award-paper-{what}-{}", self.award.subject.code()), self.args())
    }

    fn args(&self) -> [(&'static str, String); 5] {
        [
            ("year", self.award.cycle_year.to_string()),
            ("version", self.award.version.to_string()),
            ("award", self.award.name.clone()),
            ("n", self.names.len().to_string()),
            ("signer", self.signer.clone()),
        ]
    }

    /// The day of the paper: when the list became final or was put up, today while it is a draft.
    fn day(&self, today: Day) -> Day {
        let award = &self.award;
        award.finished.or(award.notice.map(|notice| notice.from)).unwrap_or(today)
    }

    /// From when to when the list is put up, as arguments of a sentence.
    fn period(&self) -> Option<[(&'static str, String); 3]> {
        let notice = self.award.notice?;
        Some([
            ("from", self.words.day(notice.from)),
            ("until", self.words.day(notice.until)),
            ("days", notice.days.to_string()),
        ])
    }

    fn decision(&self, mut paper: Paper) -> Paper {
        paper = paper.text(self.said("decided"));
        if let Some(period) = self.period() {
            paper = paper.text(self.words.f("award-paper-was-put-up", period));
        }
        paper = self.tables(paper.section(self.words.t("award-paper-honoured")));
        paper.section(self.words.t("award-paper-call")).text(self.said("call"))
    }

    fn notice(&self, mut paper: Paper) -> Paper {
        let words = &self.words;
        if self.award.state == State::Nominating {
            let key = if self.waiting > 0 { "award-paper-draft-waiting" } else { "award-paper-draft" };
            paper = paper.text(words.f(key, [("n", self.waiting.to_string())]));
        }
        paper = self.tables(paper.text(self.said("proposed")).section(words.t("award-paper-list")));
        paper = self.deeds(self.exceptions(paper)).section(words.t("award-paper-period"));
        paper = match self.period() {
            Some(period) => paper.text(words.f("award-paper-period-text", period)),
            None => paper.text(words.t("award-paper-period-open")),
        };
        let signer = [("signer", self.signer.clone())];
        paper.section(words.t("award-paper-objecting")).text(words.f("award-paper-objecting-text", signer))
    }

    /// Why some are on the list against the rules; nothing where nobody is.
    fn exceptions(&self, mut paper: Paper) -> Paper {
        let exceptional = |one: &&Nomination| !one.exception.is_empty();
        if !self.names.iter().any(|one| exceptional(&one)) {
            return paper;
        }
        paper = paper.section(self.words.t("award-paper-exceptions"));
        for one in self.names.iter().filter(exceptional) {
            let reason = one.exception.trim_end_matches(['。', '.']).to_owned();
            let args = [("name", self.called(one)), ("reason", reason)];
            paper = paper.text(self.words.f("award-paper-exception", args));
        }
        paper
    }

    /// What each has done, in the words of the nomination.
    fn deeds(&self, paper: Paper) -> Paper {
        let paper = paper.section(self.words.t("award-deeds"));
        let groups = self.groups();
        let all = groups.iter().flat_map(|group| &group.names);
        all.fold(paper, |paper, one| paper.point(self.called(one)).text(&one.deeds))
    }

    /// A nominee as a sentence names them: a person with their organisation.
    fn called(&self, one: &Nomination) -> String {
        match self.award.subject {
            Subject::Organisation => one.name.clone(),
            Subject::Person => {
                let args = [("name", one.name.clone()), ("organisation", one.org_name.clone())];
                self.words.f("award-paper-of", args)
            }
        }
    }

    fn groups(&self) -> Vec<Group<'_>> {
        groups(&self.award, &self.categories, &self.names)
    }

    /// The places of a group, while they matter.
    fn places(&self, among: &Among) -> Option<u32> {
        let matter = self.award.state != State::Final;
        matter.then(|| self.award.conditions.places_of(among, &self.graded))
    }

    /// A table for each category or grade; one for all where every organisation has places of its own.
    fn tables(&self, paper: Paper) -> Paper {
        let groups = self.groups();
        if groups.iter().all(|group| matches!(group.among, Among::Organisation(_))) {
            return paper.table(self.by_organisation(&groups));
        }
        groups.iter().fold(paper, |paper, group| paper.table(self.table(group)))
    }

    fn column(&self, key: &str) -> Column {
        Column::new(self.words.t(key))
    }

    /// Who stands on the list in a category or a grade.
    fn table(&self, group: &Group<'_>) -> Table {
        let persons = self.award.subject == Subject::Person;
        let mut columns = vec![self.column("award-paper-number").weight(2).middle()];
        if persons {
            columns.push(self.column("award-person").weight(4).middle());
        }
        columns.push(self.column("award-organisation").weight(9));
        let graded = matches!(group.among, Among::Grade(_));
        let other = if graded { "award-category" } else { "award-grade" };
        columns.push(self.column(other).weight(if graded { 6 } else { 3 }).middle());
        let row = |(number, one): (i64, &&Nomination)| {
            let mut row = vec![Cell::Int(number)];
            if persons {
                row.push(Cell::text(&one.name));
            }
            row.push(Cell::text(&one.org_name));
            row.push(Cell::text(if graded { &one.category } else { &one.grade_name }));
            row
        };
        let args = [
            ("name", group.name.clone()),
            ("n", group.names.len().to_string()),
            ("places", self.places(&group.among).map(|places| places.to_string()).unwrap_or_default()),
        ];
        let key = if self.award.state == State::Final { "award-paper-group" } else { "award-paper-group-of" };
        Table::new(columns).caption(self.words.f(key, args)).rows((1..).zip(&group.names).map(row))
    }

    /// The people of each organisation on one line.
    fn by_organisation(&self, groups: &[Group<'_>]) -> Table {
        let mut columns = vec![
            self.column("award-paper-number").weight(2).middle(),
            self.column("award-organisation").weight(9),
        ];
        if self.award.state != State::Final {
            columns.push(self.column("award-places").weight(2).middle());
        }
        columns.push(self.column("award-person").weight(9));
        let row = |(number, group): (i64, &Group<'_>)| {
            let names: Vec<&str> = group.names.iter().map(|one| one.name.as_str()).collect();
            let mut row = vec![Cell::Int(number), Cell::text(&group.name)];
            row.extend(self.places(&group.among).map(|places| Cell::Int(places.into())));
            row.push(Cell::text(names.join(&self.words.t("consequences-comma"))));
            row
        };
        Table::new(columns).rows((1..).zip(groups).map(row))
    }
}
