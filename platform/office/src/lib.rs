//! Workbooks in and out: what offices send is read as data under limits, and what the product gives back opens in any
//! office program without running anything.

mod delimited;
mod error;
mod limits;
mod package;
mod read;
mod table;
mod value;
mod xls;
mod xlsx;

pub use error::{Fault, Kind, ReadError};
pub use limits::Limits;
pub use read::read;
pub use table::{Fill, Located, Row, Table, Workbook};
pub use value::{Address, Cell, NotAnAddress, Region, Value, column_letters};
