//! Civil times to the minute, as forms and the manifest write them: `2015-12-01T09:00`.

use kernel::{Day, Moment, time::CIVIL_OFFSET_SECONDS};

/// As `2015-12-01T09:00`.
pub(crate) fn write(moment: Moment) -> String {
    let (hour, minute) = moment.hour_minute();
    format!("{}T{hour:02}:{minute:02}", moment.day())
}

/// Reads what [`write`] writes, and a blank in the place of the `T`; `None` for anything else.
pub(crate) fn read(text: &str) -> Option<Moment> {
    let (day, time) = text.trim().split_once(['T', ' '])?;
    let day = Day::parse(day).ok()?;
    let (hour, minute) = time.split_once(':')?;
    let minute = minute.split_once(':').map_or(minute, |(minute, _)| minute);
    let part = |text: &str, most: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|n| digits && *n < most)
    };
    let (hour, minute) = (part(hour, 24)?, part(minute, 60)?);
    Some(Moment(day.epoch_days() * 86_400 + hour * 3600 + minute * 60 - CIVIL_OFFSET_SECONDS))
}

/// That time of that day.
pub(crate) fn at(day: Day, hour: i64) -> Moment {
    Moment(day.epoch_days() * 86_400 + hour * 3600 - CIVIL_OFFSET_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_it_is_written() {
        for text in ["2015-12-01T09:00", "2016-02-29T23:59", "2015-12-01T00:00"] {
            assert_eq!(write(read(text).unwrap()), text);
        }
        assert_eq!(read("2015-12-01 09:00:30"), read("2015-12-01T09:00"));
        assert_eq!(at(Day::new(2015, 12, 1).unwrap(), 9), read("2015-12-01T09:00").unwrap());
        for text in ["", "2015-12-01", "2015-12-01T24:00", "2015-12-01T9:00", "2015-02-30T09:00", "x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
