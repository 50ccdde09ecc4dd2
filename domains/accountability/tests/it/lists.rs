//! The list of measures of all plans, and words of both languages.

use testkit::db::{Fresh, each_backend};

use crate::house::migrations;
use crate::setting::in_force;

#[test]
fn measures_are_listed_by_year_body_state_lamp_and_word() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        house.page("/measures", &people.committee).says(200, &["健全学习制度", "严格发展党员", "共 2"]);
        let of = |query: &str| {
            let json = house.json(&format!("/measures?{query}"), &people.committee).json();
            let lines = json["measures"].as_array().unwrap().iter();
            lines.map(|line| line["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of("year=2015&org=3"), ["1.2"]);
        assert_eq!(of("q=学习"), ["1.1"]);
        assert_eq!(of("year=2014"), [""; 0]);
        assert_eq!(of("state=issued&lamp=yellow"), ["1.1"], "a third of its time and nothing done");
        assert_eq!(of("state=issued&lamp=green"), ["1.2"]);
        house.page("/measures?q=没有", &people.committee).says(200, &["没有符合条件的措施"]);
        let book = house.page("/measures?format=xlsx", &people.lead);
        assert_eq!((book.status.as_u16(), &book.bytes[..2]), (200, b"PK".as_slice()));
        house.page("/measures", &people.neighbour).says(200, &["还没有下达给本单位的措施"]);
    });
}

#[test]
fn every_page_speaks_english() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = in_force(&fresh);
    for (path, word) in [
        ("/plans", "Plans"),
        ("/plans/1", "To be signed for"),
        ("/plans/1/about", "Put it in force"),
        ("/plans/1/edit", "One on each line"),
        ("/plans/1/imports/new", "Columns that are known"),
        ("/measures", "All measures"),
        ("/measures/1", "Standard of completion"),
        ("/measures/1/edit", "Helping bodies"),
        ("/reminders", "No reminders yet"),
    ] {
        house.english(path, &people.admin).says(200, &[word]);
    }
}
