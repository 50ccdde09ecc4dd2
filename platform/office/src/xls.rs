//! Reading .xls: the old binary workbook in its compound file. Its reader follows the file's own chains of sectors and lays
//! every sheet out as a full rectangle; so the stream is taken out by a library that checks the chains, measured record by
//! record, and handed on in a compound file of our own making.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Dimensions, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use crate::error::{Fault, Kind};
use crate::limits::Limits;
use crate::table::{Builder, Spent, Table};
use crate::value::{Address, Cell, Region, Value};
use crate::xlsx::{date, iso};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Fault> {
    let (name, content) = stream(bytes, limits)?;
    measure(&content, limits)?;
    let clean = compound(name, &content).map_err(Fault::damaged)?;
    drop(content);
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(clean)).map_err(fault)?;
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

/// The stream of the workbook with its name; the other things a compound file may hold are told apart by their streams.
fn stream(bytes: &[u8], limits: &Limits) -> Result<(&'static str, Vec<u8>), Fault> {
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
    Ok((name, content))
}

/// A compound file that holds this stream and nothing else.
fn compound(name: &str, content: &[u8]) -> std::io::Result<Vec<u8>> {
    let room = Cursor::new(Vec::with_capacity(content.len() + content.len() / 64 + 4096));
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, room)?;
    file.create_stream(name)?.write_all(content)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

const START: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, MANY_NUMBERS, 0x0006];

/// Rows and columns of a sheet in this format.
const EXTENT: (usize, usize) = (65_536, 256);

/// Refuses a workbook whose sheets together span more cells than the limit, whatever little stands in them.
fn measure(stream: &[u8], limits: &Limits) -> Result<(), Fault> {
    let globals = Records(stream).take_while(|(kind, _)| *kind != END).filter(|(kind, _)| *kind == SHEET);
    let starts: Vec<usize> = globals.map(|(_, data)| word(data, 0) | word(data, 2) << 16).collect();
    if starts.len() > limits.sheets {
        return Err(Fault::TooManySheets { found: starts.len(), limit: limits.sheets });
    }
    let mut total = 0_usize;
    for start in starts {
        let Some(sheet) = stream.get(start..) else { return Err(Fault::damaged("a sheet beyond the end")) };
        total = total.saturating_add(extent(sheet)?);
        if total > limits.cells {
            return Err(Fault::TooManyCells { limit: limits.cells });
        }
    }
    Ok(())
}

/// Cells of the rectangle from A1 that holds all cells of a sheet.
fn extent(sheet: &[u8]) -> Result<usize, Fault> {
    let (mut rows, mut columns) = (0, 0);
    let mut begun = false;
    // Charts inside a sheet bring records of their own.
    let mut depth = 0_usize;
    for (kind, data) in Records(sheet) {
        match (kind, depth) {
            (START, _) if begun => depth += 1,
            (START, _) => begun = true,
            (END, 0) => break,
            (END, _) => depth -= 1,
            // What is declared is reserved but not touched; it only has to lie within the format.
            (DIMENSIONS, 0) => {
                let newer = data.len() >= 14;
                let wide = |at: usize| {
                    if newer { word(data, 2 * at) | word(data, 2 * at + 2) << 16 } else { word(data, at) }
                };
                let (first, last) = (wide(0), wide(2));
                let right = word(data, if newer { 10 } else { 6 });
                if last > EXTENT.0 || right > EXTENT.1 || last > 0 && first > last {
                    return Err(Fault::damaged("dimensions beyond the format"));
                }
            }
            (kind, 0) if CELLS.contains(&kind) => {
                // A run of numbers gives its last column at its end.
                let at = if kind == MANY_NUMBERS { data.len().saturating_sub(2) } else { 2 };
                rows = rows.max(word(data, 0) + 1);
                columns = columns.max(word(data, 2).max(word(data, at)) + 1);
            }
            _ => {}
        }
    }
    Ok(rows * columns)
}

fn word(data: &[u8], at: usize) -> usize {
    match data.get(at..at + 2) {
        Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    }
}

/// The records of a stream: kind and content.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let [k0, k1, l0, l1, tail @ ..] = self.0 else { return None };
        let (data, rest) = tail.split_at_checked(usize::from(u16::from_le_bytes([*l0, *l1])))?;
        self.0 = rest;
        Some((u16::from_le_bytes([*k0, *k1]), data))
    }
}
