//! The page of preferences.

use askama::Template;
use kernel::{FieldError, Moment, Problem, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::Conn;
use web::form::Faults;
use web::history::Line;
use web::{Lang, Page, Words, history};

use super::record::{self, Preferences};
use crate::deliveries::rules::Rhythm;
use crate::services::Services;

/// What was typed, so that it comes back.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) lang: String,
    pub(super) digest: String,
    pub(super) hour: String,
    pub(super) address: String,
    pub(super) code: String,
    pub(super) hook: String,
}

impl Typed {
    pub(super) fn of(wishes: &Preferences) -> Self {
        Self {
            lang: wishes.lang.tag().into(),
            digest: wishes.digest.code().into(),
            hour: wishes.hour.to_string(),
            address: String::new(),
            code: String::new(),
            hook: wishes.hook.clone(),
        }
    }
}

/// What the page shows, read in one go.
pub(super) struct Known {
    pub(super) wishes: Preferences,
    history: Vec<Line>,
}

impl Known {
    pub(super) fn of(c: &mut Conn, user: UserId, words: &Words) -> Result<Self, Problem> {
        let wishes = record::of_reader(c, user, words.lang())?;
        Ok(Self { wishes, history: history::of(c, words, "notices", &record::reference(user))? })
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "preferences/form.html")]
pub(super) struct PreferencesPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    typed: Typed,
    /// How often a digest is sent.
    digest: Rhythm,
    /// At which hour.
    hour: i64,
    /// Confirmed address.
    address: String,
    /// Address that waits for its code.
    pending: String,
    /// Until when the code holds.
    #[serde(skip)]
    code_until: Option<String>,
    /// Where notices are posted.
    webhook: String,
    /// Whether this installation sends mail.
    mail: bool,
    /// Whether this installation calls webhooks.
    webhooks: bool,
    history: Vec<Line>,
}

impl PreferencesPage {
    pub(super) fn new(
        words: Words,
        services: &Services,
        known: &Known,
        typed: Typed,
        errors: &[FieldError],
        now: Moment,
    ) -> Self {
        let wishes = &known.wishes;
        let waits = !wishes.pending.is_empty() && wishes.code.is_some() && now <= wishes.code_until;
        Self {
            faults: Faults::of(errors, &words),
            typed,
            digest: wishes.digest,
            hour: wishes.hour,
            address: wishes.address.clone(),
            pending: if waits { wishes.pending.clone() } else { String::new() },
            code_until: waits.then(|| words.moment(wishes.code_until)),
            webhook: wishes.hook.clone(),
            mail: services.post.is_some(),
            webhooks: services.caller.is_some(),
            history: known.history.clone(),
            words,
        }
    }

    fn rhythms(&self) -> Vec<(&'static str, String)> {
        let name = |one: Rhythm| (one.code(), self.words.t(&format!("notices-digest-{}", one.code())));
        Rhythm::ALL.into_iter().map(name).collect()
    }

    fn rhythm(&self) -> String {
        self.words.t(&format!("notices-digest-{}", self.digest.code()))
    }

    fn hours(&self) -> Vec<(String, String)> {
        (0..24).map(|hour| (hour.to_string(), format!("{hour:02}:00"))).collect()
    }

    fn langs(&self) -> Vec<(&'static str, String)> {
        let name =
            |lang: Lang| (lang.tag(), self.words.t(&format!("notices-lang-{}", lang.tag().to_lowercase())));
        Lang::ALL.into_iter().map(name).collect()
    }

    fn code_hint(&self) -> String {
        let until = self.code_until.clone().unwrap_or_default();
        self.words.f("notices-code-hint", [("address", self.pending.clone()), ("until", until)])
    }

    fn subscribed(&self) -> bool {
        self.digest != Rhythm::None
    }
}

impl Page for PreferencesPage {
    fn title(&self) -> String {
        self.words.t("notices-preferences-title")
    }
}

/// The secret of a webhook, shown this once.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "preferences/secret.html")]
pub(super) struct Secret {
    #[serde(skip)]
    pub(super) words: Words,
    pub(super) webhook: String,
    pub(super) secret: String,
}

impl Page for Secret {
    fn title(&self) -> String {
        self.words.t("notices-webhook-secret-title")
    }
}
