//! The rules of scoring, held against published results and against themselves.

#[cfg(test)]
mod allocations;
#[cfg(test)]
mod ballots;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod differences;
#[cfg(test)]
mod explanations;
#[cfg(test)]
mod firmness;
#[cfg(test)]
mod gaps;
#[cfg(test)]
mod grades;
#[cfg(test)]
mod methods;
#[cfg(test)]
mod missing;
#[cfg(test)]
mod movements;
#[cfg(test)]
mod numbers;
#[cfg(test)]
mod office_years;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod reviewers;
#[cfg(test)]
mod schemes;
#[cfg(test)]
mod small;
#[cfg(test)]
mod variants;
