//! The gateway: one connection, kept up; one session, resumed as long as Discord lets it. Frames are taken in order and
//! nothing here waits for anybody: first answers run by themselves, and the engine is told by [`Ears`](crate::ears::Ears).
//!
//! Why the session ended decides what comes next: final codes end the door with words, the others resume, or begin anew
//! where the session is lost. Whoever wants another kind of event to be heard begins in `events`.

mod events;
mod session;

use std::time::Duration;

use serenity::http::Route;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::ears::{News, Told};
use crate::error::DiscordError;
pub(crate) use crate::gateway::events::Events;
use crate::gateway::session::Left;
pub(crate) use crate::gateway::session::Session;
use crate::socket::{Ended, Socket};
use crate::trouble::Trouble;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Before a session goes on that nothing is wrong with.
const SHORT_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Between two identifies: Discord's own limit.
const BETWEEN_IDENTIFIES: Duration = Duration::from_secs(5);
/// So many identifies of the day's thousand are left alone: at the end of them the token is reset.
const IDENTIFIES_KEPT: u64 = 20;
/// Keeps the session, for us to resume it.
const CLOSE_TO_RESUME: u16 = 4000;
/// Ends the session.
const CLOSE: u16 = 1000;

/// The gateway's loop and what it remembers.
pub(crate) struct Gateway {
    events: Events,
    told: UnboundedSender<Told>,
    session: Session,
    identified: Option<Instant>,
    pause: Option<Duration>,
}

impl Gateway {
    /// A loop that has not connected yet.
    pub(crate) fn new(events: Events, told: UnboundedSender<Told>, session: Session) -> Self {
        Self { events, told, session, identified: None, pause: None }
    }

    /// Keeps the gateway up until `stop` turns true, or its sender is gone.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), DiscordError> {
        loop {
            let connected = tokio::select! {
                connected = self.connect() => connected,
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            };
            let ended = match connected {
                Ok(mut socket) => {
                    let left = tokio::select! {
                        left = self.session.talk(&mut socket, &mut self.events) => left,
                        _ = stop.wait_for(|stop| *stop) => Left::Stopped,
                    };
                    self.leave(socket, left).await?
                }
                Err(trouble) => Some(trouble.why()),
            };
            let Some(why) = ended else { return Ok(()) };
            tracing::warn!(why, "the gateway was left; it is entered again");
            let pause = self.next_pause();
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            }
        }
    }

    /// Connects, where Discord says; a new session keeps the day's budget and the pause between two.
    async fn connect(&mut self) -> Result<Socket, Trouble> {
        let address = match self.session.take_resume_address() {
            Some(address) => address,
            None => self.address().await?,
        };
        if !self.session.is_open() {
            if let Some(last) = self.identified {
                tokio::time::sleep_until(last + BETWEEN_IDENTIFIES).await;
            }
            self.identified = Some(Instant::now());
        }
        Socket::open(&address, &self.events.door.way_out).await.map_err(|ended| Trouble::Passing(why(&ended)))
    }

    async fn address(&self) -> Result<String, Trouble> {
        let told = self.events.door.rest.get(Route::GatewayBot).await?;
        let limit = &told["session_start_limit"];
        let left = limit["remaining"].as_u64().unwrap_or(u64::MAX);
        if left <= IDENTIFIES_KEPT && !self.session.is_open() {
            let wait = Duration::from_millis(limit["reset_after"].as_u64().unwrap_or_default());
            tracing::error!(minutes = wait.as_secs() / 60, "the day's sessions are used up; the gateway waits");
            tokio::time::sleep(wait.max(LONGEST_PAUSE)).await;
        }
        let address = told["url"].as_str().map(str::to_owned);
        address.ok_or_else(|| Trouble::Passing("Discord names no gateway".to_owned()))
    }

    /// Closes what was left; why it has to be entered again, or nothing where it must not be.
    async fn leave(&mut self, socket: Socket, left: Left) -> Result<Option<String>, DiscordError> {
        if self.session.was_established() && left != Left::Stopped {
            self.pause = None;
            self.tell(News::Lost);
        }
        let why = match left {
            Left::Stopped => {
                socket.close(CLOSE).await;
                return Ok(None);
            }
            Left::Ended(Ended::Closed(code)) => {
                if let Some(error) = DiscordError::of_close(code) {
                    return Err(error);
                }
                why(&Ended::Closed(code))
            }
            Left::Ended(ended) => why(&ended),
            Left::By(why) => {
                socket.close(CLOSE_TO_RESUME).await;
                why.to_owned()
            }
        };
        Ok(Some(why))
    }

    fn tell(&self, news: News) {
        // Whoever is told is gone only when the door closes.
        let _ = self.told.send(Told::News(news));
    }

    /// Short where the session can go on and nothing failed before; then longer and longer.
    fn next_pause(&mut self) -> Duration {
        let pause = self.pause.unwrap_or(if self.session.is_open() { SHORT_PAUSE } else { FIRST_PAUSE });
        self.pause = Some((pause * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE));
        pause
    }
}

fn why(ended: &Ended) -> String {
    match ended {
        Ended::Closed(code) => format!("Discord closed it with {code}"),
        Ended::Broken(why) => (*why).to_owned(),
    }
}
