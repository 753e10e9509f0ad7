//! Who is on duty, side by side: asked for by anyone of the desk, as the room may see people.

use liaison_domain::Desk;

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::Document;

/// One line an organisation of the desk.
pub(crate) fn duties(voice: Voice<'_>, desk: &Desk) -> Document {
    let setting = voice.view.setting;
    let lines = desk.agencies.iter().chain([&desk.platform]).map(|id| {
        let organisation = voice.organisation(setting.organisation(id));
        let people: Vec<_> = setting
            .on_duty(id, voice.view.now)
            .map(|duty| {
                let by = if voice.names_people() { voice.member(&duty.member) } else { voice.side_of(&duty.member) };
                voice.say("duty-person", &[("by", by), ("until", voice.time(duty.until))])
            })
            .collect();
        match people.is_empty() {
            true => voice.line("duty-row-nobody", &[("organisation", organisation)]),
            false => {
                let people = Fill::Pieces(voice.joined(people));
                voice.line("duty-row", &[("organisation", organisation), ("people", people)])
            }
        }
    });
    Document { blocks: lines.collect(), ..Document::default() }
}
