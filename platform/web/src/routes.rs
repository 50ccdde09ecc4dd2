//! The only way to mount a handler: with the act it carries out. A route cannot be written without saying who may take
//! it.

use std::sync::Arc;

use kernel::access::{ActInfo, admit};
use kernel::{Act, Door, Open, Problem};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use store::Conn;

use crate::answer::{Done, Rejection, Rendered, View};
use crate::input::{File, Pairs, decode};
use crate::quiet::{Quiet, QuietAnswer};
use crate::scene::{Reading, Scene, Writing};

/// Bytes that a form or a JSON body may have.
pub const FORM_LIMIT: usize = 1024 * 1024;
/// Bytes that an upload may have.
pub const UPLOAD_LIMIT: usize = 32 * 1024 * 1024;

type Read = dyn Fn(&mut Scene, &mut Conn, &Pairs, &Pairs) -> Result<Rendered, Problem> + Send + Sync;
type Hear = dyn Fn(&Quiet, &[u8]) -> QuietAnswer + Send + Sync;
type Write = dyn Fn(&mut Scene, &Pairs, &Pairs, Vec<File>) -> Result<Done, Rejection> + Send + Sync;

#[derive(Clone)]
pub(crate) enum Run {
    Get(Arc<Read>),
    Post(Arc<Write>),
    Quiet(Arc<Hear>, usize),
}

/// A mounted handler, with what the tests, the menu and the OpenAPI document need to know of it.
#[derive(Clone)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Address with parameters in braces, as `/cycles/{id}`.
    pub pattern: &'static str,
    /// The act it carries out.
    pub act: ActInfo,
    /// Who is let through before roles are asked.
    pub door: Door,
    /// An address of the sample organ that this route answers; for the tests that walk every route.
    pub sample: Option<&'static str>,
    /// Whether the body is a multipart upload.
    pub upload: bool,
    /// Whether it leaves no line in the log of requests.
    pub unlogged: bool,
    pub(crate) run: Run,
    pub(crate) input: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) output: fn(&mut SchemaGenerator) -> Option<Schema>,
    /// Media types that a GET offers beside HTML and JSON.
    pub(crate) media: &'static [&'static str],
}

impl Route {
    /// Whether its requests leave no trace.
    pub(crate) fn is_quiet(&self) -> bool {
        matches!(self.run, Run::Quiet(..))
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({})", self.method, self.pattern, self.act.name)
    }
}

/// The routes of a resource or of a whole domain.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    pub(crate) list: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page. The handler runs on a reader thread with a connection in one snapshot.
    #[must_use]
    pub fn get<A, I, V, F>(mut self, pattern: &'static str, _: A, handler: F) -> Self
    where
        A: Act,
        I: DeserializeOwned + JsonSchema,
        V: View,
        F: Fn(&mut Reading<'_, A>, I) -> Result<V, Problem> + Send + Sync + 'static,
    {
        let run = move |scene: &mut Scene, db: &mut Conn, path: &Pairs, query: &Pairs| {
            let permit = admit::<A>(scene.principal.as_ref(), scene.now.day())?;
            let input = decode(path, query)?;
            let mut cx = Reading { db, permit, scene };
            let view = handler(&mut cx, input)?;
            view.render(scene.face)
        };
        self.list.push(Route {
            method: "GET",
            pattern,
            act: ActInfo { name: A::NAME, allow: A::ALLOW },
            door: A::DOOR,
            sample: (!pattern.contains('{')).then_some(pattern),
            upload: false,
            unlogged: false,
            run: Run::Get(Arc::new(run)),
            input: |generator| generator.subschema_for::<I>(),
            output: V::schema,
            media: V::media(),
        });
        self
    }

    /// A write from a form or a JSON object. The handler runs on a thread of its own and may wait.
    #[must_use]
    pub fn post<A, I, F>(self, pattern: &'static str, act: A, handler: F) -> Self
    where
        A: Act,
        I: DeserializeOwned + JsonSchema,
        F: Fn(&mut Writing<'_, A>, I) -> Result<Done, Rejection> + Send + Sync + 'static,
    {
        let mut routes = self.upload(pattern, act, move |cx, input, _| handler(cx, input));
        if let Some(route) = routes.list.last_mut() {
            route.upload = false;
        }
        routes
    }

    /// A write that takes files.
    #[must_use]
    pub fn upload<A, I, F>(mut self, pattern: &'static str, _: A, handler: F) -> Self
    where
        A: Act,
        I: DeserializeOwned + JsonSchema,
        F: Fn(&mut Writing<'_, A>, I, Vec<File>) -> Result<Done, Rejection> + Send + Sync + 'static,
    {
        let run = move |scene: &mut Scene, path: &Pairs, fields: &Pairs, files: Vec<File>| {
            let permit = admit::<A>(scene.principal.as_ref(), scene.now.day())?;
            let input = decode(path, fields)?;
            handler(&mut Writing { permit: Arc::new(permit), scene }, input, files)
        };
        self.list.push(Route {
            method: "POST",
            pattern,
            act: ActInfo { name: A::NAME, allow: A::ALLOW },
            door: A::DOOR,
            sample: (!pattern.contains('{')).then_some(pattern),
            upload: true,
            unlogged: false,
            run: Run::Post(Arc::new(run)),
            input: |generator| generator.subschema_for::<I>(),
            output: |_| None,
            media: &[],
        });
        self
    }

    /// A write by nobody: its handler sees the body of at most `limit` bytes and nothing else of the request, neither cookie nor
    /// address nor number, and the request leaves no line in the log. `I` and `O` are the JSON that goes in and comes out.
    #[must_use]
    pub fn quiet<I, O, F>(mut self, pattern: &'static str, limit: usize, handler: F) -> Self
    where
        I: JsonSchema,
        O: JsonSchema,
        F: Fn(&Quiet, &[u8]) -> QuietAnswer + Send + Sync + 'static,
    {
        self.list.push(Route {
            method: "POST",
            pattern,
            act: ActInfo { name: Open::NAME, allow: Open::ALLOW },
            door: Door::Open,
            sample: Some(pattern),
            upload: false,
            unlogged: true,
            run: Run::Quiet(Arc::new(handler), limit),
            input: |generator| generator.subschema_for::<I>(),
            output: |generator| Some(generator.subschema_for::<O>()),
            media: &[],
        });
        self
    }

    /// Gives the route just added an address of the sample organ that it answers.
    #[must_use]
    pub fn sample(mut self, address: &'static str) -> Self {
        if let Some(route) = self.list.last_mut() {
            route.sample = Some(address);
        }
        self
    }

    /// Keeps the route just added out of the log of requests: when somebody did this is nobody's business.
    #[must_use]
    pub fn unlogged(mut self) -> Self {
        if let Some(route) = self.list.last_mut() {
            route.unlogged = true;
        }
        self
    }

    /// These routes and those.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.list.extend(more.list);
        self
    }

    /// All routes, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.list.iter()
    }
}
