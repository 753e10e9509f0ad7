//! A person types, in real time: what falls due meanwhile is posted above the prompt.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::Batch;

use crate::bot::Bot;
use crate::complete::Names;
use crate::door::TerminalDoor;
use crate::fault::Fault;
use crate::saying::{Here, Saying};
use crate::typed::Typed;
use crate::voice::Voice;

/// The bot is asked what is due at least so often.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// … and no oftener than that.
const SHORTEST_WAIT: Duration = Duration::from_millis(50);

const WELCOME: &str = "\
You are @amal of the agency, in #shared. File a case: /report hxxps://a[.]example/1 incites to attack
Then type @chen to become the platform, and: /ack YT-1 · later: /resolved YT-1 action:removed · /help shows the rest
Also here: @binta @dana @eve #agency #platform #coordination · (YT-1)> /ack replies to the card · Tab completes · quit ends";
const TIME_IS_REAL: &str = "The time is real here. A transcript moves it: liaison try --script FILE";

/// What came of asking for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typing {
    /// A line.
    Line(String),
    /// The line was given up (Ctrl-C).
    GivenUp,
    /// There will be no more (Ctrl-D).
    Ended,
}

/// Where typed lines come from.
#[async_trait]
pub trait Lines: Send {
    /// Asks for a line behind `prompt`, offering `names` for completion.
    ///
    /// # Errors
    /// The terminal cannot be typed in.
    async fn ask(&mut self, prompt: &str, names: Names) -> Result<Typing, Fault>;
}

/// One session at the desk.
pub struct Session<'a> {
    bot: &'a dyn Bot,
    door: &'a TerminalDoor,
    /// The clock on the wall: nothing below the engine has one of its own.
    clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    commands: Vec<String>,
    voice: Voice,
    here: Here,
    /// Up to here everything that was due is done.
    settled: DateTime<Utc>,
}

impl<'a> Session<'a> {
    /// A session on a bot that has been started, which posts through `door`. `commands` are the names that Tab offers;
    /// `prefix` begins the names of its events: another for every session on one database.
    #[must_use]
    pub fn new(
        bot: &'a dyn Bot,
        door: &'a TerminalDoor,
        clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
        commands: Vec<String>,
        prefix: &str,
    ) -> Self {
        let voice = Voice::new(prefix);
        Self { bot, door, clock, commands, voice, here: Here::default(), settled: clock() }
    }

    /// Runs until the person leaves.
    ///
    /// # Errors
    /// The bot cannot go on, or the terminal cannot be written or typed in.
    pub async fn run(mut self, lines: &mut dyn Lines) -> Result<(), Fault> {
        self.print(WELCOME)?;
        self.settle().await?;
        loop {
            let prompt = format!("{} {}> ", self.here.person, self.here.room);
            let cases = self.bot.cases().await?.iter().map(ToString::to_string).collect();
            let names = Names { commands: self.commands.clone(), cases };
            match self.meanwhile(lines.ask(&prompt, names)).await? {
                Typing::Ended => return Ok(()),
                Typing::GivenUp => self.print("Ctrl-D or quit ends.")?,
                Typing::Line(line) => match Typed::read(&line, &self.here) {
                    Typed::Quit => return Ok(()),
                    typed => self.act(typed).await?,
                },
            }
        }
    }

    /// Posts what falls due until the line is there.
    async fn meanwhile(&mut self, asked: impl Future<Output = Result<Typing, Fault>> + Send) -> Result<Typing, Fault> {
        let mut asked = pin!(asked);
        loop {
            let wait = match self.next_wait().await {
                Ok(wait) => wait,
                Err(fault) => return self.leave(fault, asked).await,
            };
            tokio::select! {
                typing = &mut asked => return typing,
                () = tokio::time::sleep(wait) => {}
            }
            if let Err(fault) = self.settle().await {
                return self.leave(fault, asked).await;
            }
        }
    }

    /// The line that was asked for is awaited even so: the editor alone can give the terminal back as it was.
    async fn leave(&self, fault: Fault, asked: impl Future<Output = Result<Typing, Fault>>) -> Result<Typing, Fault> {
        self.print("The bot has stopped: the Enter key leaves and shows why.")?;
        asked.await?;
        Err(fault)
    }

    async fn next_wait(&self) -> Result<Duration, Fault> {
        let due = self.bot.next_at(self.settled).await?;
        // What fell due since is waited for the shortest time.
        let wait = due.map_or(LONGEST_WAIT, |due| (due - self.now()).to_std().unwrap_or_default());
        Ok(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT))
    }

    async fn act(&mut self, typed: Typed) -> Result<(), Fault> {
        match typed {
            Typed::Nothing | Typed::Quit => Ok(()),
            Typed::Become(here) => {
                self.here = here;
                Ok(())
            }
            Typed::Say(saying) => self.say(saying).await,
            Typed::Language(language, room) => Ok(self.bot.set_language(&room, language).await?),
            Typed::Practice(practice) => Ok(self.bot.set_practice(practice).await?),
            Typed::Restart => {
                self.bot.restart(self.now()).await?;
                self.settle().await
            }
            Typed::TimeIsReal => self.print(TIME_IS_REAL),
            Typed::Misread(misread) => self.print(&misread.to_string()),
        }
    }

    async fn say(&mut self, saying: Saying) -> Result<(), Fault> {
        let now = self.now();
        let heard = self.voice.speak(saying, now, self.bot).await?;
        self.bot.hear(Batch { heard: vec![heard], mark: None }, now).await?;
        self.settle().await
    }

    async fn settle(&mut self) -> Result<(), Fault> {
        self.settled = self.now();
        Ok(self.bot.settle(self.settled).await?)
    }

    /// The clock, which does not go backward for the bot even where the machine's is set back.
    fn now(&self) -> DateTime<Utc> {
        (self.clock)().max(self.settled)
    }

    fn print(&self, text: &str) -> Result<(), Fault> {
        self.door.print(text).map_err(Fault::Output)
    }
}
