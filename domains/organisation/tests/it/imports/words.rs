//! Every sentence of imports stands in both languages, and every key that the code names is there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ZH: &str = include_str!("../../../locales/imports.zh-CN.ftl");
const EN: &str = include_str!("../../../locales/imports.en.ftl");

/// Keys with the names of their arguments.
fn keys(source: &str) -> BTreeSet<(String, Vec<String>)> {
    let lines = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    lines
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, text)| {
            let names = text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
            let mut names: Vec<String> = names.map(str::to_owned).collect();
            names.sort();
            (key.to_owned(), names)
        })
        .collect()
}

fn sources(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(
            |path| {
                if path.is_dir() { sources(&path) } else { vec![std::fs::read_to_string(&path).unwrap()] }
            },
        )
        .collect()
}

#[test]
fn both_languages_say_the_same() {
    assert_eq!(keys(ZH), keys(EN));
}

#[test]
fn every_key_that_the_code_names_has_words() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/imports");
    let known: BTreeSet<String> = keys(EN).into_iter().map(|(key, _)| key).collect();
    let looks_like_one = |text: &&str| {
        text.starts_with("import-")
            && text.len() > 7
            && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let named: BTreeSet<String> = sources(&folder)
        .iter()
        .flat_map(|source| source.split('"').filter(looks_like_one).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert!(named.len() > 100, "only {} keys were found", named.len());
    let missing: Vec<_> = named.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
