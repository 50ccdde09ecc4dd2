//! The words of the interface: every sentence stands in `locales/*.ftl`, once in Chinese and once in English.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::paper::Terms;
use kernel::{Day, Moment, Paper, Say};
use serde::Serialize;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Lang {
    /// 简体中文, the first language.
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// Both, the first language first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// BCP 47 tag, as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of a tag such as `en-GB`, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase();
        if tag.starts_with("zh") {
            Some(Self::Zh)
        } else if tag.starts_with("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The one a page offers to switch to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

/// The texts of one part of the program in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    /// Whose texts, for error messages.
    pub part: &'static str,
    /// Source of `zh-CN.ftl`.
    pub zh: &'static str,
    /// Source of `en.ftl`.
    pub en: &'static str,
}

struct Locale {
    lang: Lang,
    /// Sentences without arguments, put into words once: what nearly every lookup of a page is.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// The words of one language, cheap to clone; every view carries one.
#[derive(Clone)]
pub struct Words(Arc<Locale>);

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.0.lang.tag())
    }
}

impl Words {
    /// Puts the texts of all parts together.
    ///
    /// # Errors
    /// A text that cannot be parsed, or a key that two parts define.
    pub fn load(lang: Lang, parts: &[Texts]) -> Result<Self, String> {
        let id = lang.tag().parse().map_err(|e| format!("{e:?}"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks around arguments that Fluent adds by default break copying and searching.
        bundle.set_use_isolating(false);
        let mut plain = HashMap::new();
        for part in parts {
            let source = match lang {
                Lang::Zh => part.zh,
                Lang::En => part.en,
            };
            let resource = FluentResource::try_new(source.to_owned())
                .map_err(|(_, errors)| format!("{} {}: {errors:?}", part.part, lang.tag()))?;
            let keys = keys_of(source);
            bundle
                .add_resource(resource)
                .map_err(|errors| format!("{} {}: {errors:?}", part.part, lang.tag()))?;
            for key in keys {
                if let Some(text) = format_in(&bundle, &key, None) {
                    plain.insert(key, text);
                }
            }
        }
        Ok(Self(Arc::new(Locale { lang, plain, bundle })))
    }

    /// Which language these words are.
    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    /// The sentence under `key`; the key itself where there is none, which a test forbids.
    pub fn t(&self, key: &str) -> String {
        self.0.plain.get(key).cloned().or_else(|| format_in(&self.0.bundle, key, None)).unwrap_or_else(|| {
            tracing::warn!(key, lang = self.0.lang.tag(), "no words for this key");
            key.to_owned()
        })
    }

    /// The sentence under `key` with named arguments.
    pub fn f(&self, key: &str, args: impl AsRef<[(&'static str, String)]>) -> String {
        self.with(key, args.as_ref().iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// The sentence under a key that was kept with its arguments, such as a notice's: the key itself where a later version
    /// has given it up.
    pub fn kept(&self, key: &str, args: &[(String, String)]) -> String {
        self.with(key, args.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Puts a [`Say`] into words.
    pub fn say(&self, say: &Say) -> String {
        if say.args.is_empty() { self.t(say.key) } else { self.f(say.key, &say.args) }
    }

    /// The sentence under a key that came from outside the program, such as a cookie.
    pub(crate) fn sentence(&self, key: &str, args: &[(String, String)]) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set(name.as_str(), FluentValue::from(value.as_str()));
        }
        format_in(&self.0.bundle, key, Some(&fluent)).unwrap_or_default()
    }

    /// Whether there is a sentence under `key`.
    pub fn has(&self, key: &str) -> bool {
        self.0.bundle.has_message(key)
    }

    /// `2015年12月2日` or `2 December 2015`.
    pub fn day(&self, day: impl Borrow<Day>) -> String {
        let day = day.borrow();
        match self.0.lang {
            Lang::Zh => day.in_chinese(),
            Lang::En => day.in_english(),
        }
    }

    /// A day and the time of that day on 24 hours.
    pub fn moment(&self, moment: impl Borrow<Moment>) -> String {
        let moment = moment.borrow();
        let (hour, minute) = moment.hour_minute();
        format!("{} {hour:02}:{minute:02}", self.day(moment.day()))
    }

    /// An empty paper with that title, in this language.
    pub fn paper(&self, title: impl Into<String>) -> Paper {
        Paper::new(title).terms(Terms {
            lang: self.lang().tag().into(),
            colon: self.t("paper-colon"),
            attachment: self.t("paper-attachment"),
            copies: self.t("paper-copies"),
        })
    }

    fn with<'a>(&self, key: &str, args: impl Iterator<Item = (&'a str, &'a str)>) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            // A whole number keeps its value for plural selectors and is still printed digit by digit.
            let value = match value.parse::<i64>() {
                Ok(number) if number.to_string() == value => FluentValue::from(number),
                _ => FluentValue::from(value),
            };
            fluent.set(name, value);
        }
        format_in(&self.0.bundle, key, Some(&fluent)).unwrap_or_else(|| {
            tracing::warn!(key, lang = self.0.lang.tag(), "no words for this key");
            key.to_owned()
        })
    }
}

/// Both languages of one installation.
#[derive(Debug, Clone)]
pub struct Wordbook {
    zh: Words,
    en: Words,
}

impl Wordbook {
    /// Loads both languages.
    ///
    /// # Errors
    /// See [`Words::load`].
    pub fn load(parts: &[Texts]) -> Result<Self, String> {
        Ok(Self { zh: Words::load(Lang::Zh, parts)?, en: Words::load(Lang::En, parts)? })
    }

    /// The words of that language.
    pub fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::Zh => self.zh.clone(),
            Lang::En => self.en.clone(),
        }
    }
}

/// Keys of the messages in a Fluent source: lines that begin with a name and an equals sign.
fn keys_of(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}

fn format_in(bundle: &FluentBundle<FluentResource>, key: &str, args: Option<&FluentArgs>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
    // A sentence that wants arguments is not a plain one.
    if args.is_none() && !errors.is_empty() { None } else { Some(text) }
}
