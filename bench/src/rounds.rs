//! Rounds of several contestants in turn, A B A B …, so that whatever else the machine does falls on all of them.

use std::time::{Duration, Instant};

use serde::Serialize;

/// What the rounds of one contestant gave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The best round: the least time, or the greatest rate.
    pub best: f64,
    /// The middle round.
    pub median: f64,
}

impl Spread {
    /// Of times, where less is better.
    pub fn of_times(times: &[Duration]) -> Self {
        let seconds: Vec<f64> = times.iter().map(Duration::as_secs_f64).collect();
        Self { best: seconds.iter().copied().fold(f64::INFINITY, f64::min), median: median(&seconds) }
    }

    /// Of rates, where more is better.
    pub fn of_rates(rates: &[f64]) -> Self {
        Self { best: rates.iter().copied().fold(0.0, f64::max), median: median(rates) }
    }
}

/// The middle value; of an even number the lower of the two in the middle; 0 of none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}

/// How long `work` takes.
pub fn timed<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(Duration, T)> {
    let started = Instant::now();
    let made = work()?;
    Ok((started.elapsed(), made))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_time_is_the_least_and_the_best_rate_the_greatest() {
        let times = [3, 1, 2].map(Duration::from_secs);
        assert_eq!(Spread::of_times(&times), Spread { best: 1.0, median: 2.0 });
        assert_eq!(Spread::of_rates(&[3.0, 1.0, 2.0, 9.0]), Spread { best: 9.0, median: 2.0 });
    }
}
