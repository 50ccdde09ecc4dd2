//! The rows below the heads, without sums, remarks and rows that hold nothing.

use crate::header::HeaderMap;
use crate::table::{Fill, Located, Row, Table};
use crate::value::Address;

/// What stands below the heads of a sheet.
#[derive(Debug)]
pub struct Body<'a> {
    /// The rows that hold data.
    pub rows: Vec<DataRow<'a>>,
    /// The rows that were passed over, so that a preview can say so.
    pub skipped: Vec<Skipped>,
}

/// One row of data, its cells by field.
#[derive(Debug, Clone, Copy)]
pub struct DataRow<'a> {
    table: &'a Table,
    header: &'a HeaderMap,
    fill: Fill,
    /// The row, counted from 0.
    pub index: u32,
}

/// A row that was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// The row, counted from 0.
    pub index: u32,
    /// Why.
    pub why: Why,
}

/// Why a row holds no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A sum: 合计, 总计, 小计.
    Sum,
    /// A remark or signature below the table: 注:, 填表人:.
    Remark,
    /// Nothing stands in any of the recognised columns.
    Outside,
}

impl Table {
    /// The rows below the heads. `fill` says whether an organisation merged over its rows is read in each of them.
    pub fn body<'a>(&'a self, header: &'a HeaderMap, fill: Fill) -> Body<'a> {
        let mut body = Body { rows: Vec::new(), skipped: Vec::new() };
        let begun = self.rows.partition_point(|row| row.index <= header.last);
        for row in self.rows.get(begun..).unwrap_or_default() {
            match passed_over(row, header) {
                Some(why) => body.skipped.push(Skipped { index: row.index, why }),
                None => body.rows.push(DataRow { table: self, header, fill, index: row.index }),
            }
        }
        body
    }
}

impl<'a> DataRow<'a> {
    /// The cell of a field; an empty one when the sheet has no such column.
    pub fn cell(&self, field: &str) -> Located<'a> {
        let Some(column) = self.header.column(field) else {
            let at = Address::new(self.index, self.header.columns().values().copied().min().unwrap_or(0));
            return Located { sheet: &self.table.name, at, origin: at, cell: &crate::Cell::EMPTY };
        };
        self.table.located(Address::new(self.index, column), self.fill)
    }

    /// The row as office programs number it, from 1.
    pub fn number(&self) -> u32 {
        self.index.saturating_add(1)
    }
}

fn passed_over(row: &Row, header: &HeaderMap) -> Option<Why> {
    const SUMS: [&str; 8] = ["合计", "总计", "小计", "共计", "累计", "total", "subtotal", "sum"];
    const REMARKS: [&str; 9] =
        ["注:", "备注:", "说明:", "填表人:", "填报人:", "制表人:", "制表:", "审核人:", "联系人:"];
    let first = row.cells.iter().find(|cell| !cell.value.is_empty())?;
    let text = kernel::names::fold(&first.value.to_string()).to_lowercase();
    let rest = SUMS.iter().find_map(|sum| text.strip_prefix(sum));
    if rest.is_some_and(|rest| rest.chars().all(|c| !c.is_alphabetic() || "个人名元分条项".contains(c)))
    {
        return Some(Why::Sum);
    }
    if REMARKS.iter().any(|remark| text.starts_with(remark)) {
        return Some(Why::Remark);
    }
    let inside = header.columns().values().any(|c| row.cell(*c).is_some_and(|cell| !cell.value.is_empty()));
    (!inside).then_some(Why::Outside)
}
