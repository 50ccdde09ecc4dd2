//! The leading group of the sample organ and its meetings.

use kernel::Problem;
use kernel::contracts::OrgBrief;

use super::{Hand, YearPeople, at, day, page};
use crate::decisions::actions as decisions;
use crate::decisions::record::DecisionId;
use crate::files;
use crate::groups::actions as groups;
use crate::groups::record::{GroupId, MemberId, Role};
use crate::meetings::actions as meetings;
use crate::meetings::record::{MeetingId, reference};
use crate::policy::KeepGroups;

const MEMBERS: [(Role, &str, &str); 8] = [
    (Role::Head, "周启明", "局党组书记、局长"),
    (Role::Deputy, "郑怀远", "局党组成员、机关党委书记"),
    (Role::Deputy, "顾文清", "机关党委常务副书记"),
    (Role::Member, "许志成", "人事司司长"),
    (Role::Member, "何静宜", "财务司司长"),
    (Role::Member, "罗建平", "办公厅主任"),
    (Role::Member, "宋雅琴", "机关纪委书记"),
    (Role::Office, "杜立新", "机关党委办公室主任"),
];

/// Title, month and day, place, agenda, minutes.
type Held = (&'static str, (i8, i8), &'static str, &'static str, &'static str);

const MEETINGS: [Held; 3] = [
    (
        "2015年第一次会议",
        (1, 15),
        "机关第一会议室",
        "传达学习上级党建工作会议精神\n研究2015年机关党建工作要点\n听取2014年度述职评议考核情况汇报",
        "会议传达学习了上级党建工作会议精神，审议了2015年机关党建工作要点。\n会议认为，一年来各级党组织围绕中心、建设队伍、服务群众，工作有进步，但党建与业务结合还不够紧，部分支部组织生活质量不高。\n会议要求，把责任落实到单位和人，按季度通报进展。",
    ),
    (
        "2015年第二次会议",
        (2, 5),
        "机关第二会议室",
        "审议加强机关党的建设的实施意见\n研究党支部书记培训安排",
        "会议审议并原则通过实施意见，要求修改后下达执行。\n会议同意全年分期培训党支部书记，突出支部工作方法和谈心谈话。",
    ),
    (
        "2015年第三次会议",
        (2, 27),
        "机关第一会议室",
        "听取实施意见任务分工情况汇报\n研究服务群众窗口党员示范岗工作",
        "会议听取了任务分工情况汇报，要求牵头单位在三月上旬完成签收。\n会议研究了窗口单位党员示范岗的标准和评定办法。",
    ),
];

/// Meeting, decision, place of the body on the list, person, month and day, whether it is carried out.
type Decided = (usize, &'static str, Option<usize>, &'static str, (i8, i8), bool);

const DECISIONS: [Decided; 5] = [
    (0, "印发2015年机关党建工作要点", None, "杜立新", (1, 31), true),
    (0, "将述职评议反馈问题列入整改，半年通报一次", Some(0), "顾文清", (6, 30), false),
    (1, "修改完善实施意见并下达各党组织", None, "杜立新", (2, 15), true),
    (1, "制定党支部书记分期培训计划", Some(1), "许志成", (2, 20), false),
    (2, "拟订窗口单位党员示范岗评定办法", Some(2), "", (4, 30), false),
];

/// Gives the decision on the reviews, from which key work grows.
pub(super) fn sample(
    hand: &Hand<'_>,
    people: YearPeople,
    first: &OrgBrief,
    bodies: &[OrgBrief],
) -> Result<Option<DecisionId>, Problem> {
    let founded = day(2014, 3, 10)?;
    let (group, members) = hand.write::<KeepGroups, (GroupId, Vec<MemberId>)>(people.admin, move |tx| {
        let group = groups::create(
            tx,
            &groups::Draft {
                name: "机关党的建设工作领导小组".into(),
                duties: "统筹谋划机关党的建设，审议重要文件和年度安排，督促检查责任落实，研究解决重大问题。"
                    .into(),
                document: "局党发〔2014〕6号".into(),
                founded,
                ended: None,
            },
        )?;
        let mut ids = Vec::new();
        for (role, name, post) in MEMBERS {
            let named =
                groups::Named { role, name: name.into(), post: post.into(), since: founded, until: None };
            ids.push(groups::name(tx, group, None, &named)?.id);
        }
        let before = groups::Named {
            role: Role::Member,
            name: "秦守诚".into(),
            post: "办公厅原主任".into(),
            since: founded,
            until: Some(day(2014, 11, 30)?),
        };
        groups::name(tx, group, None, &before)?;
        Ok((group, ids))
    })?;
    let mut held = Vec::new();
    for (title, (month, of_month), place, agenda, minutes) in MEETINGS {
        let (on, members) = (day(2015, month, of_month)?, members.clone());
        held.push(hand.write::<KeepGroups, MeetingId>(people.admin, move |tx| {
            let late = members.get(usize::try_from(of_month % 5).unwrap_or(0) + 3).copied();
            let draft = meetings::Draft {
                title: title.into(),
                held_on: on,
                place: place.into(),
                chair: "周启明".into(),
                recorder: "杜立新".into(),
                guests: "机关党委办公室、机关纪委有关同志".into(),
                agenda: agenda.into(),
                minutes: minutes.into(),
                attendance: members.into_iter().map(|member| (member, Some(member) != late)).collect(),
            };
            let id = meetings::create(tx, group, &draft)?;
            files::keep(tx, &reference(id), &page("会议纪要（签字件）"))?;
            Ok(id)
        })?);
    }
    let mut decided = Vec::new();
    for (meeting, content, body, person, (month, of_month), done) in DECISIONS {
        let Some(meeting) = held.get(meeting).copied() else { continue };
        let (due, body) = (day(2015, month, of_month)?, body.map(|place| at(first, bodies, place).clone()));
        decided.push(hand.write::<KeepGroups, DecisionId>(people.admin, move |tx| {
            let draft =
                decisions::Draft { content: content.into(), body, person: person.into(), due: Some(due) };
            let id = decisions::create(tx, meeting, &draft)?;
            if done {
                decisions::finish(tx, id, Some(due.min(tx.today())), "已印发各党组织执行")?;
            }
            Ok(id)
        })?);
    }
    Ok(decided.get(1).copied())
}
