//! What was heard: one finding for each line.

/// Characters of one of them.
pub(crate) const LONGEST: usize = 300;
/// As many as are taken down at once.
pub(crate) const MOST: usize = 30;

/// The lines of what was heard, without their numbers or bullets; a line twice is one.
pub(crate) fn heard(typed: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in typed.lines() {
        let line = unnumbered(line.trim());
        if !line.is_empty() && !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// A line without `1.`, `（2）`, `3、`, `-` or `•` before it. A number that belongs to the sentence stays.
fn unnumbered(line: &str) -> &str {
    let bare = line.trim_start_matches(['-', '•', '·', '*', '—']).trim_start();
    let opened = bare.strip_prefix(['(', '（']).unwrap_or(bare);
    let rest = opened.trim_start_matches(|c: char| c.is_numeric());
    if rest.len() == opened.len() {
        return bare;
    }
    match rest.strip_prefix(['.', '．', '、', ')', '）']) {
        // A decimal is no number of a line.
        Some(after) if !after.starts_with(|c: char| c.is_numeric()) => after.trim_start(),
        _ => bare,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_line_is_a_finding() {
        let typed = "1. 会议形式比较死板\n\n（2）党费收缴不及时\n3、缺少经费\n- 缺少经费\n2015年没有培训\n";
        assert_eq!(heard(typed), ["会议形式比较死板", "党费收缴不及时", "缺少经费", "2015年没有培训"]);
        assert_eq!(heard("3.5小时的会太长"), ["3.5小时的会太长"]);
        assert!(heard(" \n　\n").is_empty());
    }

    proptest! {
        #[test]
        fn nothing_heard_is_lost_but_what_stands_before_it(lines in prop::collection::vec("[甲乙丙丁]{1,6}", 0..10)) {
            let typed: Vec<String> = lines.iter().zip(1..).map(|(line, n)| format!("{n}、{line}")).collect();
            let mut expected: Vec<&String> = Vec::new();
            for line in &lines {
                if !expected.contains(&line) {
                    expected.push(line);
                }
            }
            prop_assert_eq!(heard(&typed.join("\n")), expected.into_iter().cloned().collect::<Vec<_>>());
        }
    }
}
