//! Two years of an office: what seven reviewers and the voters recorded, against an independent reading with fractions.

use scoring::{ChoiceCount, Input, Mark, Outcome, Participant, Scheme, Tally, evaluate};

pub const SCHEME: &str = include_str!("../../../../samples/scheme.toml");
const RECORDED: &str = include_str!("office/recorded.tsv");

/// Everything recorded for one year.
pub fn year(year: &str) -> Input {
    let mut input = Input::default();
    let scheme = Scheme::from_toml(SCHEME).unwrap();
    let panels: Vec<&str> = scheme.panels().map(|(indicator, _)| indicator.name.as_str()).collect();
    for line in RECORDED.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            [at, "mark", category, name, reviewer, ref marks @ ..] if at == year => {
                if reviewer == "评委1" {
                    let (key, name) = (name.to_owned(), name.to_owned());
                    input.participants.push(Participant { key, name, category: category.to_owned() });
                }
                for (indicator, mark) in panels.iter().zip(marks) {
                    input.marks.push(Mark {
                        participant: name.to_owned(),
                        indicator: (*indicator).to_owned(),
                        reviewer: reviewer.to_owned(),
                        mark: mark.parse().unwrap(),
                        source: None,
                    });
                }
            }
            [at, "tally", name, group, ref counts @ ..] if at == year => {
                let counts: Vec<u32> = counts.iter().map(|count| count.parse().unwrap()).collect();
                let choices = ["好", "较好", "一般", "差", "不了解"].iter().zip(&counts[3..]);
                input.tallies.push(Tally {
                    participant: name.to_owned(),
                    indicator: "群众评价".to_owned(),
                    group: group.to_owned(),
                    due: counts[0],
                    issued: counts[1],
                    returned: counts[2],
                    choices: choices
                        .map(|(choice, count)| ChoiceCount {
                            choice: (*choice).to_owned(),
                            count: *count,
                            source: None,
                        })
                        .collect(),
                    spoilt: counts[8],
                    source: None,
                });
            }
            _ => {}
        }
    }
    input
}

/// The form of the expected files.
fn as_csv(outcome: &Outcome) -> String {
    let mut text = "category,rank,organisation,panel,mass,total,grade\r\n".to_owned();
    for s in &outcome.standings {
        let (panel, mass, total) = (&s.panel.published, &s.mass.published, &s.total.published);
        text += &format!("{},{},{},{panel},{mass},{total},{}\r\n", s.category, s.rank, s.name, s.grade.name);
    }
    text
}

#[test]
fn both_years_equal_the_independent_reading() {
    let scheme = Scheme::from_toml(SCHEME).unwrap();
    let expected = [
        ("2013", include_str!("office/expected-2013.csv")),
        ("2014", include_str!("office/expected-2014.csv")),
    ];
    for (at, expected) in expected {
        assert_eq!(as_csv(&evaluate(&scheme, &year(at)).unwrap()), expected, "{at}");
    }
}

#[test]
fn the_figures_of_one_line() {
    let outcome = evaluate(&Scheme::from_toml(SCHEME).unwrap(), &year("2014")).unwrap();
    let standing = outcome.ranking("直属单位社会团体类").nth(8).unwrap();
    assert_eq!(standing.name, "专利审查协作河南中心党委");
    assert_eq!((standing.rank, standing.of, standing.grade.name.as_str()), (9, 15, "较好"));
    assert_eq!(standing.panel.published.to_string(), "70.30");
    assert_eq!(standing.mass.published.to_string(), "12.35");
    assert_eq!(standing.total.published.to_string(), "82.65");
}
