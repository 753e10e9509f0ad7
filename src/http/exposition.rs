//! Prometheus' text format, version 0.0.4, as it is written: a family with its help and type, then its samples.
//!
//! A library would keep counters of its own beside those that the engine hands out, to print them in the same forty lines:
//! what is here is the form alone.

use std::fmt::{Display, Write as _};

use liaison_engine::Spread;

/// What a family's samples are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Goes up and down.
    Gauge,
    /// Goes up; its name ends with `_total`.
    Counter,
    /// How many took how long.
    Histogram,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Counter => "counter",
            Self::Histogram => "histogram",
        }
    }
}

/// The labels of one sample: names and values of closed sets, which need no escaping.
pub(crate) type Labels<'a> = &'a [(&'static str, &'a str)];

/// A page of figures while it is written.
#[derive(Default)]
pub(crate) struct Exposition {
    text: String,
    name: &'static str,
}

impl Exposition {
    /// Begins a family; its samples follow, if there are any.
    pub(crate) fn family(&mut self, kind: Kind, name: &'static str, help: &str) -> &mut Self {
        self.name = name;
        let kind = kind.name();
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"))
    }

    /// One sample of the family.
    pub(crate) fn sample(&mut self, labels: Labels<'_>, value: impl Display) -> &mut Self {
        let (name, labels) = (self.name, Written(labels, None));
        self.line(format_args!("{name}{labels} {value}"))
    }

    /// One histogram of the family.
    pub(crate) fn spread(&mut self, labels: Labels<'_>, spread: &Spread) -> &mut Self {
        let mut within = 0;
        let name = self.name;
        for (count, bound) in spread.within.iter().zip(Spread::BOUNDS) {
            within += count;
            let bound = bound.to_string();
            self.line(format_args!("{name}_bucket{} {within}", Written(labels, Some(&bound))));
        }
        let all = spread.count;
        self.line(format_args!("{name}_bucket{} {all}", Written(labels, Some("+Inf"))));
        self.line(format_args!("{name}_sum{} {}", Written(labels, None), spread.seconds));
        self.line(format_args!("{name}_count{} {all}", Written(labels, None)))
    }

    /// The page.
    pub(crate) fn text(self) -> String {
        self.text
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) -> &mut Self {
        // Writing to a text in memory does not fail.
        let _written = writeln!(self.text, "{line}");
        self
    }
}

/// Labels as they stand behind a name; the bound of a histogram is the last.
struct Written<'a>(Labels<'a>, Option<&'a str>);

impl Display for Written<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bound = self.1.map(|bound| ("le", bound));
        let mut open = '{';
        for (name, value) in self.0.iter().copied().chain(bound) {
            write!(formatter, "{open}{name}=\"{value}\"")?;
            open = ',';
        }
        if open == ',' { formatter.write_str("}") } else { Ok(()) }
    }
}
