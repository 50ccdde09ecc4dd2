//! The sample organ as its readers meet it.

#[cfg(test)]
mod organ;
#[cfg(test)]
mod workbooks;
