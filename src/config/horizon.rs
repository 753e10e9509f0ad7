//! How far ahead the public holidays are known that the file asks for. That they are known is asked of a start, of a reload and
//! of `check`, and of nothing else: the record can be exported whatever the year.

use std::path::Path;

use chrono::{Datelike, Months, NaiveDate};
use liaison_domain::Country;

use super::Configuration;
use super::people::Listed;
use super::problem::{Spot, told};

/// So long before the last known day whoever runs the program is told.
const WARNED_BEFORE: Months = Months::new(12);

/// Where the file says whose public holidays an organisation keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    spot: Spot,
    country: Country,
}

/// All of them, in the order of the file.
pub(crate) fn kept(organisations: &[Listed<'_>]) -> Vec<Kept> {
    let holidays = organisations.iter().filter_map(|listed| listed.holidays.clone());
    holidays.map(|(spot, country)| Kept { spot, country }).collect()
}

impl Configuration {
    /// What is to be told on that day of the holidays that end: warnings in the last year.
    ///
    /// # Errors
    /// Holidays of which nothing is known on that day any more, a line each.
    pub(crate) fn horizon(&self, today: NaiveDate) -> Result<Vec<String>, Vec<String>> {
        let (mut warnings, mut errors) = (Vec::new(), Vec::new());
        for Kept { spot, country } in &self.holidays {
            let (name, last) = (country.name(), country.known_until());
            let warned_from = last.checked_sub_months(WARNED_BEFORE).unwrap_or(last);
            let mend = "install a newer version, or remove the key to count holidays as working days";
            let line = |what: String| told(Path::new(&self.file), spot, &what);
            if !country.knows(today) {
                errors.push(line(format!("this version knows no holidays of {name} after {last}: {mend}")));
            } else if today > warned_from {
                let year = last.year();
                warnings.push(line(format!(
                    "this version knows the holidays of {name} to the end of {year} only, and refuses clocks beyond: {mend}"
                )));
            }
        }
        if errors.is_empty() { Ok(warnings) } else { Err(errors) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Built, read};

    #[test]
    fn the_end_of_what_is_known_is_told_a_year_before_and_refused_after() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("liaison.toml");
        let example = include_str!("../../deploy/liaison.example.toml");
        let with_holidays = example.replacen("side        = \"agency\"", "side = \"agency\"\nholidays = \"FR\"", 1);
        assert_ne!(example, with_holidays);
        std::fs::write(&file, &with_holidays).unwrap();
        let configuration = read(&file, Built { matrix: true, discord: true }).unwrap();
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let line = with_holidays.lines().position(|line| line.starts_with("holidays")).unwrap() + 1;
        let begins = format!("{}:{line}: organisation.holidays: this version knows ", file.display());
        assert_eq!(configuration.horizon(day(2029, 12, 31)), Ok(Vec::new()));
        let warned = configuration.horizon(day(2030, 1, 1)).unwrap();
        assert!(warned[0].starts_with(&format!("{begins}the holidays of FR to the end of 2030 only")), "{warned:?}");
        let refused = configuration.horizon(day(2031, 1, 1)).unwrap_err();
        assert!(refused[0].starts_with(&format!("{begins}no holidays of FR after 2030-12-31")), "{refused:?}");
    }
}
