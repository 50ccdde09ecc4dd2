//! Every word of the interface stands in both languages, with the same arguments, and every key that code or templates
//! name exists. This stands in for a compile-time check of keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use crate::house::domains;

/// Keys of a Fluent source with the arguments each takes.
fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut keys = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let mut arguments = BTreeSet::new();
            if let Some(pattern) = &message.value {
                arguments_of(pattern, &mut arguments);
            }
            let key = message.id.name.to_owned();
            assert!(keys.insert(key.clone(), arguments).is_none(), "{key} stands twice");
        }
    }
    keys
}

fn arguments_of(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => argument_of(inline, into),
                Expression::Select { selector, variants } => {
                    argument_of(selector, into);
                    variants.iter().for_each(|variant| arguments_of(&variant.value, into));
                }
            }
        }
    }
}

fn argument_of(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                argument_of(inner, into);
            }
        }
        _ => {}
    }
}

/// The words of every part of the product.
fn texts() -> Vec<web::Texts> {
    let mut texts: Vec<_> = domains().iter().map(|domain| domain.texts).collect();
    texts.push(jinwei::domains::OFFICE);
    texts
}

fn all_keys() -> (BTreeMap<String, BTreeSet<String>>, BTreeMap<String, BTreeSet<String>>) {
    let (mut zh, mut en) = (BTreeMap::new(), BTreeMap::new());
    for texts in texts() {
        for (key, arguments) in keys(texts.zh) {
            assert!(zh.insert(key.clone(), arguments).is_none(), "{key} stands in two parts");
        }
        en.extend(keys(texts.en));
    }
    (zh, en)
}

#[test]
fn both_languages_say_the_same_things() {
    let (zh, en) = all_keys();
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&zh, &en), Vec::<String>::new(), "only in zh-CN");
    assert_eq!(only(&en, &zh), Vec::<String>::new(), "only in en");
    for (key, arguments) in &zh {
        assert_eq!(Some(arguments), en.get(key), "arguments of {key}");
    }
}

#[test]
fn english_is_english() {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for texts in texts() {
        for line in texts.en.lines().filter(|line| !line.starts_with('#') && line.contains(" = ")) {
            let share = line.chars().filter(|c| han(*c)).count();
            // A term of the field may stand in Chinese beside its English; a sentence may not.
            assert!(share * 3 <= line.chars().count(), "{}: {line}", texts.part);
        }
    }
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("tests") {
                sources(&path, into);
            }
        } else if path.extension().is_some_and(|ext| ext == "rs" || ext == "html") {
            into.push(path);
        }
    }
}

#[test]
fn every_key_that_is_named_exists() {
    let (zh, _) = all_keys();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["platform", "domains"] {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 50);
    let mut unknown = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // Unit tests inside the crates may name keys of their own.
        let text = text.split("#[cfg(test)]").next().unwrap();
        for opening in ["words.t(\"", "words.f(\"", "Say::new(\"", "refused(\"", ".say(\""] {
            for rest in text.split(opening).skip(1) {
                let key = rest.split('"').next().unwrap();
                let is_key = key.contains('-') || key.chars().all(|c| c.is_ascii_lowercase());
                if is_key && !key.is_empty() && !zh.contains_key(key) {
                    unknown.push(format!("{}: {key}", file.display()));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}
