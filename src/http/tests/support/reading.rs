//! Prometheus' text format, version 0.0.4, read strictly, by its own description: each family has a help and a type before its
//! samples, once; names and labels are of the allowed letters; a counter ends with `_total`; a histogram's buckets rise to
//! `+Inf`, which is its count.

use std::collections::BTreeSet;

/// One family.
#[derive(Debug)]
pub struct Family {
    pub name: String,
    pub kind: String,
    pub samples: Vec<Sample>,
}

/// One sample; its labels as `name=value,name=value`.
#[derive(Debug)]
pub struct Sample {
    pub name: String,
    pub labels: String,
    pub value: f64,
}

/// Reads a page.
///
/// # Errors
/// The first line that is not of the form, and why.
pub fn families(text: &str) -> Result<Vec<Family>, String> {
    if !text.ends_with('\n') {
        return Err("the last line does not end".to_owned());
    }
    let mut families: Vec<Family> = Vec::new();
    let mut helped: Option<String> = None;
    for line in text.lines() {
        let wrong = |why: &str| format!("{why}: {line}");
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').ok_or_else(|| wrong("no help"))?;
            let is_known = families.iter().any(|family| family.name == name);
            if is_known || help.is_empty() || help.contains('\\') || !is_name(name) {
                return Err(wrong("a bad help, or a second one"));
            }
            helped = Some(name.to_owned());
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').ok_or_else(|| wrong("no type"))?;
            if helped.take().as_deref() != Some(name) || !["gauge", "counter", "histogram"].contains(&kind) {
                return Err(wrong("a bad type, or no help before it"));
            }
            if (kind == "counter") != name.ends_with("_total") {
                return Err(wrong("a counter, and no other, ends with _total"));
            }
            families.push(Family { name: name.to_owned(), kind: kind.to_owned(), samples: Vec::new() });
        } else {
            let family = families.last_mut().ok_or_else(|| wrong("a sample without a family"))?;
            family.samples.push(sample(line, family).map_err(|why| wrong(&why))?);
        }
    }
    families.iter().try_for_each(sound)?;
    Ok(families)
}

fn sample(line: &str, family: &Family) -> Result<Sample, String> {
    let (series, value) = line.rsplit_once(' ').ok_or("no value")?;
    let (name, labels) = match series.split_once('{') {
        Some((name, labels)) => (name, labels.strip_suffix('}').ok_or("an open brace")?),
        None => (series, ""),
    };
    let ends: &[&str] = if family.kind == "histogram" { &["_bucket", "_sum", "_count"] } else { &[""] };
    let is_own = name.strip_prefix(family.name.as_str()).is_some_and(|end| ends.contains(&end));
    let value: f64 = value.parse().map_err(|_| "no number")?;
    if !is_own || !value.is_finite() || value < 0.0 {
        return Err("it is not of the family before it, or no figure".to_owned());
    }
    let mut read = Vec::new();
    for label in labels.split(',').filter(|label| !label.is_empty()) {
        let (name, value) = label.split_once('=').ok_or("a label without a value")?;
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or("a bare value")?;
        let is_plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-.+I".contains(letter);
        if !is_name(name) || value.is_empty() || !value.chars().all(is_plain) {
            return Err(format!("the label {label} is of no closed set"));
        }
        read.push(format!("{name}={value}"));
    }
    Ok(Sample { name: name.to_owned(), labels: read.join(","), value })
}

fn sound(family: &Family) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for one in &family.samples {
        if !seen.insert((&one.name, &one.labels)) {
            return Err(format!("{} {} stands twice", one.name, one.labels));
        }
    }
    let of = |end: &str| family.samples.iter().filter(move |one| one.name.ends_with(end)).collect::<Vec<_>>();
    if family.kind != "histogram" {
        return Ok(());
    }
    for count in of("_count") {
        let whose = format!("{},", count.labels);
        let buckets: Vec<f64> =
            of("_bucket").iter().filter(|one| one.labels.starts_with(&whose)).map(|one| one.value).collect();
        if !buckets.is_sorted() || buckets.last() != Some(&count.value) {
            return Err(format!("{}: its buckets do not rise to its count", family.name));
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}
