//! What the sample plan says: six aspects and twenty-eight measures, and what became of each. Days are counted from the day
//! on which the sample is made, so that every lamp is there whenever that is.

pub(super) const ASPECTS: [&str; 6] =
    ["思想政治建设", "基层组织建设", "党员队伍建设", "作风和纪律建设", "群团和青年工作", "工作机制和保障"];

/// How far a measure is brought.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    Issued,
    Signed,
    Running(u32),
    HandedIn,
    Done,
    SentBack(&'static str),
    Stopped(&'static str),
    /// Days to the new day, and what the office answers: granted when it says nothing.
    Extended(u32, i64, Option<&'static str>),
    /// A later day is asked for, and nobody has answered.
    Asked(u32, i64),
}

/// A milestone: days from today, name, form, and whether it was reached.
pub(super) type Step = (i64, &'static str, &'static str, bool);

/// A measure of the sample.
pub(super) struct Sketch {
    /// Place of its aspect, from 0.
    pub aspect: usize,
    pub content: &'static str,
    pub standard: &'static str,
    /// Led by the body whose secretary has an account.
    pub own: bool,
    /// Days from today; none for a standing measure.
    pub due: Option<i64>,
    pub weight: u32,
    pub fate: Fate,
    pub steps: &'static [Step],
}

const fn one(
    aspect: usize,
    content: &'static str,
    standard: &'static str,
    due: Option<i64>,
    weight: u32,
    fate: Fate,
) -> Sketch {
    Sketch { aspect, content, standard, own: false, due, weight, fate, steps: &[] }
}

const fn own(mut sketch: Sketch) -> Sketch {
    sketch.own = true;
    sketch
}

const fn with(mut sketch: Sketch, steps: &'static [Step]) -> Sketch {
    sketch.steps = steps;
    sketch
}

pub(super) const MEASURES: [Sketch; 28] = [
    own(with(
        one(
            0,
            "健全党组理论学习中心组学习制度，每季度集体学习研讨不少于一次",
            "印发学习制度，四个季度均有学习记录和研讨材料",
            Some(120),
            3,
            Fate::Extended(70, 150, None),
        ),
        &[
            (-150, "修订中心组学习制度", "制度文件", true),
            (-60, "完成前两个季度学习研讨", "学习简报", true),
            (60, "完成全年学习研讨", "学习总结", false),
        ],
    )),
    one(
        0,
        "开展“三严三实”专题教育，处级以上党员领导干部全部参加",
        "专题党课、三次专题研讨、专题民主生活会和组织生活会全部完成",
        Some(-20),
        4,
        Fate::Done,
    ),
    one(
        0,
        "组织党章党规知识学习，支部每月安排一次集中学习",
        "各支部学习记录齐全，抽查合格率达到九成以上",
        None,
        2,
        Fate::Running(60),
    ),
    own(one(
        0,
        "党组织书记每年为所在支部讲党课不少于两次",
        "讲党课记录和课件存档，覆盖全部支部",
        Some(20),
        2,
        Fate::Running(50),
    )),
    one(
        0,
        "建立机关思想动态分析制度，每半年形成一份分析报告",
        "上下半年各形成一份分析报告并提交机关党委",
        Some(75),
        2,
        Fate::Running(55),
    ),
    with(
        one(
            1,
            "完成任期届满党组织换届选举",
            "届满党组织全部按期换届，材料归档",
            Some(-35),
            4,
            Fate::Running(80),
        ),
        &[(-90, "摸清届满党组织底数", "工作台账", true), (-35, "完成全部换届", "换届批复", false)],
    ),
    own(one(
        1,
        "按规定调整党支部设置，处室党支部书记一般由主要负责人担任",
        "支部设置调整到位，书记任职情况报备",
        Some(-5),
        3,
        Fate::Running(85),
    )),
    one(
        1,
        "推行党支部工作规范，统一“三会一课”记录本",
        "规范印发，全部支部使用统一记录本",
        Some(-60),
        2,
        Fate::Done,
    ),
    one(
        1,
        "开展基层党组织晋位升级，整顿后进党支部",
        "后进党支部全部制定整改方案，年底前转化",
        Some(45),
        4,
        Fate::Running(40),
    ),
    one(
        1,
        "创建“一支部一品牌”，每个基层党组织培育一个品牌",
        "申报品牌不少于三十个，命名一批示范品牌",
        Some(150),
        2,
        Fate::Issued,
    ),
    one(
        2,
        "严格发展党员程序，全部纪实公示",
        "发展党员材料一人一档，公示率百分之百",
        None,
        2,
        Fate::Running(75),
    ),
    own(with(
        one(
            2,
            "开展党员组织关系集中排查",
            "底数清楚，失联党员全部查明去向",
            Some(-12),
            3,
            Fate::Extended(60, 45, Some("排查方案已明确时限，请集中力量按期完成")),
        ),
        &[(-12, "完成组织关系核对", "核对清单", false)],
    )),
    one(2, "核定党员党费标准，补缴少缴漏缴党费", "标准核定到人，补缴到位并公示", Some(-45), 3, Fate::Done),
    one(2, "开展党员民主评议，妥善处置不合格党员", "各支部完成评议，评议结果上报", Some(60), 2, Fate::Signed),
    one(
        2,
        "建立党内关怀帮扶机制，走访慰问困难党员和老党员",
        "重要节日前全部走访，建立帮扶台账",
        Some(90),
        2,
        Fate::Running(65),
    ),
    own(one(
        3,
        "落实中央八项规定精神，开展经常性监督检查",
        "每季度检查一次，问题限期整改",
        Some(30),
        3,
        Fate::HandedIn,
    )),
    one(
        3,
        "签订党风廉政建设责任书，开展廉政谈话",
        "责任书签订全覆盖，新任干部全部谈话",
        Some(-100),
        3,
        Fate::Done,
    ),
    with(
        one(
            3,
            "开展警示教育月活动",
            "观看警示教育片，编发案例汇编，形成总结",
            Some(15),
            2,
            Fate::Running(70),
        ),
        &[(-30, "印发活动方案", "方案", true), (10, "完成活动总结", "总结报告", false)],
    ),
    one(
        3,
        "整治文山会海，会议文件数量同比下降一成",
        "统计数据显示会议、文件均下降百分之十以上",
        Some(110),
        2,
        Fate::SentBack("缺少文件数量的同比统计，请补充后再报"),
    ),
    one(4, "组织青年干部“根在基层”调研实践", "组队不少于五支，形成调研报告并交流", Some(-70), 3, Fate::Done),
    own(one(
        4,
        "开展岗位能手评选，搭建青年成长平台",
        "评选方案、评审结果和表彰材料齐全",
        Some(100),
        2,
        Fate::Signed,
    )),
    one(
        4,
        "组建志愿服务队伍，每季度开展一次志愿服务",
        "每季度有活动记录，参与人次逐季统计",
        Some(50),
        1,
        Fate::Asked(45, 95),
    ),
    one(
        4,
        "举办干部职工运动会",
        "运动会按计划举办",
        Some(80),
        1,
        Fate::Stopped("场馆改造，经机关党委研究改为分散开展群众性体育活动"),
    ),
    own(one(
        5,
        "完善党建工作责任制，党组织书记述职评议全覆盖",
        "述职评议方案印发，基层党组织书记全部述职",
        Some(140),
        4,
        Fate::Issued,
    )),
    one(
        5,
        "配齐配强专职党务干部，开展全员轮训",
        "专职副书记全部到位，党务干部每年轮训一遍",
        Some(70),
        3,
        Fate::Running(50),
    ),
    one(5, "保障党建活动经费，规范经费使用", "经费足额列支，使用情况向党员公开", Some(-25), 2, Fate::Done),
    with(
        one(5, "建设机关党建信息平台", "平台上线运行，基础数据全部入库", Some(-3), 3, Fate::Running(90)),
        &[(-120, "完成需求调研", "需求报告", true), (-40, "完成系统测试", "测试报告", true)],
    ),
    one(
        5,
        "总结推广基层党建创新案例，编印案例集",
        "征集案例不少于四十个，编印成册",
        Some(130),
        2,
        Fate::HandedIn,
    ),
];
