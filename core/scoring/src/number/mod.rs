//! Exact numbers: points in thousandths, money in 分, fractions of any size, and the figures that are printed.
//!
//! Nothing here ever becomes binary floating point. A value is rounded once, when it is printed.

mod money;
mod ratio;
mod root;
mod rounded;
mod score;
mod text;

pub use money::Money;
pub use ratio::Ratio;
pub use rounded::{MAX_DIGITS, Rounded};
pub use score::Score;
pub use text::NumberError;
