//! The frame around every page: menu, top bar, message, footer.

use askama::Template;
use kernel::access::reach_of;
use kernel::{Capacity, Problem};

use crate::answer::Face;
use crate::assets::asset;
use crate::cookies;
use crate::scene::Scene;
use crate::words::{Lang, Words};

/// A group of the menu.
struct NavGroup {
    label: String,
    items: Vec<NavItem>,
}

/// An entry of the menu.
struct NavItem {
    href: &'static str,
    label: String,
    icon: &'static str,
    current: bool,
}

struct ShellUser {
    name: String,
}

/// The way to what is new.
struct News {
    href: &'static str,
    /// How much is new; empty when nothing is, or when it was not looked up.
    figure: String,
    /// The same in words.
    label: String,
}

/// More than this is not told apart.
const MANY: i64 = 99;

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell {
    words: Words,
    lang: &'static str,
    title: String,
    site_name: String,
    nav: Vec<NavGroup>,
    user: Option<ShellUser>,
    /// What is new, where this installation tells.
    news: Option<News>,
    /// Whom the reader acts for.
    acting: Option<String>,
    flash: Option<String>,
    content: String,
    other_lang_href: String,
    theme: &'static str,
    large: bool,
    path: String,
}

impl Shell {
    fn asset(&self, name: &str) -> String {
        asset(name)
    }
}

/// Puts the shell around a page's content.
pub(super) fn wrap(scene: &Scene, title: String, content: String) -> Result<String, Problem> {
    let words = scene.words.clone();
    let lang = words.lang();
    let back: String = scene.path.bytes().map(super::answer::percent).collect();
    let shell = Shell {
        lang: lang.tag(),
        title,
        site_name: match lang {
            Lang::Zh => scene.site.settings.organ.clone(),
            Lang::En => scene.site.settings.organ_en.clone(),
        },
        nav: if scene.face == Face::Page { nav(scene) } else { Vec::new() },
        user: scene.principal.as_ref().map(|who| ShellUser { name: who.name.clone() }),
        news: news(scene),
        acting: scene.principal.as_ref().and_then(|who| match &who.capacity {
            Capacity::For { name, .. } => Some(name.clone()),
            Capacity::Oneself | Capacity::Token { .. } => None,
        }),
        flash: scene.flash.as_deref().and_then(|value| flash(&words, value)),
        content,
        other_lang_href: format!("/language/{}?back={back}", lang.other().tag()),
        theme: scene.look.theme.unwrap_or("system"),
        large: scene.look.large,
        path: scene.path.clone(),
        words,
    };
    shell.render().map_err(Problem::unexpected)
}

fn news(scene: &Scene) -> Option<News> {
    let bell = scene.site.bell?;
    let figure = match scene.news.unwrap_or(0) {
        0 => String::new(),
        n if n > MANY => format!("{MANY}+"),
        n => n.to_string(),
    };
    let label = match figure.is_empty() {
        true => String::new(),
        false => scene.words.f("shell-news-new", [("n", figure.clone())]),
    };
    Some(News { href: bell.href, figure, label })
}

fn nav(scene: &Scene) -> Vec<NavGroup> {
    let Some(who) = &scene.principal else { return Vec::new() };
    let today = scene.now.day();
    let path = scene.path.split('?').next().unwrap_or_default();
    let allowed = |item: &&crate::domain::MenuItem| {
        item.act.name == "signed_in" || reach_of(who, item.act.allow, today).is_some()
    };
    let items: Vec<_> = scene.site.menu.iter().filter(allowed).collect();
    // The entry whose address is the longest beginning of this page's address is where the reader is.
    let here = |href: &str| path == href || (href != "/" && path.starts_with(&format!("{href}/")));
    let current = items.iter().map(|item| item.href).filter(|href| here(href)).max_by_key(|href| href.len());
    let mut groups: Vec<(&str, NavGroup)> = Vec::new();
    for item in items {
        let entry = NavItem {
            href: item.href,
            label: scene.words.t(item.label),
            icon: item.icon,
            current: current == Some(item.href),
        };
        match groups.iter_mut().find(|(key, _)| *key == item.group) {
            Some((_, group)) => group.items.push(entry),
            None => {
                groups.push((item.group, NavGroup { label: scene.words.t(item.group), items: vec![entry] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn flash(words: &Words, value: &str) -> Option<String> {
    let (key, args) = cookies::unpack(value)?;
    words.has(&key).then(|| words.sentence(&key, &args))
}
