//! What each frame of a client means.

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::gateway::socket::Connection;
use crate::gateway::{IDENTIFIES_A_DAY, Out, PRIVILEGED, Session};
use crate::world::World;

/// All went well, or the code to close with.
type Verdict = Result<(), u16>;

impl World {
    pub(crate) fn payload(&mut self, connection: &mut Connection, frame: &Value) -> Verdict {
        let data = &frame["d"];
        match frame["op"].as_u64() {
            Some(1) => self.beat(connection),
            Some(2) if connection.session.is_some() => return Err(4005),
            Some(2) => return self.identify(connection, data),
            Some(6) if connection.session.is_some() => return Err(4005),
            Some(6) => return self.resume(connection, data),
            Some(3 | 4 | 8) if connection.session.is_none() => return Err(4003),
            // Presence and voice: nothing that this world shows.
            Some(3 | 4) => {}
            _ => return Err(4001),
        }
        Ok(())
    }

    fn beat(&mut self, connection: &mut Connection) {
        connection.alive = true;
        self.gateway.heartbeats += 1;
        let answer = json!({ "op": 11, "t": null, "s": null, "d": null });
        let _ = connection.sender.send(Out::Send(answer.to_string()));
    }

    fn identify(&mut self, connection: &mut Connection, data: &Value) -> Verdict {
        self.gateway.identifies += 1;
        self.check_token(data)?;
        let bits = data["intents"].as_u64().ok_or(4013_u16)?;
        let intents = Intents::from_bits(bits).ok_or(4013_u16)?;
        if intents.intersects(PRIVILEGED.difference(self.gateway.granted)) {
            return Err(4014);
        }
        let shard = match &data["shard"] {
            Value::Null => (0, 1),
            shard => {
                let number = |index: usize| shard[index].as_u64().ok_or(4010_u16);
                (number(0)?, number(1)?)
            }
        };
        if shard.0 >= shard.1 {
            return Err(4010);
        }
        if self.gateway.identifies > IDENTIFIES_A_DAY {
            self.token = None;
            return Err(4004);
        }
        let name = format!("{:032x}", self.next_id().0);
        let line = (connection.number, connection.sender.clone());
        self.gateway.sessions.insert(name.clone(), Session::new(intents, shard, line));
        connection.session = Some(name.clone());
        self.greet(&name);
        Ok(())
    }

    fn check_token(&self, data: &Value) -> Verdict {
        let shown = data["token"].as_str().map(|token| token.strip_prefix("Bot ").unwrap_or(token));
        if self.token.is_some() && shown == self.token.as_deref() { Ok(()) } else { Err(4004) }
    }

    fn resume(&mut self, connection: &mut Connection, data: &Value) -> Verdict {
        self.check_token(data)?;
        let name = data["session_id"].as_str().unwrap_or_default();
        let line = (connection.number, connection.sender.clone());
        let Some(session) = self.gateway.sessions.get_mut(name) else {
            let _ = connection.sender.send(Out::Send(invalid(false)));
            return Ok(());
        };
        if !session.resume(line, data["seq"].as_u64().unwrap_or_default()) {
            self.gateway.sessions.remove(name);
            return Err(4007);
        }
        connection.session = Some(name.to_owned());
        self.gateway.resumes += 1;
        Ok(())
    }

    /// A connection has ended; the session goes with it, if the client said so.
    pub(crate) fn disconnected(&mut self, connection: &Connection, code: Option<u16>) {
        let Some(name) = &connection.session else {
            return;
        };
        let Some(session) = self.gateway.sessions.get_mut(name) else {
            return;
        };
        if session.line.as_ref().is_none_or(|(number, _)| *number != connection.number) {
            return;
        }
        session.line = None;
        if matches!(code, Some(1000 | 1001)) {
            self.gateway.sessions.remove(name);
        }
    }
}

/// Opcode 9.
pub(crate) fn invalid(resumable: bool) -> String {
    json!({ "op": 9, "t": null, "s": null, "d": resumable }).to_string()
}

/// Opcode 7.
pub(crate) fn reconnect() -> String {
    json!({ "op": 7, "t": null, "s": null, "d": null }).to_string()
}
