//! What the counterpart refuses, in the shape in which Discord refuses it.
//!
//! A new code is a new constructor here: the handlers never write a status or a number themselves.

use serde_json::{Value, json};

/// An answer that is an error.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub status: u16,
    pub code: u32,
    pub message: String,
    pub errors: Option<Value>,
}

/// A refusal by status, code and sentence.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident => $status:literal $code:literal $message:literal;)*) => {
        impl Refusal {
            $($(#[$doc])* pub(crate) fn $name() -> Self { Self::new($status, $code, $message) })*
        }
    };
}

refusals! {
    unauthorized => 401 0 "401: Unauthorized";
    no_such_route => 404 0 "404: Not Found";
    unknown_application => 404 10002 "Unknown Application";
    unknown_channel => 404 10003 "Unknown Channel";
    unknown_guild => 404 10004 "Unknown Guild";
    unknown_member => 404 10007 "Unknown Member";
    unknown_message => 404 10008 "Unknown Message";
    unknown_user => 404 10013 "Unknown User";
    unknown_emoji => 400 10014 "Unknown Emoji";
    unknown_webhook => 404 10015 "Unknown Webhook";
    unknown_interaction => 404 10062 "Unknown interaction";
    unknown_command => 404 10063 "Unknown application command";
    too_many_commands => 400 30032 "Maximum number of application commands reached (100)";
    too_many_creations => 429 30034 "Max number of daily application command creates has been reached (200)";
    already_acknowledged => 400 40060 "Interaction has already been acknowledged.";
    missing_access => 403 50001 "Missing Access";
    not_in_a_dm => 403 50003 "Cannot execute action on this channel type";
    not_the_author => 403 50005 "Cannot edit a message authored by another user";
    empty_message => 400 50006 "Cannot send an empty message";
    closed_to_messages => 403 50007 "Cannot send messages to this user";
    missing_permissions => 403 50013 "Missing Permissions";
    expired_token => 401 50027 "Invalid Webhook Token";
    invalid_recipient => 400 50033 "Invalid Recipient(s)";
    system_message => 403 50021 "Cannot execute action on a system message";
    archived_thread => 400 50083 "Thread is archived";
    not_json => 400 50109 "The request body contains invalid JSON.";
    thread_exists => 400 160004 "A thread has already been created for this message";
    no_reply_without_history => 400 160002 "Cannot reply without permission to read message history";
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: None }
    }

    /// The body does not pass: which field (`components.0.label`), by which rule, and why.
    pub(crate) fn form(field: &str, rule: &str, why: impl Into<String>) -> Self {
        let mut errors = json!({ "_errors": [{ "code": rule, "message": why.into() }] });
        for part in field.split('.').rev().filter(|part| !part.is_empty()) {
            errors = json!({ part: errors });
        }
        Self { errors: Some(errors), ..Self::new(400, 50035, "Invalid Form Body") }
    }

    /// A text or list whose size is not allowed.
    pub(crate) fn length(field: &str, least: usize, most: usize) -> Self {
        Self::form(field, "BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length."))
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}
