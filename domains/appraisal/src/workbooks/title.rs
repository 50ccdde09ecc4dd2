//! Year, category and reviewer, as the lines above the heads say them.

use kernel::names::fold;
use office::{Address, CellError, Fill, Manual, Table, find_header};

use super::heads::{self, Kind};

/// What stands above the heads.
#[derive(Debug, Clone, Default)]
pub(super) struct Title {
    /// The year appraised.
    pub year: Option<i16>,
    /// The title, folded.
    pub text: String,
    /// Its cell.
    pub at: Option<Address>,
    /// The last bracket of the title.
    pub bracket: Option<String>,
    /// The reviewer, when a line such as 评委:张三 names one.
    pub reviewer: Option<String>,
}

pub(super) fn of(table: &Table, kind: Kind) -> Title {
    let fields = match kind {
        Kind::Marks => vec![heads::organisation()],
        Kind::Tally => vec![heads::organisation(), heads::returned()],
    };
    let first = find_header(table, &fields, &Manual::default()).map_or(0, |header| header.first);
    let mut title = Title::default();
    for row in table.rows.iter().take_while(|row| row.index < first) {
        for (column, cell) in (0_u32..).zip(&row.cells) {
            let text = fold(&cell.value.to_string());
            if text.is_empty() {
                continue;
            }
            if let Some(name) =
                ["评委:", "评委姓名:", "评审人:"].iter().find_map(|mark| text.strip_prefix(mark))
            {
                title.reviewer = Some(name.to_owned()).filter(|name| !name.is_empty());
            } else if title.year.is_none() && text.contains("年度") {
                title.year = year(&text);
            }
            if title.at.is_none() {
                title.at = Some(Address::new(row.index, column));
                title.bracket = bracket(&text);
                title.text = text;
            }
        }
    }
    if title.year.is_none() {
        title.year = year(&title.text);
    }
    title
}

impl Title {
    /// An error in the title's cell.
    pub fn error(
        &self,
        table: &Table,
        reason: impl Into<kernel::Say>,
        fix: impl Into<kernel::Say>,
    ) -> CellError {
        table.located(self.at.unwrap_or(Address::new(0, 0)), Fill::None).error(reason, fix)
    }
}

/// The year before 年, in Arabic or Chinese digits.
fn year(text: &str) -> Option<i16> {
    let digits: Vec<(char, Option<u32>)> = text.chars().map(|c| (c, digit(c))).collect();
    digits.windows(5).find_map(|five| match five {
        [a, b, c, d, ('年', _)] => {
            let number = a.1? * 1000 + b.1? * 100 + c.1? * 10 + d.1?;
            i16::try_from(number).ok().filter(|year| (1900..2200).contains(year))
        }
        _ => None,
    })
}

fn digit(c: char) -> Option<u32> {
    const CHINESE: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let named = CHINESE.iter().position(|known| *known == c || (c == '零' && *known == '〇'));
    c.to_digit(10).or(named.and_then(|at| u32::try_from(at).ok()))
}

/// What stands in the last brackets.
fn bracket(text: &str) -> Option<String> {
    let (_, tail) = text.rsplit_once(['(', '【', '〔', '['])?;
    let inside = tail.split([')', '】', '〕', ']']).next()?;
    (!inside.is_empty()).then(|| inside.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{bracket, year};

    #[test]
    fn a_year_is_read_in_both_digits() {
        for text in ["2014年度评分表", "关于2014年的表", "二〇一四年度评分表", "二零一四年度"]
        {
            assert_eq!(year(text), Some(2014), "{text}");
        }
        for text in ["", "14年度", "年度", "20145", "9999年度"] {
            assert_eq!(year(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_bracket_names_the_category() {
        assert_eq!(bracket("评分表(试行)(审查业务类)").as_deref(), Some("审查业务类"));
        assert_eq!(bracket("评分表"), None);
        assert_eq!(bracket("评分表()"), None);
    }
}
