//! The key work of the sample organ.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem};

use super::{Hand, YearPeople, at, day, page};
use crate::decisions::record::{self as decisions, DecisionId};
use crate::files;
use crate::key_work::actions::{self, Draft};
use crate::key_work::record::{KeyWorkId, reference};
use crate::key_work::rules::State;
use crate::policy::SetKeyWork;

/// Title, standard, place of the lead body on the list (none: the committee), month and day, state, what was said.
type Item = (&'static str, &'static str, Option<usize>, Option<(i8, i8)>, State, &'static str);

const ITEMS: [Item; 8] = [
    (
        "组织开展“三严三实”专题教育",
        "处级以上党员干部全部参加专题党课和学习研讨，查摆问题形成清单并逐项整改",
        None,
        Some((12, 20)),
        State::UnderWay,
        "已制定工作方案，第一专题学习研讨正在进行",
    ),
    (
        "落实党建工作实施意见",
        "二十八条措施全部下达、签收，半年检查一次，年底按期完成率不低于九成",
        None,
        Some((12, 31)),
        State::UnderWay,
        "措施已分解到牵头单位",
    ),
    (
        "推行“党建+业务”品牌项目",
        "每个基层党委至少形成一个项目，有业务指标变化",
        Some(0),
        Some((10, 31)),
        State::UnderWay,
        "首批项目已立项",
    ),
    ("完成到期党组织换届", "到期党组织按期换届率达到百分之百", None, Some((11, 30)), State::Planned, ""),
    (
        "培训党支部书记",
        "在职党支部书记全部轮训一遍，每人不少于五十六学时",
        Some(1),
        Some((9, 30)),
        State::UnderWay,
        "培训计划已印发",
    ),
    (
        "修订党支部工作手册",
        "手册印发到每个支部，流程和表样齐全",
        Some(2),
        Some((2, 28)),
        State::Done,
        "手册已印发各党支部",
    ),
    (
        "建设青年理论学习小组",
        "三十五岁以下党员全部编入学习小组，每季度交流一次",
        Some(3),
        None,
        State::UnderWay,
        "已建组二十六个",
    ),
    (
        "编印机关党建工作简报增刊",
        "每季度一期",
        Some(4),
        Some((12, 31)),
        State::Dropped,
        "与网站专栏内容重复，调整为网站专题",
    ),
];

pub(super) fn sample(
    hand: &Hand<'_>,
    people: YearPeople,
    first: &OrgBrief,
    bodies: &[OrgBrief],
    decision: Option<DecisionId>,
) -> Result<(), Problem> {
    let mut made: Vec<KeyWorkId> = Vec::new();
    for (title, standard, lead, due, state, word) in ITEMS {
        let lead = lead.map_or(first, |place| at(first, bodies, place)).clone();
        let due: Option<Day> = due.map(|(month, of_month)| day(2015, month, of_month)).transpose()?;
        made.push(hand.write::<SetKeyWork, _>(people.admin, move |tx| {
            let draft = Draft { year: 2015, title: title.into(), standard: standard.into(), lead, due };
            let id = actions::create(tx, &draft)?;
            if state != State::Planned {
                actions::move_on(tx, id, state, word, true)?;
            }
            Ok(id)
        })?);
    }
    let (Some(id), Some(second)) = (made.first().copied(), made.get(1).copied()) else { return Ok(()) };
    hand.write::<SetKeyWork, _>(people.admin, move |tx| {
        files::keep(tx, &reference(id), &page("专题教育工作方案"))?;
        if let Some(decision) = decision {
            store::links::link(
                tx,
                web::links::LEADS_TO,
                &decisions::reference(decision),
                &reference(second),
            )?;
        }
        Ok(())
    })
}
