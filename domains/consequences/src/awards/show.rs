//! The page of an award: its rules, who is eligible and how many places there are, nominations as far as the reader may
//! see them, and the list.

use askama::Template;
use kernel::{Act, Cell, FieldError, OrgId, Problem, Reach, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Words, Writing};

use super::form::rounding_code;
use super::paper;
use super::record::{self, Award, AwardId};
use super::rules::{Among, Entitlement, Places, Pool, State, Subject};
use crate::fields::Faults;
use crate::history::{self, Line};
use crate::nominations::actions::live;
use crate::nominations::record::{self as nominations, Decided, Nomination};
use crate::policy::{DecideAwards, NominateAward, ReadAwards, ReadNominations};
use crate::sources::{Graded, Sources, reach};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AwardId,
}

/// What was typed into one of the forms of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the award; from the address.
    pub id: i64,
    /// Working days of the notice.
    pub days: String,
    /// Why a list is taken back.
    pub why: String,
}

/// Places that are counted together, and how many of them are taken.
#[derive(Serialize, JsonSchema)]
struct PoolLine {
    #[serde(flatten)]
    pool: Pool,
    nominated: usize,
    accepted: usize,
}

/// How an organisation of the reader's stands.
#[derive(Serialize, JsonSchema)]
struct Own {
    org: OrgId,
    name: String,
    grade_name: String,
    places: u32,
    nominated: usize,
    /// What stands in the way of one more nomination; empty when nothing does.
    obstacle: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "awards/show.html")]
pub(super) struct AwardShow {
    #[serde(skip)]
    words: Words,
    award: Award,
    pools: Vec<PoolLine>,
    nominations: Vec<Nomination>,
    own: Vec<Own>,
    /// Number of the version that is published now, when the list was made by another.
    version_now: Option<u32>,
    #[serde(skip)]
    history: Vec<Line>,
    /// Whether all nominations are shown, or only the reader's own and the list.
    whole: bool,
    /// Whether there is a paper of the list for the reader.
    has_paper: bool,
    may_decide: bool,
    /// The last day of the notice is over.
    notice_over: bool,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl AwardShow {
    fn at(&self, tail: &str) -> String {
        format!("/awards/{}{tail}", self.award.id)
    }

    fn state(&self) -> String {
        self.words.t(&format!("award-state-{}", self.award.state.code()))
    }

    fn is(&self, code: &str) -> bool {
        self.award.state.code() == code
    }

    fn of_persons(&self) -> bool {
        self.award.subject == Subject::Person
    }

    fn basis(&self) -> String {
        self.words.f("award-cycle", [("year", self.award.cycle_year.to_string())])
    }

    fn lead(&self) -> String {
        let subject = self.words.t(&format!("award-subject-{}", self.award.subject.code()));
        format!("{} · {subject}", self.basis())
    }

    fn warning(&self, now: &u32) -> String {
        let award = &self.award;
        let args = [
            ("year", award.cycle_year.to_string()),
            ("then", award.version.to_string()),
            ("now", now.to_string()),
        ];
        self.words.f("award-version-warning", args)
    }

    fn with(&self, wanted: Entitlement) -> String {
        let grades = self.award.conditions.grades.iter().filter(|one| one.entitlement == wanted);
        let names: Vec<&str> = grades.map(|one| one.name.as_str()).collect();
        names.join(self.words.t("consequences-comma").as_str())
    }

    fn eligible(&self) -> String {
        self.with(Entitlement::Eligible)
    }

    fn by_exception(&self) -> String {
        self.with(Entitlement::ByException)
    }

    fn barred(&self) -> String {
        self.with(Entitlement::Barred)
    }

    fn places(&self) -> String {
        let words = &self.words;
        let persons = self.of_persons();
        match &self.award.conditions.places {
            Places::Share { percent, rounding } => {
                let key = if persons { "award-share-of-members" } else { "award-share-of-category" };
                let rounding =
                    words.t(&format!("award-rounding-{}", rounding_code(*rounding).replace('_', "-")));
                words.f(key, [("percent", percent.to_string()), ("rounding", rounding)])
            }
            Places::Number { .. } => words.t("award-number-of-category"),
            Places::Grade { .. } if persons => words.t("award-grade-of-organisation"),
            Places::Grade { .. } => words.t("award-grade-of-all"),
        }
    }

    fn due(&self) -> String {
        self.award.due.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn notice(&self) -> String {
        let Some(notice) = self.award.notice else { return String::new() };
        let args = [
            ("from", self.words.day(notice.from)),
            ("until", self.words.day(notice.until)),
            ("days", notice.days.to_string()),
        ];
        self.words.f("award-notice-from-to", args)
    }

    fn decided(&self, one: &Nomination) -> String {
        self.words.t(&format!("award-nomination-{}", one.state.code()))
    }

    /// Whether the list shows what became of each: when all of it was accepted, there is nothing to tell.
    fn states_differ(&self) -> bool {
        self.nominations.iter().any(|one| one.state != Decided::Accepted)
    }

    fn any_exception(&self) -> bool {
        self.nominations.iter().any(|one| !one.exception.is_empty())
    }

    /// Whether every organisation has places of its own.
    fn by_organisation(&self) -> bool {
        self.pools.iter().all(|line| matches!(line.pool.among, Among::Organisation(_)))
    }

    fn total(&self) -> u32 {
        self.pools.iter().map(|line| line.pool.places).sum()
    }

    /// What the paper of the list is called.
    fn paper_label(&self) -> String {
        self.words.t(&format!("award-paper-open-{}", self.award.state.code()))
    }

    /// What the table of nominations is called.
    fn list_title(&self) -> String {
        self.words.t(match self.award.state {
            State::Final => "award-honours",
            State::Notice => "award-list",
            State::Nominating => "award-nominations",
        })
    }
}

impl Page for AwardShow {
    fn title(&self) -> String {
        self.award.name.clone()
    }

    fn sheet(&self) -> Option<Sheet> {
        let mut head =
            vec!["award-category", "award-organisation", "award-nominee", "award-grade", "award-exception"];
        if self.whole {
            head.extend(["award-state", "consequences-reason"]);
        }
        let row = |one: &Nomination| {
            let mut row = vec![
                Cell::text(&one.category),
                Cell::text(&one.org_name),
                Cell::text(&one.name),
                Cell::text(&one.grade_name),
                Cell::text(&one.exception),
            ];
            if self.whole {
                row.extend([Cell::text(self.decided(one)), Cell::text(&one.reason)]);
            }
            row
        };
        Some(Sheet {
            name: format!("{} {} {}", self.award.cycle_year, self.award.name, self.list_title()),
            head: head.into_iter().map(|key| self.words.t(key)).collect(),
            rows: self.nominations.iter().map(row).collect(),
        })
    }
}

/// Who looks at the page, and what they may do there.
pub(super) struct Viewer {
    words: Words,
    sources: Sources,
    sees: Reach,
    nominates: Reach,
    may_decide: bool,
    today: kernel::Day,
}

impl Viewer {
    pub fn writing<A: Act>(cx: &Writing<'_, A>) -> Result<Self, Problem> {
        Ok(Self {
            words: cx.words(),
            sources: Sources::of(cx.site())?,
            sees: reach::<ReadNominations>(cx.principal(), cx.today()),
            nominates: reach::<NominateAward>(cx.principal(), cx.today()),
            may_decide: cx.can::<DecideAwards>(),
            today: cx.today(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadAwards>, one: One) -> Result<AwardShow, Problem> {
    let viewer = Viewer {
        words: cx.words(),
        sources: Sources::of(cx.site())?,
        sees: reach::<ReadNominations>(cx.principal(), cx.today()),
        nominates: reach::<NominateAward>(cx.principal(), cx.today()),
        may_decide: cx.can::<DecideAwards>(),
        today: cx.today(),
    };
    page(cx.db, viewer, one.id, Typed { days: "5".into(), ..Typed::default() }, &[])
}

pub(super) fn page(
    c: &mut Conn,
    viewer: Viewer,
    id: AwardId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<AwardShow, Problem> {
    let Viewer { words, sources, sees, nominates, may_decide, today } = viewer;
    let award = record::find(c, id)?;
    let graded = sources.graded(c, award.cycle)?;
    let all = nominations::of_award(c, id)?;
    let counted = live(&award, &graded, &all, None);
    let line = |pool: Pool| {
        let of = |accepted: bool| {
            counted.iter().filter(|one| one.among == pool.among && (one.accepted || !accepted)).count()
        };
        PoolLine { nominated: of(false), accepted: of(true), pool }
    };
    let pools = award.conditions.pools(award.subject, &graded).into_iter().map(line).collect();
    let orgs: Vec<OrgId> = graded.iter().map(|of| of.result.org).collect();
    let nominating = sources.within(c, &nominates, &orgs)?;
    let mine = |of: &&Graded| {
        award.state == State::Nominating
            && nominating.as_ref().is_none_or(|within| within.contains(&of.result.org))
    };
    let own = |of: &Graded| {
        let obstacle = award.conditions.may_nominate(award.subject, of, &graded, &counted);
        Own {
            org: of.result.org,
            name: of.result.name.clone(),
            grade_name: of.result.grade_name.clone(),
            places: award.conditions.places_of(&award.conditions.among(award.subject, of), &graded),
            nominated: counted.iter().filter(|one| one.org == of.result.org).count(),
            obstacle: match (obstacle, award.due) {
                (_, Some(due)) if today > due => words.f("award-closed", [("due", due.to_string())]),
                (Err(obstacle), _) => words.say(&obstacle.say),
                (Ok(()), _) => String::new(),
            },
        }
    };
    let own: Vec<Own> = graded.iter().filter(mine).map(own).collect();
    let seen = sources.within(c, &sees, &orgs)?;
    let history = match sees.all {
        true => history::of(c, &words, &record::reference(id))?,
        false => Vec::new(),
    };
    Ok(AwardShow {
        version_now: match award.state.is_public() {
            true => sources.other_version(c, award.cycle, award.version)?,
            false => None,
        },
        has_paper: paper::is_offered(&award, &all, sees.all),
        nominations: all
            .into_iter()
            .filter(|one| nominations::is_visible(&award, one, seen.as_ref()))
            .collect(),
        notice_over: award.notice.is_some_and(|notice| today > notice.until),
        faults: Faults::of(errors, &words),
        whole: sees.all,
        own,
        pools,
        award,
        history,
        may_decide,
        typed,
        words,
    })
}
