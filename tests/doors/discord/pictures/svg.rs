//! A picture on its way to a file: shapes and letters, by whole pixels, without anything from elsewhere.

use std::fmt::Write as _;

use super::markdown::Style;
use super::width::{AROUND, Placed, size_of};

/// The colours of Discord's dark theme.
pub(super) mod colour {
    pub(in super::super) const GROUND: &str = "#313338";
    pub(in super::super) const BELOW: &str = "#2b2d31";
    pub(in super::super) const DEEP: &str = "#1e1f22";
    pub(in super::super) const RAISED: &str = "#383a40";
    pub(in super::super) const CHOSEN: &str = "#404249";
    pub(in super::super) const TEXT: &str = "#dbdee1";
    pub(in super::super) const BRIGHT: &str = "#f2f3f5";
    pub(in super::super) const SOFT: &str = "#b5bac1";
    pub(in super::super) const FAINT: &str = "#949ba4";
    pub(in super::super) const LINK: &str = "#00a8fc";
    pub(in super::super) const BLURPLE: &str = "#5865f2";
    pub(in super::super) const NEEDED: &str = "#f23f43";
    pub(in super::super) const CALLED: &str = "#f0b232";
    pub(in super::super) const CALLED_GROUND: &str = "#3f3b37";
    pub(in super::super) const ALONE_GROUND: &str = "#343744";
    pub(super) const MENTION: &str = "#c9cdfb";
    pub(super) const MENTION_GROUND: &str = "#3d426b";
}

/// Letters of one kind.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub(super) size: u32,
    pub(super) colour: &'static str,
}

/// What has been drawn so far.
#[derive(Default)]
pub(super) struct Svg {
    drawn: String,
}

impl Svg {
    /// A filled rectangle with round corners.
    pub(super) fn area(&mut self, (x, y): (u32, u32), (width, height): (u32, u32), round: u32, fill: &str) {
        self.line(&format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round}" fill="{fill}"/>"#));
    }

    pub(super) fn disc(&mut self, (x, y): (u32, u32), radius: u32, fill: &str) {
        self.line(&format!(r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>"#));
    }

    pub(super) fn stroke(&mut self, path: &str, colour: &str) {
        self.line(&format!(r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>"#));
    }

    /// One run of letters from there on, `y` being the line that they stand on.
    pub(super) fn letters(&mut self, (x, y): (u32, u32), run: &Placed, ink: Ink) {
        let Placed { style, text, at, width } = run;
        let (x, size) = (x + at, size_of(*style, ink.size));
        let (kind, fill) = match style {
            Style::Code => ("code", ink.colour),
            Style::Strong => ("strong", ink.colour),
            Style::Mention => ("plain", colour::MENTION),
            Style::Plain => ("plain", ink.colour),
        };
        let ground = match style {
            Style::Code => Some(colour::DEEP),
            Style::Mention => Some(colour::MENTION_GROUND),
            Style::Plain | Style::Strong => None,
        };
        if let Some(ground) = ground {
            self.area((x - AROUND, y - ink.size), (width + 2 * AROUND, ink.size * 11 / 8), AROUND, ground);
        }
        self.line(&format!(
            r#"<text class="{kind}" x="{x}" y="{y}" font-size="{size}" fill="{fill}" textLength="{width}" lengthAdjust="spacingAndGlyphs">{}</text>"#,
            written(text)
        ));
    }

    /// Puts that over what has been drawn so far.
    pub(super) fn put(&mut self, over: Self) {
        self.drawn.push_str(&over.drawn);
    }

    fn line(&mut self, line: &str) {
        writeln!(self.drawn, "{line}").unwrap();
    }

    /// The whole file.
    pub(super) fn file(self, width: u32, height: u32) -> String {
        let Self { drawn } = self;
        let ground = colour::GROUND;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<style>
.plain, .strong {{ font-family: Arial, Helvetica, "Liberation Sans", sans-serif }}
.strong {{ font-weight: bold }}
.code {{ font-family: Menlo, "DejaVu Sans Mono", "Liberation Mono", Consolas, monospace }}
</style>
<rect width="{width}" height="{height}" rx="8" fill="{ground}"/>
{drawn}</svg>
"#
        )
    }
}

fn written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
