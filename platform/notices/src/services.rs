//! What messages that leave the house need beside the database.

use std::sync::{Arc, OnceLock};

use kernel::{Chance, Problem};
use web::{Lang, SealingKey, Wordbook, Words};

use crate::hooks::{Caller, Hooks};
use crate::mail::{Post, Smtp};
use crate::settings::{MailSettings, WebhookSettings};

/// What the binary gives.
pub struct Services {
    pub(crate) post: Option<Arc<dyn Post>>,
    pub(crate) caller: Option<Arc<dyn Caller>>,
    pub(crate) sealing: SealingKey,
    pub(crate) chance: Arc<dyn Chance>,
    /// Address of this site, without a slash at its end; empty where none is set.
    pub(crate) base: String,
    organ: String,
    organ_en: String,
    words: OnceLock<Wordbook>,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Services(mail: {}, webhooks: {})", self.post.is_some(), self.caller.is_some())
    }
}

impl Services {
    /// Services without mail and webhooks: everybody has the inbox alone.
    pub fn quiet(sealing: SealingKey, chance: Arc<dyn Chance>) -> Self {
        Self {
            post: None,
            caller: None,
            sealing,
            chance,
            base: String::new(),
            organ: String::new(),
            organ_en: String::new(),
            words: OnceLock::new(),
        }
    }

    /// Names the organ and the address of its site, as messages say them.
    #[must_use]
    pub fn of_site(mut self, organ: &str, organ_en: &str, public_url: Option<&str>) -> Self {
        self.organ = organ.to_owned();
        self.organ_en = organ_en.to_owned();
        self.base = public_url.unwrap_or_default().trim_end_matches('/').to_owned();
        self
    }

    /// Sends mail through the server of the configuration.
    ///
    /// # Errors
    /// When the password cannot be read.
    pub fn with_mail(self, settings: &MailSettings) -> Result<Self, String> {
        Ok(self.with_post(Arc::new(Smtp::new(settings)?)))
    }

    /// Sends mail this way.
    #[must_use]
    pub fn with_post(mut self, post: Arc<dyn Post>) -> Self {
        self.post = Some(post);
        self
    }

    /// Calls webhooks at the places of the configuration; none where it names none.
    #[must_use]
    pub fn with_webhooks(mut self, settings: &WebhookSettings) -> Self {
        if !settings.allow.is_empty() {
            self.caller = Some(Arc::new(Hooks::new(settings)));
        }
        self
    }

    /// Gives the words of every domain, once they are all there: titles of notices are put into words far from any page.
    pub fn speak(&self, words: Wordbook) {
        // A second book says the same as the first.
        let _ = self.words.set(words);
    }

    pub(crate) fn words(&self, lang: Lang) -> Result<Words, Problem> {
        let book = self.words.get().ok_or_else(|| Problem::unexpected("nobody has given the words"))?;
        Ok(book.words(lang))
    }

    pub(crate) fn organ(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.organ,
            Lang::En => &self.organ_en,
        }
    }

    /// A place of this site as it is followed from outside.
    pub(crate) fn address(&self, href: &str) -> String {
        format!("{}{href}", self.base)
    }
}
