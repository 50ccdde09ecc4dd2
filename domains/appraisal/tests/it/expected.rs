//! Every total, rank and grade of both years equals the table that an independent reading with fractions gave.

use appraisal::workbooks::{Found, Wanted, Why, gather};
use scoring::{Outcome, evaluate};

use crate::{books, office_data, scheme};

fn year(year: i16) -> (Found, Outcome) {
    let scheme = scheme();
    let found = gather(books(), &Wanted { scheme: &scheme, year, category: None });
    assert_eq!(found.faults, [], "{year}");
    let outcome = evaluate(&scheme, &found.input).unwrap();
    (found, outcome)
}

fn csv(outcome: &Outcome) -> String {
    let mut rows: Vec<_> = outcome.standings.iter().collect();
    rows.sort_by(|a, b| (&a.category, a.rank, &a.name).cmp(&(&b.category, b.rank, &b.name)));
    let mut text = String::from("category,rank,organisation,panel,mass,total,grade\r\n");
    for s in rows {
        let figures = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string()).join(",");
        text += &format!("{},{},{},{figures},{}\r\n", s.category, s.rank, s.name, s.grade.name);
    }
    text
}

#[test]
fn both_years_equal_the_expected_tables() {
    for y in [2013, 2014] {
        let expected = std::fs::read_to_string(office_data().join(format!("expected-{y}.csv"))).unwrap();
        assert_eq!(csv(&year(y).1), expected, "{y}");
    }
}

#[test]
fn materials_engineering_rises_from_the_last_place_to_the_first() {
    let place = |y| {
        let outcome = year(y).1;
        let of = outcome.standings.iter().find(|s| s.name == "材料工程发明审查部党委").unwrap().clone();
        (of.category, of.rank, of.of, of.grade.name)
    };
    let category = || "审查业务类".to_owned();
    assert_eq!(place(2013), (category(), 13, 13, "一般".to_owned()));
    assert_eq!(place(2014), (category(), 1, 13, "好".to_owned()));
}

#[test]
fn every_figure_names_the_cell_it_came_from() {
    let (found, _) = year(2014);
    let mark = found
        .input
        .marks
        .iter()
        .find(|m| {
            m.participant == "机械发明审查部党委" && m.indicator == "innovation" && m.reviewer == "评委1"
        })
        .unwrap();
    let source = mark.source.as_ref().unwrap();
    assert_eq!(mark.mark.to_string(), "9.5", "full-width digits stored as text are a number");
    assert_eq!((source.sheet.as_str(), source.cell.as_str()), ("评委1", "J4"));
    assert_eq!(source.file, "2014年度评分表_审查业务类.xlsx");
    assert_eq!(
        (found.input.participants.len(), found.input.marks.len(), found.input.tallies.len()),
        (41, 2296, 82)
    );
}

#[test]
fn what_is_passed_over_is_said() {
    let (found, _) = year(2014);
    let why =
        |file: &str| found.passed_over.iter().filter(|p| p.file == file).map(|p| p.why).collect::<Vec<_>>();
    assert_eq!(why("基层党组织一览表.xlsx"), [Why::Other]);
    assert_eq!(why("2013年度群众评价汇总表.xlsx"), [Why::OtherYear(2013)]);
    assert_eq!(why("2013年度评分表_综合管理类.xlsx"), [Why::OtherYear(2013); 7]);
    assert_eq!(why("2014年度评分表_综合管理类.xlsx"), []);
    let panel = &found.panels[0];
    assert_eq!((panel.category.as_str(), panel.reviewers.len(), panel.organisations), ("审查业务类", 7, 13));
}
