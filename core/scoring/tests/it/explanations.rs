//! Every figure opens down to the cell it came from, and what is opened adds up.

use scoring::{Explanation, Fate, Input, Node, NodeKind, Ratio, Rule, Scheme, SourceRef, evaluate, explain};

use crate::office_years::{SCHEME, year};
use crate::small::{based, fact, mark, scheme, with_method};

fn cell(sheet: &str, cell: String) -> Option<SourceRef> {
    Some(SourceRef { file: "评分表.xlsx".to_owned(), sheet: sheet.to_owned(), cell })
}

fn sourced() -> Input {
    let mut input = year("2014");
    for (mark, row) in input.marks.iter_mut().zip(4..) {
        mark.source = cell(&mark.reviewer, format!("C{row}"));
    }
    for (tally, row) in input.tallies.iter_mut().zip(4..) {
        tally.source = cell("汇总", format!("A{row}"));
        for (choice, column) in tally.choices.iter_mut().zip(["F", "G", "H", "I"]) {
            choice.source = cell("汇总", format!("{column}{row}"));
        }
    }
    input
}

fn walk<'a>(node: &'a Node, visit: &mut dyn FnMut(&'a Node)) {
    visit(node);
    node.children.iter().for_each(|child| walk(child, visit));
}

#[test]
fn every_figure_of_everybody_adds_up_from_what_is_below_it() {
    let (scheme, input) = (Scheme::from_toml(SCHEME).unwrap(), sourced());
    let outcome = evaluate(&scheme, &input).unwrap();
    for standing in &outcome.standings {
        let opened = explain(&scheme, &input, &standing.participant).unwrap();
        assert_eq!(opened.total.exact.as_ref(), Some(&standing.total.exact));
        assert_eq!(opened.panel.exact.as_ref(), Some(&standing.panel.exact));
        assert_eq!(opened.mass.published.as_ref(), Some(&standing.mass.published));
        walk(&opened.total, &mut |node| {
            let sum = || node.children.iter().filter_map(|child| child.exact.clone()).sum::<Ratio>();
            match &node.rule {
                Rule::Sum | Rule::SumOutOf { .. } => assert_eq!(node.exact, Some(sum()), "{}", node.label),
                Rule::Average { .. } => {
                    let fate = |wanted: Fate| node.children.iter().filter(|c| c.fate == wanted).count();
                    assert_eq!(
                        (node.children.len(), fate(Fate::DroppedHighest), fate(Fate::DroppedLowest)),
                        (7, 1, 1)
                    );
                    let kept = node.children.iter().filter(|child| child.fate == Fate::Counted);
                    let sum: Ratio = kept.filter_map(|child| child.exact.clone()).sum();
                    assert_eq!(node.exact, sum.over(&5_i64.into()));
                }
                _ => {}
            }
            let leaf = matches!(node.kind, NodeKind::Reviewer | NodeKind::Choice);
            assert!(!leaf || node.source.is_some(), "{} has no source", node.label);
        });
    }
}

#[test]
fn the_mass_evaluation_opens_to_ballots() {
    let (scheme, input) = (Scheme::from_toml(SCHEME).unwrap(), sourced());
    let opened = explain(&scheme, &input, "办公室党总支").unwrap();
    let groups = &opened.total.children[4].children[0].children;
    assert_eq!(groups.iter().map(|g| g.label.as_str()).collect::<Vec<_>>(), ["党员", "群众"]);
    let choices: Vec<_> = groups[0].children.iter().map(|c| (c.label.as_str(), c.fate)).collect();
    assert_eq!(choices[0], ("好", Fate::Counted));
    assert_eq!(choices[4], ("不了解", Fate::LeftOut));
    assert_eq!(groups[0].children[0].exact, Some(17_i64.into()));
    assert_eq!(groups[0].children[0].source.as_ref().unwrap().cell, "F4");
    // 17×100 + 24×85 + 8×70 + 2×50 over 51
    assert_eq!(groups[0].exact, Some("4400/51".parse().unwrap()));
}

#[test]
fn an_explanation_travels_as_json_and_comes_back_the_same() {
    let (scheme, input) = (Scheme::from_toml(SCHEME).unwrap(), sourced());
    let opened = explain(&scheme, &input, "自动化部党委").unwrap();
    let text = serde_json::to_string(&opened).unwrap();
    assert!(text.contains(r#""rule":"average","average":"trimmed""#), "{text}");
    assert_eq!(serde_json::from_str::<Explanation>(&text).unwrap(), opened);
    let outcome = evaluate(&scheme, &input).unwrap();
    let text = serde_json::to_string(&outcome).unwrap();
    assert_eq!(serde_json::from_str::<scoring::Outcome>(&text).unwrap(), outcome);
}

#[test]
fn a_missing_input_and_a_scaled_mark_are_shown() {
    let scheme = scheme(&with_method(r#"{ kind = "yes_no", fact = "elected" }"#, "exclude"));
    let mut input = based();
    input.marks[0].mark = "45".parse().unwrap();
    let opened = explain(&scheme, &input, "a").unwrap();
    assert_eq!(opened.total.children[1].fate, Fate::SharedOut);
    assert!(matches!(opened.total.children[1].children[0].fate, Fate::Excluded(_)));
    let scaled = &opened.total.children[0].children[0];
    assert_eq!(scaled.rule, Rule::Scaled { factor: Some("10/9".parse().unwrap()) });
    assert_eq!((scaled.children[0].kind, &scaled.children[0].exact), (NodeKind::Mark, &Some(45_i64.into())));
    input.facts.push(fact("a", "elected", scoring::FactValue::Holds(true)));
    let opened = explain(&scheme, &input, "a").unwrap();
    assert_eq!(opened.total.children[1].children[0].children[0].rule, Rule::Said { value: "yes".to_owned() });
}

#[test]
fn somebody_unknown_is_not_explained() {
    let scheme = scheme(&with_method(r#"{ kind = "panel", average = "mean" }"#, "zero"));
    let mut input = based();
    input.marks.push(mark("stranger", "i", "评委1", "3"));
    assert!(explain(&scheme, &input, "nobody").unwrap_err().to_string().contains("takes no part"));
    assert!(explain(&scheme, &input, "a").is_ok());
}
