//! Names of the bodies of an office that does not exist: it registers technical achievements.

use crate::Category;

/// Name of the organ's committee.
pub(crate) const ORGAN: &str = "国家技术登记局直属机关党委";

const ADMINISTRATION: [&str; 13] = [
    "办公厅",
    "政策法规司",
    "登记管理司",
    "成果转化司",
    "对外交流司",
    "规划财务司",
    "人事教育司",
    "公共服务司",
    "审查统筹部",
    "质量保障部",
    "督查审计部",
    "离退休干部局",
    "机关后勤中心",
];

const EXAMINATION: [&str; 13] = [
    "智能制造审查部",
    "电力电子审查部",
    "网络通信审查部",
    "生物医药审查部",
    "绿色化工审查部",
    "光学仪器审查部",
    "新型材料审查部",
    "交通装备审查部",
    "农业食品审查部",
    "外观造型审查部",
    "受理流程部",
    "复核评议部",
    "文献情报部",
];

const AFFILIATED: [&str; 15] = [
    "检索服务中心",
    "登记公报出版社",
    "数据资源中心",
    "发展战略研究院",
    "技术登记报社",
    "干部培训学院",
    "审查协作沈阳中心",
    "审查协作西安中心",
    "审查协作合肥中心",
    "审查协作长沙中心",
    "审查协作福州中心",
    "审查协作昆明中心",
    "登记代理协会",
    "技术成果研究会",
    "标准化促进会",
];

/// Larger organs repeat the bodies in their regional offices.
const REGIONS: [&str; 7] = ["华东", "华南", "华中", "华北", "西南", "西北", "东北"];

/// Name of the `index`-th body of a category, without the word for its kind; different for every index.
pub(crate) fn stem(category: Category, index: usize) -> String {
    let names: &[&str] = match category {
        Category::Administration => &ADMINISTRATION,
        Category::Examination => &EXAMINATION,
        Category::Affiliated => &AFFILIATED,
    };
    let name = names.get(index % names.len()).copied().unwrap_or_default();
    let Some(round) = (index / names.len()).checked_sub(1) else { return name.to_owned() };
    let region = REGIONS.get(round % REGIONS.len()).copied().unwrap_or_default();
    match round / REGIONS.len() {
        0 => format!("{region}分局{name}"),
        more => format!("{region}第{}分局{name}", numeral(more + 1)),
    }
}

/// A number from 1 to 999 in Chinese numerals, as in 第二十一党支部; larger ones in digits.
pub(crate) fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value).copied().unwrap_or_default();
    match (number / 100, number / 10 % 10, number % 10) {
        (0, 0, ones) => digit(ones).to_owned(),
        (0, 1, ones) => format!("十{}", digit(ones)),
        (0, tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
        (hundreds @ 1..=9, 0, 0) => format!("{}百", digit(hundreds)),
        (hundreds @ 1..=9, 0, ones) => format!("{}百零{}", digit(hundreds), digit(ones)),
        (hundreds @ 1..=9, tens, ones) => format!("{}百{}十{}", digit(hundreds), digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_as_branches_are_counted() {
        let read = [1, 10, 11, 20, 21, 99, 100, 105, 110, 999, 1000].map(numeral);
        assert_eq!(
            read,
            [
                "一",
                "十",
                "十一",
                "二十",
                "二十一",
                "九十九",
                "一百",
                "一百零五",
                "一百一十",
                "九百九十九",
                "1000"
            ]
        );
    }

    #[test]
    fn no_two_bodies_share_a_name() {
        let all: std::collections::BTreeSet<String> = Category::ALL
            .iter()
            .flat_map(|category| (0..2_000).map(|index| stem(*category, index)))
            .collect();
        assert_eq!(all.len(), 6_000);
    }
}
