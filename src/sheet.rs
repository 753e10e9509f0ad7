//! The rows of `liaison export --format csv`: one a case, for spreadsheets. A column is never renamed nor moved; new ones
//! come after the last. A cell that a spreadsheet would take for a formula is text.

use std::io::Write;

use anyhow::Context as _;
use liaison_store::ExportedCase;
use serde_json::Value;

/// The columns, in their order: the keys of a case in the JSONL export.
pub(crate) const COLUMNS: [&str; 19] = [
    "ref",
    "desk",
    "kind",
    "state",
    "outcome",
    "urgency",
    "basis",
    "tlp",
    "targets",
    "agency",
    "opened_at",
    "acknowledged_at",
    "answered_at",
    "effective_at",
    "closed_at",
    "ref_agency",
    "ref_platform",
    "data",
    "confirmed_at",
];

/// Between the targets of a case, which stand in one cell: `address hxxps://a[.]example/1 | account ＠x`.
pub(crate) const BETWEEN_TARGETS: &str = " | ";

/// What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A sheet, with its head already written.
pub(crate) struct Sheet<W: Write>(csv::Writer<W>);

impl<W: Write> Sheet<W> {
    /// Begins a sheet.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(crate) fn begin(out: W) -> anyhow::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self(writer))
    }

    /// Writes the row of a case.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(crate) fn row(&mut self, case: &ExportedCase) -> anyhow::Result<()> {
        let case = serde_json::to_value(case)?;
        let cells = COLUMNS.iter().map(|column| Ok(cell(case.get(column).with_context(|| format!("no {column}"))?)));
        Ok(self.0.write_record(cells.collect::<anyhow::Result<Vec<String>>>()?)?)
    }

    /// Ends the sheet.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(crate) fn end(mut self) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(targets) => targets.iter().map(target).collect::<Vec<_>>().join(BETWEEN_TARGETS),
        other => other.to_string(),
    };
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

/// What stood in a cell before it was made text: the apostrophe before what would be a formula is a spreadsheet's mark.
pub(crate) fn without_guard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// A target on one line: its kind, then where it is; behind it its own outcome, where it has one.
fn target(target: &Value) -> String {
    let part = |key: &str| target.get(key).and_then(Value::as_str).unwrap_or_default();
    let locator = part("locator").split_whitespace().collect::<Vec<_>>().join(" ");
    match part("outcome") {
        "" => format!("{} {locator}", part("kind")),
        outcome => format!("{} {locator} ({outcome})", part("kind")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for (value, expected) in [
            (json!("=HYPERLINK(1)"), "'=HYPERLINK(1)"),
            (json!("+1"), "'+1"),
            (json!("-1"), "'-1"),
            (json!("@x"), "'@x"),
            (json!("＠x"), "'＠x"),
            (json!("\t=1"), "'\t=1"),
            (json!("\r1"), "'\r1"),
            (json!("\n=1"), "'\n=1"),
            (json!("118/26 = 3"), "118/26 = 3"),
            (json!("'=1"), "'=1"),
            (json!(null), ""),
            (json!(3), "3"),
        ] {
            assert_eq!(cell(&value), expected);
        }
    }

    #[test]
    fn targets_stand_on_one_line_each_with_its_kind() {
        let targets = json!([
            { "kind": "address", "locator": "hxxps://a[.]example/1" },
            { "kind": "locator", "locator": "group \"north\"\n42", "outcome": "not_found" },
        ]);
        assert_eq!(cell(&targets), "address hxxps://a[.]example/1 | locator group \"north\" 42 (not_found)");
    }
}
