//! Language, theme and type size: remembered in cookies, switched by a link that works without script.

use kernel::{Open, Problem};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::answer::{Done, Redirect, Rejection};
use crate::cookies;
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::words::Lang;

/// A year, in seconds.
const REMEMBERED: i64 = 365 * 86_400;

#[derive(Debug, Deserialize, JsonSchema)]
struct Language {
    tag: String,
    #[serde(default)]
    back: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct LookForm {
    /// `light`, `dark` or `system`; empty leaves it as it is.
    #[serde(default)]
    theme: String,
    /// Type size: `large` or `normal`; empty leaves it as it is.
    #[serde(default)]
    r#type: String,
    #[serde(default)]
    back: String,
}

pub(super) fn routes() -> Routes {
    Routes::new().get("/language/{tag}", Open, language).sample("/language/en").post("/look", Open, look)
}

/// An address on this site and nowhere else: one slash, then no second one.
pub(super) fn on_this_site(address: &str) -> String {
    let inside = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n'])
        && address.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    if inside { address.to_owned() } else { "/".to_owned() }
}

fn language(_: &mut Reading<'_, Open>, input: Language) -> Result<Redirect, Problem> {
    let lang = Lang::ALL.into_iter().find(|lang| lang.tag() == input.tag).ok_or(Problem::Missing)?;
    let cookie = cookies::set(cookies::LANG, lang.tag(), Some(REMEMBERED), false);
    Ok(Redirect { to: on_this_site(&input.back), cookies: vec![cookie] })
}

fn look(cx: &mut Writing<'_, Open>, input: LookForm) -> Result<Done, Rejection> {
    let look = cx.scene.look;
    let theme = match input.theme.as_str() {
        "light" | "dark" => input.theme.as_str(),
        "" => look.theme.unwrap_or("system"),
        _ => "system",
    };
    let large = match input.r#type.as_str() {
        "" => look.large,
        size => size == "large",
    };
    let value = format!("{theme}.{}", if large { "large" } else { "normal" });
    let cookie = cookies::set(cookies::LOOK, &value, Some(REMEMBERED), false);
    Ok(Done::to(on_this_site(&input.back)).cookie(cookie))
}

#[cfg(test)]
mod tests {
    use super::on_this_site;

    #[test]
    fn a_way_back_never_leaves_the_site() {
        assert_eq!(on_this_site("/cycles/7?year=2014"), "/cycles/7?year=2014");
        for outside in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nx: y", ""] {
            assert_eq!(on_this_site(outside), "/");
        }
    }
}
