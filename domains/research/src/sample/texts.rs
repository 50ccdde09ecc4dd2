//! Themes of earlier years, and what was heard.

use crate::projects::rules::Kind;

/// Year and month in which a project began, its kind and theme.
pub(super) const EARLIER: [(i16, i8, Kind, &str); 18] = [
    (2009, 4, Kind::Secretary, "机关党组织学习制度落实情况"),
    (2009, 9, Kind::Secretary, "审查部门党支部作用发挥情况"),
    (2010, 3, Kind::Secretary, "青年党员思想状况"),
    (2010, 5, Kind::Committee, "党务干部队伍建设情况"),
    (2010, 9, Kind::Secretary, "创先争优活动开展情况"),
    (2011, 3, Kind::Secretary, "基层党组织换届选举情况"),
    (2011, 6, Kind::Committee, "党员教育培训需求"),
    (2011, 9, Kind::Secretary, "服务窗口党员示范岗建设"),
    (2012, 3, Kind::Secretary, "党建工作与业务工作融合"),
    (2012, 6, Kind::Committee, "社会团体党组织组织生活"),
    (2012, 10, Kind::Secretary, "新入职党员管理与关怀"),
    (2013, 3, Kind::Secretary, "机关作风建设"),
    (2013, 5, Kind::Committee, "联系群众工作情况"),
    (2013, 8, Kind::Secretary, "直属单位党组织设置"),
    (2013, 11, Kind::Secretary, "专职党务干部履职情况"),
    (2014, 3, Kind::Secretary, "晋位升级工作成效"),
    (2014, 6, Kind::Committee, "党费收缴使用管理"),
    (2014, 9, Kind::Secretary, "党支部书记队伍建设"),
];

/// Something heard, its kind, what is recommended, and how far the sample takes it.
type Heard = (&'static str, &'static str, &'static str, &'static str);

pub(super) const HEARD_FIRST: [Heard; 5] = [
    (
        "会议形式比较死板，建议小型、快捷、灵活",
        "A",
        "学习以党小组为主，每次不超过一小时，多用讨论和现场教学。",
        "working",
    ),
    ("党课联系业务不够紧密，青年党员听得进、记不住", "F", "请业务骨干讲党课，围绕审查难题选题。", "review"),
    ("支部委员兼职多，抓党建的时间难以保证", "B", "合理分工，将党务工作计入工作量。", "handed"),
    ("党员活动缺少固定场所", "E", "利用现有会议室设立党员活动室。", "solved"),
    ("谈心谈话次数偏少，对新进人员关心不够", "C", "新进人员到岗一个月内由支部书记谈心一次。", "pending"),
];

pub(super) const HEARD_SECOND: [Heard; 4] = [
    ("支部会议形式比较死板，希望小型、快捷、灵活一些", "A", "", "pending"),
    ("换届后新任委员培训跟不上", "B", "换届后三个月内组织一次集中培训。", "overdue"),
    ("与驻地单位联合开展活动的机制不健全", "D", "建立季度联席会，共同制定活动计划。", "outside"),
    ("志愿服务活动开展不少，宣传不多", "", "", "unsorted"),
];
