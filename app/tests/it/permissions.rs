//! Role × act, as a table that people read: `docs/permissions.md`. Run with `JINWEI_WRITE=1` after a change of policy and
//! look at the difference.

use kernel::{Role, Span};
use web::{Lang, Wordbook};

use crate::house::domains;

fn table() -> String {
    let domains = domains();
    let texts: Vec<_> = domains.iter().map(|domain| domain.texts).collect();
    let words = Wordbook::load(&texts).unwrap().words(Lang::Zh);
    let mut text = String::from(
        "# Who may do what\n\nWritten by a test from every `policy.rs`; change the policy, not this table. \
         **A** the whole organ · **B** the organisation and those below it · **O** that organisation alone · \
         **S** what is about oneself · empty: not allowed. Records outside that reach do not exist for the reader.\n",
    );
    for domain in domains.iter().filter(|domain| !domain.acts.is_empty()) {
        text.push_str(&format!("\n## {}\n\n| act |", domain.name));
        for role in Role::ALL {
            text.push_str(&format!(" {} |", words.t(&format!("role-{}", role.code().replace('_', "-")))));
        }
        text.push_str(&format!("\n|---|{}\n", ":-:|".repeat(Role::ALL.len())));
        for act in &domain.acts {
            let key = format!("act-{}", act.name.replace(['.', '_'], "-"));
            assert!(words.has(&key), "no words for the act {}", act.name);
            text.push_str(&format!("| {} `{}` |", words.t(&key), act.name));
            for role in Role::ALL {
                let widest =
                    act.allow.iter().filter(|(holder, _)| holder == role).map(|(_, span)| *span).max();
                let mark = match widest {
                    None => "",
                    Some(Span::Own) => "S",
                    Some(Span::Branch) => "O",
                    Some(Span::Below) => "B",
                    Some(Span::All) => "A",
                };
                text.push_str(&format!(" {mark} |"));
            }
            text.push('\n');
        }
    }
    text
}

#[test]
fn the_table_in_the_docs_is_the_policy() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
    let table = table();
    if std::env::var_os("JINWEI_WRITE").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == table, "docs/permissions.md is not the policy; JINWEI_WRITE=1 writes it anew");
}

/// What an administrator may see all the same: a bundle of ballots that names nobody, for counting again, and how messages
/// fare, without what they say.
const NAMELESS: [&str; 2] = ["ballots.audit", "notices.keep_deliveries"];

#[test]
fn no_administrator_sees_business_content() {
    for domain in domains().iter().filter(|domain| domain.name != "house") {
        for act in domain.acts.iter().filter(|act| !NAMELESS.contains(&act.name)) {
            let seen = act.allow.iter().find(|(role, _)| role.is_administrator());
            assert!(seen.is_none(), "{} is open to {seen:?}", act.name);
        }
    }
}

#[test]
fn each_administrator_keeps_to_their_own_part() {
    let house = domains().into_iter().find(|domain| domain.name == "house").unwrap();
    let may = |role: Role| -> Vec<&str> {
        house
            .acts
            .iter()
            .filter(|act| act.allow.iter().any(|(r, _)| *r == role))
            .map(|act| act.name)
            .collect()
    };
    assert_eq!(may(Role::AuditAdmin), ["house.read_audit"]);
    assert_eq!(may(Role::SecurityAdmin), ["house.read_accounts", "house.grant_roles"]);
    assert!(!may(Role::SystemAdmin).contains(&"house.grant_roles"));
    assert!(!may(Role::SystemAdmin).contains(&"house.read_audit"));
}
