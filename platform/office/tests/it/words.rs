//! Every sentence exists in both languages, with the same arguments, and every one is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};

fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let resource = fluent_syntax::parser::parse(std::fs::read_to_string(path).unwrap()).unwrap();
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let arguments = message.value.unwrap().elements.into_iter().filter_map(|element| match element {
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => Some(id.name),
            _ => None,
        });
        messages.insert(message.id.name, arguments.collect());
    }
    messages
}

fn keys_in_source(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in_source(&path, keys);
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        keys.extend(source.split('"').filter(|text| text.starts_with("office-")).map(str::to_owned));
    }
}

#[test]
fn both_languages_say_all_that_the_code_says_and_nothing_else() {
    let chinese = messages("zh-CN.ftl");
    assert_eq!(chinese, messages("en.ftl"));
    let mut keys = BTreeSet::new();
    keys_in_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut keys);
    assert_eq!(chinese.into_keys().collect::<BTreeSet<_>>(), keys);
}
