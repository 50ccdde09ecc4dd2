//! How much of a file is taken in before it is refused.

/// Limits on one file. What lies beyond them is refused with a message that names the limit.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file: u64,
    /// Bytes of all its parts when unpacked, and of all the text in its cells.
    pub unpacked: u64,
    /// Unpacked bytes per packed byte, looked at once a part exceeds [`Limits::SMALL`].
    pub ratio: u64,
    /// Parts of the package.
    pub parts: usize,
    /// Worksheets.
    pub sheets: usize,
    /// Rows with something in them, per sheet. Empty rows, styled or not, are not counted and not kept.
    pub rows: usize,
    /// Columns with something in them, per sheet.
    pub columns: u32,
    /// Cells that are kept, in all sheets together.
    pub cells: usize,
    /// Merged regions, per sheet.
    pub merged: usize,
}

impl Limits {
    /// Bytes below which the packing ratio of a part says nothing.
    pub const SMALL: u64 = 1 << 20;
}

impl Default for Limits {
    /// Room for a roster of 100,000 persons; a tenth of that is the largest the product is made for.
    fn default() -> Self {
        Self {
            file: 32 << 20,
            unpacked: 128 << 20,
            ratio: 250,
            parts: 2_000,
            sheets: 200,
            rows: 200_000,
            columns: 512,
            cells: 4_000_000,
            merged: 50_000,
        }
    }
}
