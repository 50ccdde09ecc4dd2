//! Why a file could not be read, each reason with its own sentence.

use std::fmt;

use kernel::{Problem, Say};

use crate::value::{Address, Region};

/// A file that could not be read as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Name of the file as it was given.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// By its content, not its name, it is no workbook and no text table.
    WrongType(Kind),
    /// It asks for a password.
    Encrypted,
    /// The file has more bytes than [`crate::Limits::file`].
    FileTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Unpacked it would have more bytes than [`crate::Limits::unpacked`].
    UnpacksTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A part is packed so tightly that it looks like a bomb, or there are far too many parts.
    Bomb,
    /// More worksheets than [`crate::Limits::sheets`].
    TooManySheets {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// More filled rows than [`crate::Limits::rows`].
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// How many there may be.
        limit: usize,
    },
    /// Something stands to the right of [`crate::Limits::columns`].
    TooManyColumns {
        /// The sheet.
        sheet: String,
        /// Where it stands.
        at: Address,
        /// How many columns there may be.
        limit: u32,
    },
    /// More cells than [`crate::Limits::cells`].
    TooManyCells {
        /// How many there may be.
        limit: usize,
    },
    /// More merged regions than [`crate::Limits::merged`].
    TooManyMerged {
        /// The sheet.
        sheet: String,
        /// How many there may be.
        limit: usize,
    },
    /// Two merged regions share cells, or a region is none.
    MergedNonsense {
        /// The sheet.
        sheet: String,
        /// The region, as the file writes it.
        region: String,
    },
    /// The text is neither UTF-8 nor GB18030.
    Encoding,
    /// The file breaks off or contradicts itself; the detail is for the log.
    Damaged(String),
}

/// What a file is when it is not a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No bytes at all.
    Nothing,
    /// A web page or other markup, often saved by an older system under the name of a workbook.
    WebPage,
    /// A PDF.
    Pdf,
    /// A text document or presentation.
    Document,
    /// An OpenDocument sheet.
    OpenDocument,
    /// A binary .xlsb workbook.
    Xlsb,
    /// A picture.
    Picture,
    /// Something else.
    Unknown,
}

impl Fault {
    pub(crate) fn merged(sheet: &str, region: &Region) -> Self {
        Self::MergedNonsense { sheet: sheet.to_owned(), region: region.to_string() }
    }

    pub(crate) fn damaged(detail: impl fmt::Display) -> Self {
        Self::Damaged(detail.to_string())
    }
}

impl ReadError {
    /// The sentence for the person who sent the file.
    pub fn say(&self) -> Say {
        const MEBIBYTE: u64 = 1 << 20;
        let say = match &self.fault {
            Fault::WrongType(Kind::Nothing) => Say::new("office-type-nothing"),
            Fault::WrongType(Kind::WebPage) => Say::new("office-type-web-page"),
            Fault::WrongType(Kind::Pdf) => Say::new("office-type-pdf"),
            Fault::WrongType(Kind::Document) => Say::new("office-type-document"),
            Fault::WrongType(Kind::OpenDocument) => Say::new("office-type-open-document"),
            Fault::WrongType(Kind::Xlsb) => Say::new("office-type-xlsb"),
            Fault::WrongType(Kind::Picture) => Say::new("office-type-picture"),
            Fault::WrongType(Kind::Unknown) => Say::new("office-type-unknown"),
            Fault::Encrypted => Say::new("office-encrypted"),
            Fault::FileTooLarge { limit } => {
                Say::new("office-file-too-large").with("limit", limit / MEBIBYTE)
            }
            Fault::UnpacksTooLarge { limit } => {
                Say::new("office-unpacks-too-large").with("limit", limit / MEBIBYTE)
            }
            Fault::Bomb => Say::new("office-bomb"),
            Fault::TooManySheets { found, limit } => {
                Say::new("office-too-many-sheets").with("found", found).with("limit", limit)
            }
            Fault::TooManyRows { sheet, limit } => {
                Say::new("office-too-many-rows").with("sheet", sheet).with("limit", limit)
            }
            Fault::TooManyColumns { sheet, at, limit } => {
                Say::new("office-too-many-columns").with("sheet", sheet).with("cell", at).with("limit", limit)
            }
            Fault::TooManyCells { limit } => Say::new("office-too-many-cells").with("limit", limit),
            Fault::TooManyMerged { sheet, limit } => {
                Say::new("office-too-many-merged").with("sheet", sheet).with("limit", limit)
            }
            Fault::MergedNonsense { sheet, region } => {
                Say::new("office-merged-nonsense").with("sheet", sheet).with("region", region)
            }
            Fault::Encoding => Say::new("office-encoding"),
            Fault::Damaged(_) => Say::new("office-damaged"),
        };
        say.with("file", &self.file)
    }
}

impl fmt::Display for ReadError {
    /// For logs; people get [`ReadError::say`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.file, self.fault)
    }
}

impl std::error::Error for ReadError {}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self::Refused(error.say())
    }
}
