//! What a handler has in hand: who asks, in which language, at what time, and the database.

use std::sync::Arc;

use kernel::access::{admit, reach_of};
use kernel::{Act, Day, Moment, Permit, Principal, Problem};
use store::{Conn, Db, Tx};

use crate::answer::Face;
use crate::domain::Visitor;
use crate::session::Seen;
use crate::site::Site;
use crate::tokens::Scope;
use crate::words::Words;

/// A request, apart from its address and body.
#[derive(Clone)]
pub struct Scene {
    pub(crate) site: Arc<Site>,
    pub(crate) principal: Option<Principal>,
    pub(crate) session: Option<String>,
    /// Token of a sign-in whose code is awaited.
    pub(crate) half: Option<String>,
    pub(crate) words: Words,
    pub(crate) face: Face,
    pub(crate) now: Moment,
    pub(crate) look: Look,
    pub(crate) path: String,
    pub(crate) flash: Option<String>,
    pub(crate) request: String,
    /// The password was set by somebody else and must be changed first.
    pub(crate) first_password: bool,
    /// One of the roles asks for a second factor, and there is none yet.
    pub(crate) factor_first: bool,
    /// What the token opens with which a program asks.
    pub(crate) token: Option<Scope>,
    /// The session or token whose last use should be noted.
    pub(crate) seen: Option<Seen>,
    /// How much is new for this account; only looked up for a whole page.
    pub(crate) news: Option<i64>,
}

/// How the reader wants pages to look, from a cookie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// `light` or `dark`; `None` follows the system.
    pub theme: Option<&'static str>,
    /// Larger type.
    pub large: bool,
}

impl Scene {
    pub(crate) fn can<A: Act>(&self) -> bool {
        admit::<A>(self.principal.as_ref(), self.now.day()).is_ok()
    }

    /// Looks up how much is new, where a page will show it.
    pub(crate) fn look_for_news(&mut self, c: &mut Conn) -> Result<(), Problem> {
        if let (Face::Page, Some(who), Some(bell)) = (self.face, &self.principal, self.site.bell) {
            self.news = Some((bell.count)(c, who.user)?);
        }
        Ok(())
    }
}

/// Shorthand to what both kinds of context offer.
macro_rules! common {
    () => {
        /// The words of the reader's language; every view carries a copy.
        pub fn words(&self) -> Words {
            self.scene.words.clone()
        }

        /// The present moment, the same throughout a request.
        pub fn now(&self) -> Moment {
            self.scene.now
        }

        /// The present civil day.
        pub fn today(&self) -> Day {
            self.scene.now.day()
        }

        /// Which face of the view was asked for.
        pub fn face(&self) -> Face {
            self.scene.face
        }

        /// Whether the reader may also do `B`: for offering a button, never for deciding.
        pub fn can<B: Act>(&self) -> bool {
            self.scene.can::<B>()
        }

        /// The installation: its services, settings and manifest.
        pub fn site(&self) -> &Arc<Site> {
            &self.scene.site
        }

        /// Who asks, if signed in.
        pub fn principal(&self) -> Option<&Principal> {
            self.scene.principal.as_ref()
        }

        /// The reader, as tiles, to-dos and the calendar are made for them.
        ///
        /// # Errors
        /// [`Problem::SignInNeeded`] when nobody is signed in.
        pub fn visitor(&self) -> Result<Visitor, Problem> {
            Ok(Visitor {
                who: self.scene.principal.clone().ok_or(Problem::SignInNeeded)?,
                today: self.today(),
                words: self.words(),
                memo: self.scene.site.memo.clone(),
                directory: self.scene.site.directory(),
            })
        }

        /// How far the reader reaches under a table of roles other than this act's.
        pub fn reaches(&self, allow: &[(kernel::Role, kernel::Span)]) -> bool {
            self.scene.principal.as_ref().is_some_and(|who| reach_of(who, allow, self.today()).is_some())
        }
    };
}

/// A page being made: one connection in one snapshot.
pub struct Reading<'a, A: Act> {
    /// The database, as it stood when the page was begun.
    pub db: &'a mut Conn,
    /// Proof that the reader may do this, and how far.
    pub permit: Permit<A>,
    pub(crate) scene: &'a Scene,
}

impl<A: Act> Reading<'_, A> {
    common!();
}

/// A write being carried out.
pub struct Writing<'a, A: Act> {
    /// Proof that the sender may do this, and how far.
    pub permit: Arc<Permit<A>>,
    pub(crate) scene: &'a mut Scene,
}

impl<A: Act> Writing<'_, A> {
    common!();

    /// The database itself, for jobs and long work.
    pub fn store(&self) -> &Db {
        &self.scene.site.db
    }

    /// Reads in one snapshot.
    ///
    /// # Errors
    /// Those of `f`, or [`Problem::Unexpected`] when the database fails.
    pub fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.scene.site.db.read(f)
    }

    /// Writes in one transaction under this permit; returns after it is durable.
    ///
    /// # Errors
    /// Those of `f`, which undo everything it wrote, or [`Problem::Unexpected`] when the database fails.
    pub fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.scene.site.db.write(&self.permit, f)
    }
}
