//! When a digest is due, how long to wait after a failure, and how far a message is.

use kernel::time::CIVIL_OFFSET_SECONDS;
use kernel::{Day, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromSql, ToSql, Value};

/// How often a message is tried before it is given up.
pub(crate) const TRIES: i64 = 8;

/// Seconds after which a claim without a mark, or a message nobody has taken up, is looked after by the administrator.
pub(crate) const LOST_AFTER: i64 = 10 * 60;

/// Seconds to wait after the first failure; each further one waits three times as long, up to a day.
const FIRST_PAUSE: i64 = 60;

/// Seconds before the next attempt, after so many.
pub(crate) fn pause(attempts: i64) -> i64 {
    let times = u32::try_from(attempts.max(1) - 1).unwrap_or(0).min(10);
    (FIRST_PAUSE * 3_i64.pow(times)).min(86_400)
}

/// How often somebody gets a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rhythm {
    #[default]
    None,
    Daily,
    Weekly,
}

impl Rhythm {
    pub(crate) const ALL: [Self; 3] = [Self::None, Self::Daily, Self::Weekly];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The next moment after now at which a digest is due: at that hour, every day or on Mondays.
    pub(crate) fn next(self, hour: i64, now: Moment) -> Option<Moment> {
        let at = |day: Day| Moment(day.epoch_days() * 86_400 + hour * 3_600 - CIVIL_OFFSET_SECONDS);
        let days: i64 = match self {
            Self::None => return None,
            Self::Daily => 1,
            Self::Weekly => 7,
        };
        let today = now.day();
        (0..=days)
            .map(|ahead| today.plus_days(ahead))
            .filter(|day| self == Self::Daily || day.weekday() == 1)
            .map(at)
            .find(|moment| *moment > now)
    }
}

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Waits for its time.
    Waiting,
    /// Claimed; being sent.
    Sending,
    /// Taken by the other side.
    Sent,
    /// Given up; it has not arrived.
    Failed,
    /// Nobody can say whether it has arrived.
    Uncertain,
}

impl State {
    pub(crate) const ALL: [Self; 5] =
        [Self::Waiting, Self::Sending, Self::Sent, Self::Failed, Self::Uncertain];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Uncertain => "uncertain",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Waiting | Self::Sending => "calm",
            Self::Sent => "done",
            Self::Failed => "bad",
            Self::Uncertain => "warn",
        }
    }
}

impl ToSql for State {
    fn to_value(&self) -> Result<Value<'_>, store::Error> {
        Ok(Value::Text(self.code().into()))
    }
}

impl FromSql for State {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        let Value::Text(code) = value else { return Err("a delivery's state") };
        Self::from_code(&code).ok_or("a delivery's state")
    }
}

/// Whether the administrator may have a message sent again: given up, uncertain, or stuck.
pub(crate) fn may_go_again(state: State, due: Moment, changed: Moment, now: Moment) -> bool {
    match state {
        State::Failed | State::Uncertain => true,
        State::Sending => now.0 - changed.0 > LOST_AFTER,
        State::Waiting => now.0 - due.0 > LOST_AFTER,
        State::Sent => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_digest_is_the_first_at_its_hour(now in 0_i64..4_000_000_000, hour in 0_i64..24) {
            let now = Moment(now);
            let daily = Rhythm::Daily.next(hour, now).unwrap();
            prop_assert!(daily > now && daily.0 - now.0 <= 86_400);
            prop_assert_eq!(daily.hour_minute(), (hour, 0));
            let weekly = Rhythm::Weekly.next(hour, now).unwrap();
            prop_assert!(weekly > now && weekly.0 - now.0 <= 7 * 86_400);
            prop_assert_eq!((weekly.day().weekday(), weekly.hour_minute()), (1, (hour, 0)));
            prop_assert_eq!(Rhythm::None.next(hour, now), None);
        }

        #[test]
        fn pauses_grow_up_to_a_day(attempts in 1_i64..1_000) {
            prop_assert!(pause(attempts) >= 60 && pause(attempts) <= pause(attempts + 1));
            prop_assert!(pause(attempts) <= 86_400);
        }
    }

    #[test]
    fn only_what_is_not_known_to_have_arrived_goes_again() {
        let (now, long_ago, just_now) = (Moment(10_000), Moment(0), Moment(9_990));
        assert!(may_go_again(State::Failed, long_ago, just_now, now));
        assert!(may_go_again(State::Uncertain, long_ago, just_now, now));
        assert!(!may_go_again(State::Sent, long_ago, long_ago, now));
        assert!(!may_go_again(State::Sending, long_ago, just_now, now));
        assert!(may_go_again(State::Sending, long_ago, long_ago, now));
        assert!(!may_go_again(State::Waiting, just_now, long_ago, now));
        assert!(may_go_again(State::Waiting, long_ago, long_ago, now));
    }
}
