//! 基层党组织一览表.

use crate::workbooks::page::{self, Entry, Formats, number};
use crate::workbooks::{WriteError, spelling};
use crate::{Chance, Organ};

const HEADS: [(&str, f64); 8] = [
    ("序号", 6.0),
    ("组织代码", 12.0),
    ("党组织全称", 34.0),
    ("类型", 10.0),
    ("上级党组织", 34.0),
    ("考核类别", 20.0),
    ("成立时间", 14.0),
    ("党员数", 8.0),
];

/// Rows with borders and nothing in them, between the last organisation and the sum.
const EMPTY_ROWS: usize = 12;

pub(super) fn write(chance: &mut Chance, organ: &Organ) -> Result<Vec<u8>, WriteError> {
    let mut book = page::workbook()?;
    let formats = Formats::new();
    let page = book.add_worksheet().set_name("组织机构")?;
    page::heads(page, &formats, "基层党组织基本情况一览表", &HEADS)?;
    let mut at = 3;
    for (index, organisation) in organ.organisations.iter().enumerate() {
        let entries = [
            number(index + 1).into(),
            Entry::Text(spelling::code(&organisation.code, index)),
            Entry::Text(spelling::organisation(chance, &organisation.name)),
            organisation.kind.word().into(),
            organisation.parent.map_or(Entry::Nothing, |place| organ.name_of(place).into()),
            organisation.category.map_or(Entry::Nothing, |category| category.word().into()),
            spelling::date(chance, organisation.founded),
            spelling::count(chance, organisation.members),
        ];
        page::row(page, &formats, at, entries)?;
        at += 1;
    }
    for _ in 0..EMPTY_ROWS {
        page::row(page, &formats, at, HEADS.map(|_| Entry::Nothing))?;
        at += 1;
    }
    let total = organ.bodies().map(|(_, body)| body.members).sum::<u32>();
    let mut sum = HEADS.map(|_| Entry::Nothing);
    let [label, .., members] = &mut sum;
    (*label, *members) = ("合计".into(), total.into());
    page::row(page, &formats, at, sum)?;
    Ok(book.save_to_buffer()?)
}
