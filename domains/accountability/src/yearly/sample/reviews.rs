//! Reviews of the sample organ: those of 2014 finished for three bodies, those of 2015 begun.

use kernel::Problem;
use kernel::contracts::OrgBrief;
use store::Conn;

use super::{Hand, YearPeople, day, page};
use crate::bodies::Bodies;
use crate::files;
use crate::policy::{ConductReviews, CountReviews, DecideReviews, ReportOnDuty};
use crate::review_years::actions as years;
use crate::review_years::actions::Reviewed;
use crate::reviews::actions::{self, Asked, Letter};
use crate::reviews::record::{ReviewId, reference};
use crate::reviews::rules::{Count, Grade, Parameters};

const REPORT: &str = "一年来，认真履行抓党建第一责任人职责，坚持把党建工作与业务工作同谋划、同部署、同考核。\n\
一、主要工作。一是抓思想建设，全年组织集中学习十二次，领导班子成员带头讲党课。二是抓组织建设，指导所属支部按期换届，规范组织生活。\
三是抓服务群众，设立党员示范岗，群众反映的问题全部有答复。\n\
二、存在问题。对支部工作指导还不够经常，党建与业务结合的办法不多。\n\
三、下一步打算。完善联系支部制度，每季度到支部调研一次；推动每个支部形成一项结合业务的特色工作。";

/// How many of the forms of each group say each grade.
const COUNTS: [[[u32; 4]; 3]; 3] = [
    [[6, 1, 0, 0], [24, 4, 1, 0], [16, 4, 0, 0]],
    [[4, 3, 0, 0], [12, 14, 3, 0], [8, 10, 2, 0]],
    [[5, 2, 0, 0], [20, 7, 1, 1], [12, 6, 1, 0]],
];

fn count(grades: [u32; 4]) -> Count {
    let valid: u32 = grades.iter().sum();
    Count { due: valid + 3, present: valid + 1, issued: valid + 1, returned: valid + 1, valid, grades }
}

pub(super) fn sample(
    hand: &Hand<'_>,
    people: YearPeople,
    bodies: &Bodies,
    appraised: &[OrgBrief],
) -> Result<(), Problem> {
    let (asking, known) = (bodies.clone(), appraised.to_vec());
    let reviewed: Vec<Reviewed> = hand.db.read(move |c: &mut Conn| {
        let mut all = Vec::new();
        for org in known.into_iter().take(6) {
            let person = asking.0.members_of(c, org.id)?.into_iter().next();
            let name = person.as_ref().map_or_else(|| "程守正".to_owned(), |person| person.name.clone());
            all.push(Reviewed { org, person_id: person.map(|person| person.id.0), person: name });
        }
        Ok(all)
    })?;
    let last = begin(hand, people, 2014, reviewed.iter().take(3).cloned().collect())?;
    for (place, id) in last.into_iter().enumerate() {
        report(hand, people, id)?;
        ask(hand, people, id)?;
        hand.write::<ConductReviews, _>(people.admin, move |tx| actions::end_hearing(tx, id))?;
        let counts = COUNTS.get(place).map(|groups| groups.map(count)).unwrap_or_default();
        for user in [people.admin, people.member] {
            hand.write::<CountReviews, _>(user, move |tx| actions::count(tx, id, "", &counts))?;
        }
        settle(hand, people, id, place)?;
    }
    let now = begin(hand, people, 2015, reviewed)?;
    if let [_, hearing, counting, ..] = *now.as_slice() {
        report(hand, people, hearing)?;
        ask(hand, people, hearing)?;
        report(hand, people, counting)?;
        ask(hand, people, counting)?;
        hand.write::<ConductReviews, _>(people.admin, move |tx| actions::end_hearing(tx, counting))?;
    }
    Ok(())
}

fn begin(
    hand: &Hand<'_>,
    people: YearPeople,
    year: i16,
    reviewed: Vec<Reviewed>,
) -> Result<Vec<ReviewId>, Problem> {
    let due = day(year + 1, 1, 31)?;
    hand.write::<ConductReviews, _>(people.admin, move |tx| {
        let draft = years::Draft { year, report_due: Some(due), parameters: Parameters::default() };
        let id = years::create(tx, &draft)?;
        years::add(tx, id, &reviewed)
    })
}

fn report(hand: &Hand<'_>, people: YearPeople, id: ReviewId) -> Result<(), Problem> {
    hand.write::<ReportOnDuty, _>(people.of_a_body, move |tx| actions::submit(tx, id, REPORT))?;
    Ok(())
}

fn ask(hand: &Hand<'_>, people: YearPeople, id: ReviewId) -> Result<(), Problem> {
    hand.write::<ConductReviews, _>(people.admin, move |tx| {
        let asked = Asked {
            asker: "郑怀远".into(),
            question: "支部组织生活质量不高的问题，准备从哪里入手解决？".into(),
            answer: "先从规范议题和会前调研入手，每月抽查一个支部，年内实现全覆盖。".into(),
            comment: "抓住了关键，要见到具体变化。".into(),
        };
        actions::ask(tx, id, None, &asked)
    })?;
    Ok(())
}

/// Decides, in one case on another grade than the one proposed, and sends the letter.
fn settle(hand: &Hand<'_>, people: YearPeople, id: ReviewId, place: usize) -> Result<(), Problem> {
    let (grade, reason) = match place {
        0 => (Grade::Good, ""),
        1 => (Grade::Fair, ""),
        _ => (Grade::Fair, "年内有一个支部换届逾期未报，经机关党委会议研究"),
    };
    hand.write::<DecideReviews, _>(people.secretary, move |tx| {
        let reason = if place > 1 { reason } else { "经机关党委会议审定" };
        actions::decide(tx, id, grade, reason)
    })?;
    let on = day(2015, 2, 16)?;
    hand.write::<ConductReviews, _>(people.admin, move |tx| {
        let letter = Letter {
            strengths: "重视党建工作，带头讲党课，支部班子健全，服务群众措施实。".into(),
            shortcomings: "对支部工作指导不够经常，党建与业务结合的办法还不多。".into(),
            demands: "建立联系支部制度，上半年完成所属支部调研，年底前每个支部形成一项特色工作。".into(),
            on,
        };
        actions::feed_back(tx, id, &letter)?;
        files::keep(tx, &reference(id), &page("测评统计表"))
    })
}
