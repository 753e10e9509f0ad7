//! A transcript is played: read line by line, each line done and everything that it caused printed before the next is
//! read. Two plays of the same lines on the same database print the same bytes.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use liaison_chat::Batch;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};

use crate::bot::Bot;
use crate::desk::ZONE;
use crate::door::TerminalDoor;
use crate::fault::{Fault, Misread, Unreadable};
use crate::line::Line;
use crate::saying::Saying;
use crate::span::{instant, moment};
use crate::voice::Voice;

/// The longest line, in bytes.
const LONGEST_LINE: u64 = 1024 * 1024;
/// 2026-01-05T09:00 in Paris, since 1970.
const USUAL_START: TimeDelta = TimeDelta::seconds(1_767_600_000);

/// Where a play begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The clock at the first line.
    pub at: DateTime<Utc>,
    /// The zone of the local times that lines name.
    pub zone: Tz,
    /// What the names of its events begin with: another for every play on one database.
    pub prefix: String,
}

impl Start {
    /// 2026-01-05 at 09:00 in Paris.
    #[must_use]
    pub fn usual(prefix: &str) -> Self {
        Self { at: DateTime::UNIX_EPOCH + USUAL_START, zone: ZONE, prefix: prefix.to_owned() }
    }
}

/// The bot is away: since when, and what was said meanwhile.
struct Absence {
    since: DateTime<Utc>,
    said: Vec<Saying>,
}

/// One play.
pub struct Play<'a> {
    bot: &'a dyn Bot,
    door: &'a TerminalDoor,
    zone: Tz,
    now: DateTime<Utc>,
    voice: Voice,
    absence: Option<Absence>,
    begun: bool,
}

impl<'a> Play<'a> {
    /// A play on a bot that has been started, which posts through `door`.
    #[must_use]
    pub fn new(bot: &'a dyn Bot, door: &'a TerminalDoor, start: Start) -> Self {
        let voice = Voice::new(&start.prefix);
        Self { bot, door, zone: start.zone, now: start.at, voice, absence: None, begun: false }
    }

    /// Plays every line to the end: of a file or of standard input, behind `tokio::io::BufReader`.
    ///
    /// # Errors
    /// The line that could not be read (the ones before it are played), or whatever else ended it.
    pub async fn run(mut self, mut script: impl AsyncBufRead + Unpin + Send) -> Result<(), Fault> {
        for number in 1.. {
            let Some(content) = next_line(&mut script, number).await? else { break };
            self.one_line(number, content).await?;
        }
        self.come_back().await
    }

    async fn one_line(&mut self, number: usize, content: String) -> Result<(), Fault> {
        match self.readable(&content) {
            Ok((line, target)) => {
                if line.is_printed_back() {
                    self.door.print(&content).map_err(Fault::Output)?;
                }
                self.step(line, target).await
            }
            Err(misread) => Err(Unreadable { number, content, misread }.into()),
        }
    }

    /// The first line that does something begins the play: an `at` says when, anything else begins at the usual start.
    async fn begin(&mut self, line: &Line) -> Result<(), Fault> {
        self.begun = true;
        if let Line::At(local) = line
            && let Ok(start) = instant(*local, self.zone)
        {
            self.now = start;
            self.bot.restart(start).await?;
        }
        Ok(self.bot.settle(self.now).await?)
    }

    /// The line and where it leaves the clock, if it can be played where it stands.
    fn readable(&self, content: &str) -> Result<(Line, DateTime<Utc>), Misread> {
        let line = Line::read(content)?;
        let target = match &line {
            Line::At(local) if !self.begun => instant(*local, self.zone)?,
            Line::At(local) => moment(*local, self.zone, self.now)?,
            Line::Later(span) | Line::Down(span) => self.now.checked_add_signed(*span).ok_or(Misread::TooFar)?,
            Line::Said(saying) if saying.away && self.absence.is_none() => return Err(Misread::NotAway),
            Line::Said(_) | Line::Nothing | Line::Language(..) | Line::Practice(_) | Line::Restart => self.now,
        };
        Ok((line, target))
    }

    async fn step(&mut self, line: Line, target: DateTime<Utc>) -> Result<(), Fault> {
        if !self.begun && line != Line::Nothing {
            self.begin(&line).await?;
        }
        if let (Line::Said(saying), Some(absence)) = (&line, &mut self.absence)
            && saying.away
        {
            absence.said.push(saying.clone());
            return Ok(());
        }
        if line != Line::Nothing {
            self.come_back().await?;
        }
        match line {
            Line::Nothing => Ok(()),
            Line::At(_) | Line::Later(_) => self.move_to(target).await,
            Line::Language(language, room) => Ok(self.bot.set_language(&room, language).await?),
            Line::Practice(practice) => Ok(self.bot.set_practice(practice).await?),
            Line::Restart => {
                self.bot.restart(self.now).await?;
                Ok(self.bot.settle(self.now).await?)
            }
            Line::Down(_) => {
                self.bot.stop(self.now).await?;
                self.absence = Some(Absence { since: self.now, said: Vec::new() });
                self.now = target;
                Ok(())
            }
            Line::Said(saying) => {
                let heard = self.voice.speak(saying, self.now, self.bot).await?;
                self.bot.hear(Batch { heard: vec![heard], mark: None }, self.now).await?;
                Ok(self.bot.settle(self.now).await?)
            }
        }
    }

    /// Moves the clock from one due moment to the next, so that each thing is posted at its own time.
    async fn move_to(&mut self, target: DateTime<Utc>) -> Result<(), Fault> {
        while let Some(due) = self.bot.next_at(self.now).await?.filter(|due| self.now < *due && *due < target) {
            self.now = due;
            self.bot.settle(due).await?;
        }
        self.now = target;
        Ok(self.bot.settle(target).await?)
    }

    /// Ends an absence: the bot starts, hears at once all that was said, as of the moment it left, and catches up.
    async fn come_back(&mut self) -> Result<(), Fault> {
        let Some(absence) = self.absence.take() else { return Ok(()) };
        self.bot.start(self.now).await?;
        let mut heard = Vec::new();
        for saying in absence.said {
            heard.push(self.voice.speak(saying, absence.since, self.bot).await?);
        }
        self.bot.hear(Batch { heard, mark: None }, self.now).await?;
        Ok(self.bot.settle(self.now).await?)
    }
}

/// The next line without its end; nothing at the end of the input.
async fn next_line(script: &mut (impl AsyncBufRead + Unpin + Send), number: usize) -> Result<Option<String>, Fault> {
    let mut bytes = Vec::new();
    script.take(LONGEST_LINE + 1).read_until(b'\n', &mut bytes).await.map_err(Fault::Input)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let has_end = bytes.pop_if(|last| *last == b'\n').is_some();
    if has_end {
        bytes.pop_if(|last| *last == b'\r');
    }
    let fails = |bytes: &[u8], misread| Unreadable { number, content: String::from_utf8_lossy(bytes).into(), misread };
    if bytes.len() as u64 > LONGEST_LINE {
        return Err(fails(&bytes, Misread::TooLong).into());
    }
    let line = String::from_utf8(bytes).map_err(|fault| fails(fault.as_bytes(), Misread::NotText))?;
    // An editor's byte order mark is no part of the first line.
    let line = if number == 1 { line.trim_start_matches('\u{feff}').to_owned() } else { line };
    Ok(Some(line))
}
