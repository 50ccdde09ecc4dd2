//! What handlers give back: views with several faces, finished writes, and refusals that keep what was typed.

use kernel::{FieldError, Paper, Problem, Say, Sheet};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// Which face of a view the reader asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// A whole page for a browser.
    Page,
    /// The content alone, for a partial update.
    Fragment,
    /// JSON, for programs.
    Json,
    /// A workbook (`?format=xlsx`).
    Sheet,
    /// A paper as an office document (`?format=docx`).
    Paper,
}

/// A view model: its template renders the main content, the shell is put around it.
pub trait Page: askama::Template + Serialize + JsonSchema {
    /// Media types that this page offers beside HTML and JSON, for the OpenAPI document.
    const MEDIA: &'static [&'static str] = &[];

    /// Title of the page, in the reader's words.
    fn title(&self) -> String;

    /// The table behind the page, where it offers one as a workbook.
    fn sheet(&self) -> Option<Sheet> {
        None
    }

    /// Its tables, where there is more than one.
    fn sheets(&self) -> Vec<Sheet> {
        self.sheet().into_iter().collect()
    }

    /// The paper behind the page, where it offers one as an office document.
    fn paper(&self) -> Option<Paper> {
        None
    }

    /// Name of the files it offers, without ending; the name of the first sheet or the paper's title if none.
    fn file_name(&self) -> Option<String> {
        None
    }
}

/// Media type of a workbook.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Media type of an office document.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A page already put into its faces, not yet into the shell.
#[derive(Debug)]
pub enum Rendered {
    /// Content of a page or fragment.
    Html {
        /// Title of the page.
        title: String,
        /// Main content, already escaped.
        content: String,
    },
    /// A JSON document.
    Json(Vec<u8>),
    /// Tables to be written as a workbook.
    Sheets {
        /// Name of the file, without ending.
        name: String,
        /// At least one.
        sheets: Vec<Sheet>,
    },
    /// A paper to be written as an office document.
    Paper {
        /// Name of the file, without ending.
        name: String,
        /// What stands on it.
        paper: Box<Paper>,
    },
    /// A file.
    File(Download),
    /// A file that the browser shows itself.
    Inline(Download),
    /// Elsewhere, with cookies to keep.
    Redirect {
        /// Address on this site.
        to: String,
        /// `Set-Cookie` values.
        cookies: Vec<String>,
    },
}

/// A file for the reader to keep.
#[derive(Debug, Clone)]
pub struct Download {
    /// Name to save it under.
    pub name: String,
    /// Media type.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Anything a GET handler may return.
pub trait View {
    /// Puts it into the face that was asked for.
    ///
    /// # Errors
    /// [`Problem::WrongType`] when there is no such face, [`Problem::Unexpected`] when the template fails.
    fn render(self, face: Face) -> Result<Rendered, Problem>;

    /// Schema of its JSON face; `None` for files.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema>;

    /// Media types of faces beside HTML and JSON.
    fn media() -> &'static [&'static str] {
        &[]
    }
}

impl<P: Page> View for P {
    fn render(self, face: Face) -> Result<Rendered, Problem> {
        match face {
            Face::Json => serde_json::to_vec(&self).map(Rendered::Json).map_err(Problem::unexpected),
            Face::Sheet => {
                let sheets = self.sheets();
                let first = sheets.first().ok_or(Problem::WrongType)?;
                Ok(Rendered::Sheets { name: self.file_name().unwrap_or_else(|| first.name.clone()), sheets })
            }
            Face::Paper => {
                let paper = self.paper().ok_or(Problem::WrongType)?;
                let name = self.file_name().unwrap_or_else(|| paper.title_line());
                Ok(Rendered::Paper { name, paper: Box::new(paper) })
            }
            Face::Page | Face::Fragment => {
                let content = askama::Template::render(&self).map_err(Problem::unexpected)?;
                Ok(Rendered::Html { title: self.title(), content })
            }
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<P>())
    }

    fn media() -> &'static [&'static str] {
        P::MEDIA
    }
}

impl View for Download {
    fn render(self, _: Face) -> Result<Rendered, Problem> {
        Ok(Rendered::File(self))
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

/// A file that a browser may show itself: pictures and PDF, which hold no script that could act on this site. Anything
/// else has to be kept by the reader.
#[derive(Debug, Clone)]
pub struct Shown(pub Download);

/// Media types of files that are shown; everything else is only kept.
const SHOWN: [&str; 3] = ["application/pdf", "image/png", "image/jpeg"];

impl View for Shown {
    fn render(self, _: Face) -> Result<Rendered, Problem> {
        let Self(file) = self;
        Ok(if SHOWN.contains(&file.mime) { Rendered::Inline(file) } else { Rendered::File(file) })
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

/// A GET that only sends the reader on: switching the language or the look, or to the one record that is theirs.
#[derive(Debug)]
pub struct Redirect {
    pub(crate) to: String,
    pub(crate) cookies: Vec<String>,
}

impl Redirect {
    /// To that address on this site.
    pub fn to(address: impl Into<String>) -> Self {
        Self { to: address.into(), cookies: Vec::new() }
    }
}

impl View for Redirect {
    fn render(self, _: Face) -> Result<Rendered, Problem> {
        Ok(Rendered::Redirect { to: self.to, cookies: self.cookies })
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

/// One of two views at the same address.
#[derive(Debug)]
pub enum Either<P, Q> {
    /// The one that the address is for.
    One(P),
    /// The other one.
    Other(Q),
}

impl<P: View, Q: View> View for Either<P, Q> {
    fn render(self, face: Face) -> Result<Rendered, Problem> {
        match self {
            Self::One(view) => view.render(face),
            Self::Other(view) => view.render(face),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        P::schema(generator)
    }

    fn media() -> &'static [&'static str] {
        P::media()
    }
}

/// A write that was carried out: browsers are sent on with a message, programs get 201 or 200 and the view.
#[derive(Debug)]
pub struct Done {
    pub(crate) to: String,
    pub(crate) say: Option<Say>,
    pub(crate) view: serde_json::Value,
    pub(crate) cookies: Vec<String>,
    pub(crate) created: bool,
    pub(crate) shown: Option<Box<Rendered>>,
}

impl Done {
    /// Finished; the reader goes on to that address.
    pub fn to(address: impl Into<String>) -> Self {
        Self {
            to: address.into(),
            say: None,
            view: serde_json::Value::Null,
            cookies: Vec::new(),
            created: false,
            shown: None,
        }
    }

    /// The sentence shown on the next page.
    #[must_use]
    pub fn say(mut self, say: impl Into<Say>) -> Self {
        self.say = Some(say.into());
        self
    }

    /// What programs get as the body.
    #[must_use]
    pub fn view(mut self, view: &impl Serialize) -> Self {
        self.view = serde_json::to_value(view).unwrap_or_default();
        self
    }

    /// A new record came into being: programs get 201 and its `Location`.
    #[must_use]
    pub fn created(mut self) -> Self {
        self.created = true;
        self
    }

    /// What browsers see at once instead of being sent on: something that is shown this once and kept nowhere.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the template fails.
    pub fn show(mut self, page: impl Page) -> Result<Self, Problem> {
        self.shown = Some(Box::new(page.render(Face::Page)?));
        Ok(self)
    }

    pub(crate) fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}

/// A write that was not carried out.
#[derive(Debug)]
pub enum Rejection {
    /// For any reason that has its own page.
    Problem(Problem),
    /// Because fields are wrong: the form comes back with what was typed.
    Form {
        /// The form page for browsers.
        page: Box<Rendered>,
        /// The same errors for programs.
        errors: Vec<FieldError>,
    },
}

impl Rejection {
    /// The form page again, with its errors; 422.
    pub fn form(page: impl Page, errors: Vec<FieldError>) -> Self {
        match page.render(Face::Page) {
            Ok(rendered) => Self::Form { page: Box::new(rendered), errors },
            Err(problem) => Self::Problem(problem),
        }
    }
}

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<store::Error> for Rejection {
    fn from(error: store::Error) -> Self {
        Self::Problem(error.into())
    }
}
