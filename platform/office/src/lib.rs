//! Workbooks in and out: what offices send is read as data under limits, and what the product gives back opens in any
//! office program without running anything.

mod body;
mod delimited;
mod error;
mod header;
mod limits;
mod mark;
mod package;
mod parse;
mod read;
mod recognise;
mod table;
mod value;
pub mod write;
mod xls;
mod xlsx;

pub use body::{Body, DataRow, Skipped, Why};
pub use error::{Fault, Kind, ReadError};
pub use header::{FieldSpec, Head, HeaderError, HeaderFault, HeaderMap, Manual, find_header};
pub use limits::Limits;
pub use mark::{MarkError, mark_errors};
pub use parse::{CellError, Identity, PartialDay, Precision, Sex, check_identity};
pub use read::read;
pub use recognise::{FileKind, Unfit, recognise};
pub use table::{Fill, Located, Row, Table, Workbook};
pub use value::{Address, Cell, NotAnAddress, Region, Value, column_letters};
