//! The scheme editor on its pages, on both databases: drafts, forms, two people at once, differences, trial runs.

mod editing;
mod together;
mod versions;

use kernel::Role;
use scoring::Scheme;
use testkit::db::{Fresh, each_backend};

use crate::house::{Answer, House, actor, directory, migrations};
use crate::{files_of, scheme, scheme_text};

/// A house in which 2014 is published, with a draft begun from its scheme by the first of two people.
fn drafting(fresh: &Fresh) -> (House, String, String) {
    let scheme = scheme_text();
    let what = appraisal::Load {
        year: 2014,
        scheme: Some(&scheme),
        category: None,
        files: &files_of(2014),
        publish: true,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    let house = House::on(fresh);
    let (first, second) =
        (house.somebody("jia", Role::CommitteeAdmin), house.somebody("yi", Role::CommitteeAdmin));
    let begun = house.send("/schemes/drafts", &first, &[("begin", "1")]);
    assert_eq!((begun.status.as_u16(), begun.location.as_str()), (303, "/schemes/drafts/1"));
    (house, first, second)
}

/// Fields of the form on a page as a browser would send them.
fn fields(page: &str) -> Vec<(String, String)> {
    let from = page.find("class=\"form form-scheme\"").unwrap_or_else(|| panic!("no form: {page}"));
    let form = page[from..].split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        let plain = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
        Some(plain.iter().fold(value.to_owned(), |text, (entity, mark)| text.replace(entity, mark)))
    };
    let mut found = Vec::new();
    for tag in form.split('<').skip(1) {
        let head = tag.split('>').next().unwrap();
        let name = || attribute(head, "name");
        if head.starts_with("input") {
            let ticked = !head.contains("type=\"checkbox\"") || head.contains(" checked");
            found.extend(
                name().filter(|_| ticked).map(|name| (name, attribute(head, "value").unwrap_or_default())),
            );
        } else if head.starts_with("select") {
            found.extend(name().map(|name| (name, String::from("\0"))));
        } else if head.starts_with("option") {
            let (value, chosen) = (attribute(head, "value").unwrap_or_default(), head.contains(" selected"));
            let last = found.last_mut().unwrap();
            if chosen || last.1 == "\0" {
                last.1 = value;
            }
        }
    }
    found
}

/// Opens a form, types into some of its fields and sends it.
fn edit(house: &House, cookie: &str, tail: &str, typed: &[(&str, &str)]) -> Answer {
    let address = format!("/schemes/drafts/1{tail}");
    let page = house.page(&address, cookie);
    assert_eq!(page.status, 200, "{address} {}", page.text());
    send(house, cookie, &address, fields(&page.text()), typed)
}

/// Sends a form that was opened before.
fn send(
    house: &House,
    cookie: &str,
    address: &str,
    mut form: Vec<(String, String)>,
    typed: &[(&str, &str)],
) -> Answer {
    for (name, value) in typed {
        form.retain(|(known, _)| known != name);
        form.push(((*name).into(), (*value).into()));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.send(address, cookie, &form)
}

fn saved(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The rules of the draft as it stands.
fn draft(house: &House, cookie: &str) -> Scheme {
    Scheme::draft_from_toml(&house.page("/schemes/drafts/1/file", cookie).text()).unwrap()
}

/// The newest revision.
fn revision(house: &House, cookie: &str) -> String {
    house.json("/schemes/drafts/1", cookie).json()["draft"]["revision"].to_string()
}
