//! Research of the sample organ: what was done since 2009, and a project under way with its visits and findings in every
//! state. Everything goes through the same actions as the pages use; only the days are set back afterwards.

use kernel::access::MachineActor;
use kernel::contracts::OrgBrief;
use kernel::{Act, Actor, Capacity, Day, Grant, OrgId, Permit, Principal, Problem, Role, UserId};
use store::{Conn, Db, Tx};
use web::accounts;
use web::enclosures::{Enclosure, keep};

use crate::bodies::Roster;
use crate::findings::actions::{self as findings, Closing, Draft, Handing, Written};
use crate::findings::record::{self as found, FindingId};
use crate::findings::rules::{Conclusion, Severity};
use crate::policy::{KeepFindings, KeepProjects, KeepVisits};
use crate::projects::actions::{self as projects, Plan};
use crate::projects::record::{ProjectId, reference as project_reference};
use crate::projects::rules::{Kind, Method, Step};
use crate::sight::Sight;
use crate::visits::actions::{self as visits, Taken, Taker};
use crate::visits::record::{VisitId, reference as visit_reference};

mod texts;

use texts::{EARLIER, HEARD_FIRST, HEARD_SECOND};

pub(crate) const AS_OF: &str =
    "UPDATE research_findings SET found_on = $2, year = $3, handed_on = $4, review_on = $5,
    closed_on = $6 WHERE id = $1";

/// Accounts of the sample organ in whose name things are done.
#[derive(Debug, Clone, Copy)]
pub struct SamplePeople {
    /// The committee's administrator.
    pub admin: UserId,
    /// Leads the project under way.
    pub secretary: UserId,
    /// Belongs to it and takes its visits down.
    pub member: UserId,
    /// Keeps a youth project.
    pub youth: UserId,
    /// Secretary of the organisation that is visited first.
    pub of_an_organisation: UserId,
}

/// A file of one page.
const PAGE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn file(name: &str) -> Vec<Enclosure> {
    vec![Enclosure { name: name.into(), mime: "application/pdf", bytes: PAGE.to_vec() }]
}

/// Somebody of the sample, with the one role in which they act.
struct Person {
    user: UserId,
    name: String,
    sight: Sight,
}

impl Person {
    fn of(
        c: &mut Conn,
        user: UserId,
        role: Role,
        org: Option<&OrgBrief>,
        today: Day,
    ) -> Result<Self, Problem> {
        let name = accounts::find(c, user)?.name;
        let org = org.map(|org| (org.id, org.path.clone()));
        let grants = vec![Grant { role, org, from: today, until: None }];
        let who = Principal { user, person: None, name: name.clone(), grants, capacity: Capacity::Oneself };
        Ok(Self { user, name, sight: Sight::of(&who, today) })
    }
}

struct People {
    office: Person,
    lead: Person,
    member: Person,
    youth: Person,
    visited: Person,
}

fn write<A: Act, T: Send + 'static>(
    db: &Db,
    machine: &MachineActor,
    user: UserId,
    f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    db.write(&Permit::<A>::on_the_machine(machine.clone()), move |tx| {
        tx.act_as(Actor::User(user));
        f(tx)
    })
}

/// Sets up the research of the sample organ. Does nothing where there are fewer than two bodies.
///
/// # Errors
/// When the database fails, or the accounts are not there.
pub fn sample(
    db: &Db,
    machine: &MachineActor,
    directory: &Roster,
    people: SamplePeople,
) -> Result<(), Problem> {
    let (asking, today) = (directory.clone(), db.clock().now().day());
    let (people, orgs) = db.read(move |c: &mut Conn| {
        let mut orgs = asking.appraised_on(c, today)?;
        let own = accounts::grants(c, people.of_an_organisation)?.into_iter().find_map(|grant| grant.org);
        let own: Option<OrgId> = own;
        // The organisation of the sample's secretary first, so that they find something of their own.
        orgs.sort_by_key(|org| Some(org.id) != own);
        let people = People {
            office: Person::of(c, people.admin, Role::CommitteeAdmin, None, today)?,
            lead: Person::of(c, people.secretary, Role::CommitteeSecretary, None, today)?,
            member: Person::of(c, people.member, Role::CommitteeMember, None, today)?,
            youth: Person::of(c, people.youth, Role::YouthOffice, None, today)?,
            visited: Person::of(
                c,
                people.of_an_organisation,
                Role::OrganisationSecretary,
                orgs.first(),
                today,
            )?,
        };
        Ok((people, orgs))
    })?;
    let [first, second, ..] = orgs.as_slice() else { return Ok(()) };
    earlier(db, machine, &people, &orgs)?;
    under_way(db, machine, people, first, second)
}

/// A plan of little but its theme.
fn plan(kind: Kind, theme: &str, purpose: &str, starts: Day, ends: Day, lead: &Person) -> Plan {
    Plan {
        kind,
        theme: theme.into(),
        purpose: purpose.into(),
        methods: vec![Method::Meeting, Method::Visit],
        outline: String::new(),
        lead: Some(lead.user),
        lead_name: lead.name.clone(),
        members: Vec::new(),
        others: String::new(),
        starts,
        ends,
        orgs: Vec::new(),
        parent: None,
    }
}

/// Projects of earlier years, all of them archived.
fn earlier(db: &Db, machine: &MachineActor, people: &People, orgs: &[OrgBrief]) -> Result<(), Problem> {
    let sight = people.office.sight.clone();
    let mut plans = Vec::new();
    for (place, (year, month, kind, theme)) in EARLIER.into_iter().enumerate() {
        let starts = Day::new(year, month, 8).map_err(Problem::unexpected)?;
        let purpose = "了解基层党组织实际情况，听取党员群众意见，研究改进措施。";
        let mut plan = plan(kind, theme, purpose, starts, starts.plus_months(3), &people.lead);
        plan.lead = None;
        plan.lead_name =
            if kind == Kind::Committee { "机关党委委员".into() } else { people.lead.name.clone() };
        plan.orgs = orgs.iter().cycle().skip(place * 3).take(3).cloned().collect();
        plans.push(plan);
    }
    write::<KeepProjects, _>(db, machine, people.office.user, move |tx| {
        for plan in plans {
            let id = projects::create(tx, &sight, &plan)?;
            projects::step(tx, &sight, id, Step::Approve, "")?;
            projects::step(tx, &sight, id, Step::Start, "")?;
            let report = format!(
                "围绕“{}”深入基层座谈走访，形成调研报告，提出的意见已分送有关党组织研究落实。",
                plan.theme
            );
            projects::report(tx, &sight, id, &report, &[])?;
            for step in [Step::Report, Step::Conclude, Step::Archive] {
                projects::step(tx, &sight, id, step, "")?;
            }
        }
        Ok(())
    })
}

/// The project under way, a youth project that waits for a decision, two visits, and findings in every state.
fn under_way(
    db: &Db,
    machine: &MachineActor,
    people: People,
    first: &OrgBrief,
    second: &OrgBrief,
) -> Result<(), Problem> {
    let People { office, lead, member, youth, visited } = people;
    let today = office.sight.today;
    let new_year = Day::new(today.year(), 1, 1).map_err(Problem::unexpected)?;
    let ago = |days: i64| today.plus_days(-days).max(new_year);
    let mut own = plan(
        Kind::Secretary,
        "激发机关基层党组织活力",
        "摸清基层党组织组织生活质量和党务干部队伍状况，找准制约活力的问题，提出可操作的措施。",
        ago(75),
        today.plus_days(40),
        &lead,
    );
    own.members = vec![(member.user, member.name.clone())];
    own.others = "机关党委组织处同志".into();
    own.methods.push(Method::Questionnaire);
    own.outline =
        "一、组织生活开展情况\n二、党务干部配备和培训\n三、党建与业务融合\n四、对机关党委工作的意见建议"
            .into();
    own.orgs = vec![first.clone(), second.clone()];
    let (keeps, decides) = (lead.sight.clone(), office.sight.clone());
    let project = write::<KeepProjects, ProjectId>(db, machine, lead.user, move |tx| {
        let id = projects::create(tx, &keeps, &own)?;
        projects::step(tx, &decides, id, Step::Approve, "")?;
        projects::step(tx, &keeps, id, Step::Start, "")?;
        keep(tx, &project_reference(id), &file("调研方案.pdf"))?;
        Ok(id)
    })?;
    let mut trips = plan(
        Kind::Youth,
        "青年党员在窗口岗位成长情况",
        "了解三十五岁以下党员在一线岗位的学习、工作和生活情况。",
        today,
        today.plus_months(3),
        &youth,
    );
    trips.parent = Some(project);
    let sight = youth.sight.clone();
    write::<KeepProjects, _>(db, machine, youth.user, move |tx| projects::create(tx, &sight, &trips))?;

    let taker = Taker { user: member.user, name: member.name.clone() };
    let sight = member.sight.clone();
    let days = (ago(60), ago(45));
    let taken = |org: &OrgBrief, on: Day, place: &str, notes: &str| Taken {
        project: Some(project),
        org: org.clone(),
        on,
        place: place.into(),
        present: "党组织书记、各党支部委员、党员代表".into(),
        notes: notes.into(),
        practices: String::new(),
    };
    let mut one = taken(first, days.0, "三层会议室", "座谈一小时四十分钟，先由书记介绍，再逐人发言。");
    one.practices = "把支部活动与审查难题攻关结合，每月一题，业务骨干主讲。".into();
    let two = taken(second, days.1, "党员活动室", "随机访谈六人，问卷收回三十四份。");
    let heard_first = HEARD_FIRST.map(|line| line.0.to_owned());
    let heard_second = HEARD_SECOND.map(|line| line.0.to_owned());
    let visits = write::<KeepVisits, [VisitId; 2]>(db, machine, member.user, move |tx| {
        let first = visits::create(tx, &one, &heard_first, &taker)?;
        keep(tx, &visit_reference(first), &file("座谈记录.pdf"))?;
        visits::finish(tx, &sight, first, true)?;
        let second = visits::create(tx, &two, &heard_second, &taker)?;
        Ok([first, second])
    })?;
    let actors = Actors { office, member, visited };
    let places = Places { first: first.clone(), second: second.clone(), visits, project, days };
    write::<KeepFindings, _>(db, machine, actors.office.user, move |tx| carry_out(tx, &actors, &places))
}

struct Actors {
    office: Person,
    member: Person,
    visited: Person,
}

struct Places {
    first: OrgBrief,
    second: OrgBrief,
    visits: [VisitId; 2],
    project: ProjectId,
    days: (Day, Day),
}

/// Sorts what was heard and takes each finding as far as the sample wants it.
fn carry_out(tx: &mut Tx, actors: &Actors, places: &Places) -> Result<(), Problem> {
    let (office, member) = (&actors.office.sight, &actors.member.sight);
    let whole = Draft {
        kind: Some("D".into()),
        description: "同一内容的材料多头报送、重复填报，基层负担较重".into(),
        severity: Severity::Considerable,
        common: true,
        recommendations: "统一报送口径和时间，已有的数据不再要求基层另行填报。".into(),
        orgs: vec![places.first.clone(), places.second.clone()],
    };
    tx.act_as(Actor::User(actors.member.user));
    let last = findings::create(
        tx,
        &whole,
        Some(&project_reference(places.project)),
        places.days.1,
        actors.member.user,
    )?;
    let mut all: Vec<(FindingId, &'static str, &OrgBrief)> = Vec::new();
    let [first, second] = places.visits;
    let heard = [(first, &HEARD_FIRST[..], &places.first), (second, &HEARD_SECOND[..], &places.second)];
    for (visit, lines, org) in heard {
        let written = crate::visits::record::findings(tx, member, visit)?;
        for (one, (text, kind, advice, far)) in written.into_iter().zip(lines) {
            if !kind.is_empty() {
                let draft = Draft {
                    kind: Some((*kind).into()),
                    description: (*text).into(),
                    severity: Severity::Ordinary,
                    common: false,
                    recommendations: (*advice).into(),
                    orgs: vec![org.clone()],
                };
                findings::correct(tx, member, one.id, &draft)?;
            }
            all.push((one.id, far, org));
        }
    }
    all.push((last, "partly", &places.first));
    let today = office.today;
    for (id, far, org) in all {
        let outside = far == "outside";
        let (due, on) = match far {
            "overdue" => (today.plus_days(-6), 40),
            "solved" | "partly" => (today.plus_days(-10), 42),
            _ => (today.plus_days(20), 30),
        };
        if matches!(far, "pending" | "unsorted") {
            continue;
        }
        let handing = Handing {
            org: (!outside).then(|| org.clone()),
            name: if outside { "驻地街道党工委".into() } else { org.name.clone() },
            due,
            return_due: (far == "working").then(|| due.plus_days(15)),
        };
        tx.act_as(Actor::User(actors.member.user));
        findings::hand_out(tx, member, id, &handing)?;
        if far != "handed" {
            answer(tx, actors, id, far, org.id == places.first.id)?;
        }
        let day = |back: i64| today.plus_days(-back).max(places.days.0);
        let of = found::find(tx, id)?;
        let (review, closed) = (of.review_on.map(|_| day(14)), of.closed_on.map(|_| day(7)));
        tx.run(AS_OF, &[&id, &of.found_on, &of.year, &Some(day(on)), &review, &closed])?;
    }
    let [visit, _] = places.visits;
    let first = first_of(tx, member, visit)?;
    keep(tx, &found::reference(first), &file("会议安排.pdf"))
}

fn first_of(tx: &mut Tx, sight: &Sight, visit: VisitId) -> Result<FindingId, Problem> {
    let written = crate::visits::record::findings(tx, sight, visit)?;
    written.first().map(|one| one.id).ok_or(Problem::Missing)
}

/// What the responsible body did, and what the visitor said of it. The office answers for whoever has no account here.
fn answer(tx: &mut Tx, actors: &Actors, id: FindingId, far: &str, own: bool) -> Result<(), Problem> {
    let of = found::find(tx, id)?;
    let person = match (own, of.responsible_org) {
        (true, Some(_)) => &actors.visited,
        _ => &actors.office,
    };
    let mut sight = person.sight.clone();
    if let (false, Some(org)) = (own, of.responsible_org) {
        // The other organisation has no account in the sample; its secretary answers all the same.
        sight = sight.answering(org);
    }
    tx.act_as(Actor::User(person.user));
    findings::begin(tx, &sight, id, "列入支部年度计划，明确责任人和完成时间，每月检查一次。")?;
    let written = |text: &str, files| Written { text: text.into(), files, by: person.name.clone() };
    let first = written("已召开支部委员会研究，形成初步安排。", file("支委会记录.pdf"));
    findings::progress(tx, &sight, id, &first)?;
    if !matches!(far, "review" | "solved" | "partly") {
        return Ok(());
    }
    findings::submit(
        tx,
        &sight,
        id,
        &written("措施已落实，附有关材料，请予核查。", file("整改情况报告.pdf")),
    )?;
    if far == "review" {
        return Ok(());
    }
    let (conclusion, reason) = match far {
        "solved" => (Conclusion::Solved, ""),
        _ => (Conclusion::Partly, "报送口径已统一，部分表格需待上级系统调整后取消。"),
    };
    tx.act_as(Actor::User(actors.member.user));
    let closing = Closing { conclusion, reason: reason.into(), return_due: None };
    findings::close(tx, &actors.member.sight, id, &closing)?;
    Ok(())
}
