//! Days and dates: all that the program computes with them. Days are days in UTC, as on paper.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// The day of a moment.
pub fn of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// The last day on which a secret that went live on `since` is rotated in time. A month that is too short ends on its
/// last day.
pub fn rotate_by(since: Date, months: u32) -> Date {
    let months = Span::new().try_months(months).unwrap_or_default();
    since.checked_add(months).unwrap_or(Date::MAX)
}

/// The last day on which what was seen on `seen` is looked at in time.
pub fn check_by(seen: Date, days: u32) -> Date {
    let days = Span::new().try_days(days).unwrap_or_default();
    seen.checked_add(days).unwrap_or(Date::MAX)
}

/// Days from today to that day; negative when it has passed.
pub fn left(today: Date, on: Date) -> i64 {
    let span = today.until(on).unwrap_or_default();
    i64::from(span.get_days())
}

/// The next day.
pub fn after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn a_short_month_ends_on_its_last_day() {
        assert_eq!(rotate_by(day("2026-08-31"), 6), day("2027-02-28"));
        assert_eq!(rotate_by(day("2027-08-31"), 6), day("2028-02-29"));
        assert_eq!(rotate_by(day("2028-02-29"), 12), day("2029-02-28"));
        assert_eq!(check_by(day("2026-12-31"), 90), day("2027-03-31"));
    }

    #[test]
    fn dates_end_where_the_calendar_does() {
        assert_eq!(rotate_by(Date::MAX, 120), Date::MAX);
        assert_eq!(check_by(Date::MAX, 3650), Date::MAX);
        assert_eq!(after(Date::MAX), Date::MAX);
        assert_eq!(left(Date::MIN, Date::MAX), -left(Date::MAX, Date::MIN));
    }

    #[test]
    fn the_last_second_of_a_day_belongs_to_it() {
        assert_eq!(
            of("2026-03-31T23:59:59Z".parse().unwrap()),
            day("2026-03-31")
        );
        assert_eq!(
            of("2026-04-01T00:00:00Z".parse().unwrap()),
            day("2026-04-01")
        );
        assert_eq!(left(day("2026-03-31"), day("2026-03-31")), 0);
        assert_eq!(left(day("2026-04-01"), day("2026-03-31")), -1);
    }
}
