//! The line editor: a thread of its own reads the keys, another prints, so that what the bot posts while somebody types
//! stands above the prompt and neither waits for the other.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, channel, sync_channel};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, ExternalPrinter, Helper};
use tokio::sync::oneshot;

use crate::complete::{Names, complete};
use crate::fault::Fault;
use crate::session::{Lines, Typing};

/// Posts that wait to be printed: no more, or the terminal counts as busy.
const POSTS_WAITING: usize = 4_096;
/// The prompt waits so long for posts that are still being printed.
const PROMPT_WAITS: Duration = Duration::from_secs(1);

type Keys = rustyline::Editor<Tab, DefaultHistory>;

/// The editor in this terminal.
pub struct Editor {
    questions: std::sync::mpsc::Sender<Question>,
}

struct Question {
    prompt: String,
    names: Names,
    answer: oneshot::Sender<Result<String, ReadlineError>>,
}

enum Print {
    Text(String),
    /// Everything before it is printed: the sender is dropped.
    Done(SyncSender<()>),
}

impl Editor {
    /// Opens the terminal. The writer goes to the door: what is written to it appears above the prompt at each flush.
    ///
    /// # Errors
    /// The terminal cannot be typed in.
    pub fn open() -> Result<(Self, Box<dyn Write + Send>), Fault> {
        let config = Config::builder().completion_type(CompletionType::List).auto_add_history(true).build();
        let mut keys = Keys::with_config(config)?;
        let (prints, to_print) = sync_channel(POSTS_WAITING);
        let (questions, asked) = channel();
        match keys.create_external_printer() {
            Ok(printer) => thread::spawn(move || print_all(printer, &to_print)),
            // A terminal without cursor keys has no prompt to keep whole.
            Err(_) => thread::spawn(move || print_all(Plain, &to_print)),
        };
        let writer = Above { prints: prints.clone(), text: Vec::new() };
        thread::spawn(move || answer_all(keys, &asked, &prints));
        Ok((Self { questions }, Box::new(writer)))
    }
}

#[async_trait]
impl Lines for Editor {
    async fn ask(&mut self, prompt: &str, names: Names) -> Result<Typing, Fault> {
        let (answer, answered) = oneshot::channel();
        let question = Question { prompt: prompt.to_owned(), names, answer };
        // A thread that has ended without an answer is a terminal that has gone.
        if self.questions.send(question).is_err() {
            return Ok(Typing::Ended);
        }
        match answered.await {
            Ok(Ok(line)) => Ok(Typing::Line(line)),
            Ok(Err(ReadlineError::Interrupted)) => Ok(Typing::GivenUp),
            Ok(Err(ReadlineError::Eof)) | Err(_) => Ok(Typing::Ended),
            Ok(Err(fault)) => Err(fault.into()),
        }
    }
}

fn answer_all(mut keys: Keys, asked: &Receiver<Question>, prints: &SyncSender<Print>) {
    for question in asked {
        let (done, is_done) = sync_channel(0);
        if prints.try_send(Print::Done(done)).is_ok() {
            // Too late is as good as done: what remains is printed above the prompt.
            let _ = is_done.recv_timeout(PROMPT_WAITS);
        }
        keys.set_helper(Some(Tab(question.names)));
        let line = keys.readline(&question.prompt);
        if question.answer.send(line).is_err() {
            return;
        }
    }
}

fn print_all(mut printer: impl ExternalPrinter, to_print: &Receiver<Print>) {
    for print in to_print {
        match print {
            // A terminal that takes no more output is found out by the keys' thread.
            Print::Text(text) => drop(printer.print(text)),
            Print::Done(done) => drop(done),
        }
    }
}

struct Plain;

impl ExternalPrinter for Plain {
    fn print(&mut self, text: String) -> rustyline::Result<()> {
        let mut output = io::stdout().lock();
        output.write_all(text.as_bytes())?;
        Ok(output.flush()?)
    }
}

/// Collects what is written until it is flushed, and hands it over whole.
struct Above {
    prints: SyncSender<Print>,
    text: Vec<u8>,
}

impl Write for Above {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let text = String::from_utf8_lossy(&std::mem::take(&mut self.text)).into_owned();
        self.prints.try_send(Print::Text(text)).map_err(|fault| match fault {
            TrySendError::Full(_) => io::ErrorKind::WouldBlock.into(),
            TrySendError::Disconnected(_) => io::ErrorKind::BrokenPipe.into(),
        })
    }
}

/// Completion; nothing else of the editor's.
struct Tab(Names);

impl Completer for Tab {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(complete(line, at, &self.0))
    }
}

impl Hinter for Tab {
    type Hint = String;
}
impl Highlighter for Tab {}
impl Validator for Tab {}
impl Helper for Tab {}
