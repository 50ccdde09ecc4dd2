//! The columns of a table of measures, by the names under which offices write them.

use office::FieldSpec;

/// A column: its field, its usual name and others, and whether the table must have it.
type Column = (&'static str, &'static [&'static str], bool);

const COLUMNS: [Column; 11] = [
    ("number", &["编号", "措施编号", "Number", "No."], false),
    ("aspect", &["方面", "所属方面", "任务类别", "类别", "Aspect"], false),
    (
        "content",
        &["措施内容", "具体措施", "工作措施", "措施", "主要内容", "工作内容", "内容", "Measure", "Content"],
        true,
    ),
    (
        "standard",
        &["完成标准", "验收标准", "目标要求", "工作标准", "标准", "Standard of completion", "Standard"],
        false,
    ),
    ("org", &["牵头单位", "牵头部门", "责任单位", "责任部门", "主办单位", "Lead body", "Lead"], true),
    ("helpers", &["配合单位", "协办单位", "参与单位", "配合部门", "Helping bodies", "Helpers"], false),
    ("person", &["责任人", "负责人", "责任领导", "Person responsible", "Person"], false),
    ("starts", &["开始日期", "启动日期", "开始时间", "启动时间", "Starts"], false),
    ("due", &["完成期限", "完成时限", "完成时间", "截止日期", "时限", "期限", "Due"], false),
    ("weight", &["权重", "分值", "Weight"], false),
    ("milestones", &["节点", "时间节点", "里程碑", "阶段目标", "Milestones"], false),
];

/// What is looked for among the heads of a table.
pub(super) fn specs() -> Vec<FieldSpec> {
    let spec = |(field, names, required): &Column| {
        let spec = FieldSpec::new(*field, names);
        if *required { spec } else { spec.optional() }
    };
    COLUMNS.iter().map(spec).collect()
}

/// Usual names of the columns, for the page that asks for a file; `true` for those a table must have.
pub(super) fn names() -> Vec<(&'static str, bool)> {
    COLUMNS.iter().filter_map(|(_, names, required)| names.first().map(|name| (*name, *required))).collect()
}
