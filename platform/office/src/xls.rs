//! Reading .xls: the old binary workbook in its compound file. Its reader lays every sheet out as a full rectangle, so
//! the extent is measured on the records beforehand.

use std::io::{Cursor, Read};

use calamine::{Data, Dimensions, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use crate::error::{Fault, Kind};
use crate::limits::Limits;
use crate::table::{Builder, Spent, Table};
use crate::value::{Address, Cell, Region, Value};
use crate::xlsx::{date, iso};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Fault> {
    measure(&stream(bytes, limits)?, limits)?;
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(fault)?;
    let sheets = book.sheets_metadata().to_vec();
    if sheets.len() > limits.sheets {
        return Err(Fault::TooManySheets { found: sheets.len(), limit: limits.sheets });
    }
    let mut tables = Vec::new();
    let mut spent = Spent::default();
    for sheet in sheets {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut builder = Builder::new(sheet.name.clone(), limits, &mut spent);
        let range = book.worksheet_range(&sheet.name).map_err(fault)?;
        let formulas = book.worksheet_formula(&sheet.name).map_err(fault)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let offset = |base: u32, by: usize| u32::try_from(by).unwrap_or(u32::MAX).saturating_add(base);
            let at = Address::new(offset(top, row), offset(left, column));
            let formula = formulas.get_value((at.row, at.column)).is_some_and(|text| !text.is_empty());
            builder.put(at, Cell { value: value(data), formula })?;
        }
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(fault)?;
        builder.merge(merged.into_iter().map(region).collect())?;
        tables.push(builder.finish(sheet.visible != SheetVisible::Visible));
    }
    Ok(tables)
}

fn region(dimensions: Dimensions) -> Region {
    let ((top, left), (bottom, right)) = (dimensions.start, dimensions.end);
    Region { first: Address::new(top, left), last: Address::new(bottom, right) }
}

fn fault(error: XlsError) -> Fault {
    match error {
        XlsError::Password => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}

fn value(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::String(text) | Data::DurationIso(text) => Value::text(text.clone()),
        Data::Int(number) => Value::Number(number.to_string()),
        Data::Float(number) => Value::number(*number),
        Data::Bool(yes) => Value::Bool(*yes),
        Data::DateTime(time) => date(*time),
        Data::DateTimeIso(text) => iso(text.clone()),
        Data::Error(error) => Value::Error(error.to_string()),
    }
}

/// The stream of the workbook; the other things a compound file may hold are told apart by their streams.
fn stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(Fault::damaged)?;
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return Err(Fault::Encrypted);
    }
    let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)) else {
        let document = file.exists("/WordDocument") || file.exists("/PowerPoint Document");
        return Err(Fault::WrongType(if document { Kind::Document } else { Kind::Unknown }));
    };
    let mut content = Vec::new();
    let stream = file.open_stream(name).map_err(Fault::damaged)?;
    stream.take(limits.unpacked + 1).read_to_end(&mut content).map_err(Fault::damaged)?;
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > limits.unpacked {
        return Err(Fault::UnpacksTooLarge { limit: limits.unpacked });
    }
    Ok(content)
}

/// Refuses a workbook whose sheets together span more cells than the limit, whatever little stands in them.
fn measure(stream: &[u8], limits: &Limits) -> Result<(), Fault> {
    const SHEET: u16 = 0x0809;
    const DIMENSIONS: u16 = 0x0200;
    const CELLS: [u16; 9] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x00BD, 0x0006, 0x0207];
    let (mut rows, mut columns, mut total) = (0_usize, 0_usize, 0_usize);
    let mut rest = stream;
    while let [k0, k1, l0, l1, tail @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*k0, *k1]), usize::from(u16::from_le_bytes([*l0, *l1])));
        let Some((data, next)) = tail.split_at_checked(length) else { break };
        let word = |at: usize| match data.get(at..at + 2) {
            Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        };
        match kind {
            SHEET => {
                total += rows * columns;
                (rows, columns) = (0, 0);
            }
            // Rows are four bytes wide in the newer form; a sheet of this format never has more than two bytes' worth.
            DIMENSIONS if length >= 14 => {
                if word(2) > 1 || word(6) > 1 {
                    return Err(Fault::damaged("dimensions beyond the format"));
                }
                (rows, columns) = (rows.max(word(4)), columns.max(word(10)));
            }
            DIMENSIONS => (rows, columns) = (rows.max(word(2)), columns.max(word(6))),
            kind if CELLS.contains(&kind) => {
                // A run of numbers gives its last column at its end.
                let last = if kind == 0x00BD { word(length.saturating_sub(2)) } else { word(2) };
                (rows, columns) = (rows.max(word(0) + 1), columns.max(last + 1));
            }
            _ => {}
        }
        if total + rows * columns > limits.cells.saturating_mul(4) {
            return Err(Fault::TooManyCells { limit: limits.cells });
        }
        rest = next;
    }
    Ok(())
}
