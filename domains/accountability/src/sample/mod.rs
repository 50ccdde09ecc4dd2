//! The plan of the sample organ, and of tests that look at a house in use. Everything goes through the same actions as the
//! pages use.

mod content;

use kernel::access::MachineActor;
use kernel::contracts::OrgBrief;
use kernel::{Act, Actor, Day, OrgId, Permit, Problem, UserId};
use store::{Conn, Db, Tx};
use web::accounts;
use web::enclosures::Enclosure;

use self::content::{ASPECTS, Fate, MEASURES, Sketch};
use crate::imports::record::{Batch, Change, keep};
use crate::measures::actions::{self as measures, Draft, Step};
use crate::measures::record::{self, MeasureId};
use crate::measures::rules::Warning;
use crate::measures::typed::person_of;
use crate::measures::verdicts::{self, Own};
use crate::measures::work::{self, Told};
use crate::plans::actions as plans;
use crate::plans::record::{self as planned, Grades, PlanId};
use crate::policy::{DecideMeasures, IssueReminders, SetUpPlans, WorkOnMeasures};
use crate::reminders::actions as reminders;
use crate::reminders::record::{self as reminded, ReminderId};
use crate::sources::Sources;

/// Accounts of the sample organ in whose name things are done.
#[derive(Debug, Clone, Copy)]
pub struct SamplePeople {
    /// Sets up, accepts and reminds.
    pub admin: UserId,
    /// Secretary of one of the bodies that lead measures.
    pub of_an_organisation: UserId,
}

/// A sheet of one page.
const SHEET: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
/// Days before today on which the measures began.
const BEGAN: i64 = -240;

/// Writes in somebody's name.
struct Hand<'a> {
    db: &'a Db,
    machine: &'a MachineActor,
}

impl Hand<'_> {
    fn write<A: Act, T: Send + 'static>(
        &self,
        user: Option<UserId>,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.db.write(&Permit::<A>::on_the_machine(self.machine.clone()), move |tx| {
            if let Some(user) = user {
                tx.act_as(Actor::User(user));
            }
            f(tx)
        })
    }
}

/// Sets up a plan in force with 28 measures in every state and under every lamp, two reminders, and a file that waits to be
/// imported. Where nobody leads anything there is nothing to do.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails; a refusal would be a fault of this function.
pub fn sample(
    db: &Db,
    machine: &MachineActor,
    sources: &Sources,
    people: SamplePeople,
) -> Result<(), Problem> {
    let hand = Hand { db, machine };
    let (asking, today) = (sources.clone(), db.clock().now().day());
    let (own, mut bodies) = db.read(move |c: &mut Conn| {
        let grants = accounts::grants(c, people.of_an_organisation)?;
        let own = grants.into_iter().find_map(|grant| grant.org).ok_or(Problem::Missing)?;
        Ok((own, asking.directory.appraised_on(c, today)?))
    })?;
    let Some(place) = bodies.iter().position(|org| org.id == own) else { return Ok(()) };
    let lead = bodies.remove(place);
    if bodies.is_empty() {
        return Ok(());
    }
    let plan = set_up(&hand, people, today)?;
    let ids = add(&hand, sources, people, plan, (&lead, &bodies), today)?;
    hand.write::<SetUpPlans, _>(Some(people.admin), move |tx| plans::put_in_force(tx, plan))?;
    for (sketch, id) in MEASURES.iter().zip(&ids) {
        let secretary = sketch.own.then_some(people.of_an_organisation);
        bring(&hand, people, secretary, sketch, *id, today)?;
    }
    remind(&hand, people, plan, lead.id, today)?;
    send(&hand, people, plan)
}

fn set_up(hand: &Hand<'_>, people: SamplePeople, today: Day) -> Result<PlanId, Problem> {
    let year = today.year();
    let draft = plans::Draft {
        title: "关于加强机关党的建设的实施意见".into(),
        number: format!("机党发〔{year}〕3号"),
        from_year: year,
        until_year: year,
        warning: Warning { near_days: 30, tolerance: 20 },
        grades: Grades { first: 1, second: 15, third: 30 },
        aspects: ASPECTS.map(str::to_owned).into(),
    };
    hand.write::<SetUpPlans, _>(Some(people.admin), move |tx| plans::create(tx, &draft))
}

fn add(
    hand: &Hand<'_>,
    sources: &Sources,
    people: SamplePeople,
    plan: PlanId,
    (lead, bodies): (&OrgBrief, &[OrgBrief]),
    today: Day,
) -> Result<Vec<MeasureId>, Problem> {
    let (sources, lead, bodies) = (sources.clone(), lead.clone(), bodies.to_vec());
    hand.write::<SetUpPlans, _>(Some(people.admin), move |tx| {
        let aspects = planned::aspects(tx, plan)?;
        let mut ids = Vec::new();
        let mut others = bodies.iter().cycle();
        for sketch in &MEASURES {
            let body = if sketch.own { &lead } else { others.next().unwrap_or(&lead) };
            let helper = others.clone().find(|org| org.id != body.id);
            let known = sources.directory.members_of(tx, body.id)?;
            let person = known.first().map(|person| person.name.clone()).unwrap_or_default();
            let step = |(days, name, form, _): &content::Step| Step {
                id: None,
                name: (*name).into(),
                due: today.plus_days(*days),
                form: (*form).into(),
            };
            let draft = Draft {
                plan,
                aspect: aspects.get(sketch.aspect).ok_or(Problem::Missing)?.id,
                content: sketch.content.into(),
                standard: sketch.standard.into(),
                org: body.id,
                org_name: body.name.clone(),
                helpers: helper.into_iter().map(|org| (org.id, org.name.clone())).collect(),
                person_id: person_of(tx, &sources, body.id, &person)?,
                person,
                starts: today.plus_days(BEGAN),
                due: sketch.due.map(|days| today.plus_days(days)),
                weight: sketch.weight,
                milestones: sketch.steps.iter().map(step).collect(),
            };
            ids.push(measures::create(tx, &draft, None)?);
        }
        Ok(ids)
    })
}

fn told(text: &str, org_name: &str, percent: Option<u32>) -> Told {
    let files =
        vec![Enclosure { name: "工作记录.pdf".into(), mime: "application/pdf", bytes: SHEET.to_vec() }];
    Told { percent, text: text.into(), org_name: org_name.into(), files }
}

/// Brings a measure as far as its sketch says.
fn bring(
    hand: &Hand<'_>,
    people: SamplePeople,
    secretary: Option<UserId>,
    sketch: &Sketch,
    id: MeasureId,
    today: Day,
) -> Result<(), Problem> {
    let fate = sketch.fate;
    if matches!(fate, Fate::Issued) {
        return Ok(());
    }
    let steps = sketch.steps;
    hand.write::<WorkOnMeasures, _>(secretary, move |tx| {
        let org_name = work::sign(tx, id)?.org_name;
        let percent = match fate {
            Fate::Issued | Fate::Signed => return Ok(()),
            Fate::Running(percent) | Fate::Extended(percent, ..) | Fate::Asked(percent, _) => percent,
            Fate::Stopped(_) => 10,
            Fate::HandedIn | Fate::Done | Fate::SentBack(_) => 95,
        };
        work::tell(
            tx,
            id,
            &told("已制定工作方案，明确分工和进度安排，正在按计划推进。", &org_name, Some(percent)),
        )?;
        for one in record::milestones(tx, id)? {
            let reached = steps.iter().any(|(_, name, _, reached)| *reached && *name == one.name);
            if reached {
                work::reach(tx, id, one.id, one.due.min(today))?;
            }
        }
        if matches!(fate, Fate::HandedIn | Fate::Done | Fate::SentBack(_)) {
            work::hand_in(
                tx,
                id,
                &told("对照完成标准逐项落实，相关材料已归档，申请验收。", &org_name, None),
            )?;
        }
        if let Fate::Extended(_, days, _) | Fate::Asked(_, days) = fate {
            work::ask(tx, id, today.plus_days(days), "所属党组织较多，需要分批组织，原定时间不足")?;
        }
        Ok(())
    })?;
    let own = Own { works_there: false };
    hand.write::<DecideMeasures, _>(Some(people.admin), move |tx| match fate {
        Fate::Done => verdicts::accept(tx, id, own).map(drop),
        Fate::SentBack(reason) => verdicts::send_back(tx, id, reason, own).map(drop),
        Fate::Stopped(reason) => verdicts::stop(tx, id, reason, own).map(drop),
        Fate::Extended(_, _, refused) => {
            let asked = record::extensions(tx, id)?;
            let asked = asked.first().ok_or(Problem::Missing)?.id;
            verdicts::decide(tx, id, asked, refused.is_none(), refused.unwrap_or_default(), own).map(drop)
        }
        _ => Ok(()),
    })
}

/// Issues a reminder to the body with an account, which answers, and one to another, which does not.
fn remind(
    hand: &Hand<'_>,
    people: SamplePeople,
    plan: PlanId,
    own: OrgId,
    today: Day,
) -> Result<(), Problem> {
    let issued = hand.write::<IssueReminders, _>(Some(people.admin), move |tx| {
        let found = planned::find(tx, plan)?;
        let due = reminded::proposed(tx, &found, today)?;
        let mine = due.iter().find(|one| one.org == own);
        let other = due.iter().find(|one| one.org != own);
        let mut issued: Vec<ReminderId> = Vec::new();
        for one in mine.into_iter().chain(other) {
            let draft = reminders::Draft {
                plan,
                org: one.org,
                grade: one.grade,
                answer_by: today.plus_days(7),
                note: "请逐项说明原因和完成时间，由主要负责人审签。".into(),
            };
            issued.push(reminders::issue(tx, &draft)?);
        }
        Ok(issued)
    })?;
    let Some(first) = issued.first().copied() else { return Ok(()) };
    hand.write::<WorkOnMeasures, _>(Some(people.of_an_organisation), move |tx| {
        reminders::answer(tx, first, "支部调整方案已报批，预计两周内完成并报备；今后按月自查进度。").map(drop)
    })
}

/// A file that would change one measure waits to be confirmed.
fn send(hand: &Hand<'_>, people: SamplePeople, plan: PlanId) -> Result<(), Problem> {
    hand.write::<SetUpPlans, _>(Some(people.admin), move |tx| {
        let all = record::of_plan(tx, plan)?;
        let open =
            all.iter().find(|one| one.state.is_open() && one.milestones == 0).ok_or(Problem::Missing)?;
        let before = Draft::of(open, record::helpers(tx, open.id)?, &[]);
        let after = Draft { weight: before.weight + 1, ..before.clone() };
        let change = Change { id: open.id, number: open.number(), before, after };
        let batch = Batch { new: Vec::new(), changed: vec![change], unchanged: all.len() - 1 };
        keep(tx, plan, "措施分解表.xlsx", &batch).map(drop)
    })
}
