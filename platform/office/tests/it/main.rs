//! Reading and writing workbooks, on the files of the sample organ and on broken ones.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod files;
#[cfg(test)]
mod heads;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod office_data;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod words;
