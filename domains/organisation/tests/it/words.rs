//! Every sentence stands in both languages, and every key that the code names is there.

use std::collections::BTreeSet;
use std::path::Path;

fn keys(source: &str) -> BTreeSet<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

fn arguments(source: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (key, text) in source.lines().filter_map(|line| line.split_once('=')) {
        for argument in text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next()) {
            found.insert((key.trim().to_owned(), argument.to_owned()));
        }
    }
    found
}

/// Texts in double quotes that look like keys and begin as those of this domain do.
fn named(path: &Path, found: &mut BTreeSet<String>) {
    const BEGINNINGS: [&str; 12] = [
        "organisation-",
        "event-",
        "person-",
        "appointment-",
        "post-",
        "term-",
        "election-",
        "check-",
        "parameter-",
        "staffing-",
        "tile-",
        "act-organisation-",
    ];
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            named(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            let source = std::fs::read_to_string(&path).unwrap();
            let key = |text: &&str| {
                BEGINNINGS.iter().any(|beginning| text.starts_with(beginning) && text.len() > beginning.len())
                    && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            };
            found.extend(source.split('"').filter(key).map(str::to_owned));
        }
    }
}

#[test]
fn both_languages_say_the_same() {
    let (zh, en) = (include_str!("../../locales/zh-CN.ftl"), include_str!("../../locales/en.ftl"));
    assert_eq!(keys(zh), keys(en));
    assert_eq!(arguments(zh), arguments(en));
}

#[test]
fn every_key_that_the_code_names_has_words() {
    let mut used = BTreeSet::new();
    named(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut used);
    let there = keys(include_str!("../../locales/zh-CN.ftl"));
    let missing: Vec<_> = used.iter().filter(|key| !there.contains(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
