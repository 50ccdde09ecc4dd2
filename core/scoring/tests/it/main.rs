//! The rules of scoring, held against published results and against themselves.

mod office_years;
