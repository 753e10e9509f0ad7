//! Lengths of agreed targets: `15 min`, `4 h`, `4 working h`, `1 working d`.

use chrono::TimeDelta;
use liaison_domain::Length;

/// No target is longer than ten years: whoever writes more has slipped.
const LONGEST_DAYS: u32 = 3_660;

/// Reads a whole number and its unit; nothing where it is none, zero or longer than ten years.
pub(crate) fn length(text: &str) -> Option<Length> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (count, unit) = text.split_at_checked(digits)?;
    let count: u32 = count.parse().ok().filter(|count| *count > 0)?;
    let unit: Vec<&str> = unit.split_whitespace().collect();
    let many = i64::from(count);
    let longest = TimeDelta::days(i64::from(LONGEST_DAYS));
    let absolute = |span: TimeDelta| (span <= longest).then_some(Length::Absolute(span));
    match unit.as_slice() {
        ["s"] => absolute(TimeDelta::seconds(many)),
        ["min"] => absolute(TimeDelta::minutes(many)),
        ["h"] => absolute(TimeDelta::hours(many)),
        ["d"] => absolute(TimeDelta::days(many)),
        ["working", "h"] => Some(TimeDelta::hours(many)).filter(|span| *span <= longest).map(Length::Working),
        ["working", "d"] => Some(count).filter(|days| *days <= LONGEST_DAYS).map(Length::WorkingDays),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_with_their_unit() {
        let expected = [
            ("90 s", Length::Absolute(TimeDelta::seconds(90))),
            ("15 min", Length::Absolute(TimeDelta::minutes(15))),
            ("15min", Length::Absolute(TimeDelta::minutes(15))),
            ("4 h", Length::Absolute(TimeDelta::hours(4))),
            ("10 d", Length::Absolute(TimeDelta::days(10))),
            ("4 working h", Length::Working(TimeDelta::hours(4))),
            ("1 working  d", Length::WorkingDays(1)),
        ];
        for (text, length) in expected {
            assert_eq!(super::length(text), Some(length), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in [
            "",
            "15",
            "min",
            "0 h",
            "-1 h",
            "1.5 h",
            "4 hours",
            "4 working min",
            "working 4 h",
            "3661 d",
            "4 H",
            "9999999999 s",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
