//! Numbers as people type them, and how they travel through TOML and JSON: always as decimal text.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use num_bigint::BigInt;
use num_traits::Pow;
use serde::de::{self, Visitor};

use super::Ratio;

/// No number of an office is longer; longer text is refused before any work is done on it.
const LONGEST: usize = 2_000;

/// Why a text is not a number of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing but blanks.
    Empty,
    /// Not a decimal number such as `9.5`; carries the text (shortened).
    NotANumber(String),
    /// More digits behind the point than the kind of number keeps.
    TooFine {
        /// How many digits behind the point are kept.
        digits: u8,
    },
    /// Outside the range of this kind of number.
    TooLarge,
    /// A fraction over zero.
    OverZero,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a number is missing"),
            Self::NotANumber(text) => write!(f, "“{text}” is not a number; write digits, such as 9.5"),
            Self::TooFine { digits } => write!(f, "at most {digits} digits may stand behind the point"),
            Self::TooLarge => f.write_str("the number is too large"),
            Self::OverZero => f.write_str("a fraction cannot have zero below the line"),
        }
    }
}

impl std::error::Error for NumberError {}

/// A decimal number taken apart: `units / 10^places`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    pub units: BigInt,
    pub places: u32,
}

impl Decimal {
    /// Reads `12`, `-0.5`, `+3.`, `.5`, and the same in full-width digits. No exponents, no thousands separators: a
    /// separator that one office means as a decimal point must not become a thousandfold mark.
    pub fn read(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let not_a_number = || NumberError::NotANumber(text.chars().take(40).collect());
        if text.len() > LONGEST {
            return Err(not_a_number());
        }
        let mut digits = String::with_capacity(text.len());
        let mut places: Option<u32> = None;
        let mut any = false;
        for (position, letter) in text.chars().map(narrow).enumerate() {
            match letter {
                '+' | '-' if position == 0 => digits.push(letter),
                '.' if places.is_none() => places = Some(0),
                '0'..='9' => {
                    any = true;
                    digits.push(letter);
                    places = places.map(|n| n + 1);
                }
                _ => return Err(not_a_number()),
            }
        }
        if !any {
            return Err(not_a_number());
        }
        let units = BigInt::from_str(&digits).map_err(|_| not_a_number())?;
        Ok(Self { units, places: places.unwrap_or(0) })
    }

    /// The value in units of `10^-places`, when it is a whole number of them within `i64`.
    pub fn whole_units(&self, places: u8) -> Result<i64, NumberError> {
        let wanted = u32::from(places);
        let units = if self.places <= wanted {
            &self.units * BigInt::from(10).pow(wanted - self.places)
        } else {
            let finer = BigInt::from(10).pow(self.places - wanted);
            if &self.units % &finer != BigInt::ZERO {
                return Err(NumberError::TooFine { digits: places });
            }
            &self.units / finer
        };
        i64::try_from(units).map_err(|_| NumberError::TooLarge)
    }

    pub fn ratio(self) -> Ratio {
        Ratio::from_big(self.units, BigInt::from(10).pow(self.places)).unwrap_or(Ratio::ZERO)
    }
}

/// Full-width forms of ASCII become ASCII, as under NFKC.
fn narrow(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{2212}' => '-',
        other => other,
    }
}

/// Narrowed text without blanks at its ends, for the fraction and percent forms.
pub(super) fn narrowed(text: &str) -> String {
    text.trim().chars().map(narrow).collect()
}

/// Accepts text and whole numbers, and refuses binary floating point with the way out.
pub(super) struct Exact<T>(pub PhantomData<T>);

impl<T: FromStr<Err = NumberError>> Visitor<'_> for Exact<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an exact number: a whole number, or decimal text in quotes such as \"9.5\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        Err(E::custom(format_args!("put the number in quotes so that it stays exact: \"{number}\"")))
    }
}

/// Serde for a number type that is `Display` and `FromStr`: decimal text both ways.
macro_rules! travels_as_text {
    ($kind:ty) => {
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::number::text::Exact(std::marker::PhantomData))
            }
        }
    };
}
pub(super) use travels_as_text;
