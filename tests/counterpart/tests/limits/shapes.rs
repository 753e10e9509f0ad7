//! What the counterpart says has the shapes in which others expect it: each answer and event is read by the types of
//! `twilight-model` (events by [`Socket::next`], all of them).

use liaison_counterpart::{Intents, Permissions};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::callback::InteractionCallbackResponse;
use twilight_model::channel::{Channel, Message};
use twilight_model::guild::{Guild, Member, Role};
use twilight_model::oauth::Application;
use twilight_model::user::CurrentUser;

use crate::by_hand::{Socket, Stage};

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error} in {value}"))
}

#[tokio::test]
async fn answers_are_read_by_others() {
    let stage = Stage::new().await;
    let application = stage.discord.application();
    read::<CurrentUser>(&stage.get("/users/@me").await.body);
    read::<Application>(&stage.get("/applications/@me").await.body);
    read::<Application>(&stage.get("/oauth2/applications/@me").await.body);
    read::<Vec<Role>>(&stage.get(&format!("/guilds/{}/roles", stage.guild)).await.body);
    read::<Vec<Channel>>(&stage.get(&format!("/guilds/{}/channels", stage.guild)).await.body);
    read::<Member>(&stage.get(&format!("/guilds/{}/members/{}", stage.guild, stage.ada)).await.body);
    let mut guild = stage.get(&format!("/guilds/{}", stage.guild)).await.body;
    guild["large"] = false.into();
    read::<Guild>(&guild);
    read::<Channel>(&stage.get(&format!("/channels/{}", stage.room)).await.body);
    let row = json!({ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Take", "custom_id": "take" }] });
    let asked = stage.discord.say(stage.ada, stage.room, "question", None).unwrap();
    let reply = json!({ "content": "answer", "message_reference": { "message_id": asked }, "components": [row] });
    read::<Message>(&stage.post(reply).await.body);
    let thread =
        stage.ask("POST", &format!("/channels/{}/messages/{asked}/threads", stage.room), &json!({ "name": "t" })).await;
    read::<Channel>(&thread.body);
    let history = stage.get(&format!("/channels/{}/messages", stage.room)).await.body;
    assert_eq!(read::<Vec<Message>>(&history).len(), 2);
    let commands = format!("/applications/{application}/commands");
    let put = stage.ask("PUT", &commands, &json!([{ "name": "report", "description": "d" }])).await;
    read::<Vec<Command>>(&put.body);
    let it = stage.discord.slash(stage.ada, stage.room, "report", &[]).unwrap().payload();
    let (id, token) = (it["id"].as_str().unwrap(), it["token"].as_str().unwrap());
    let path = format!("/interactions/{id}/{token}/callback?with_response=true");
    let answer = stage.ask("POST", &path, &json!({ "type": 4, "data": { "content": "x" } })).await;
    let answer = read::<InteractionCallbackResponse>(&answer.body);
    assert!(answer.resource.is_some_and(|resource| resource.message.is_some()));
}

#[tokio::test]
async fn events_are_read_by_others() {
    let stage = Stage::new().await;
    let discord = &stage.discord;
    discord.grant(Intents::GUILD_MEMBERS | Intents::MESSAGE_CONTENT);
    let user = json!({ "type": 6, "name": "whom", "description": "d" });
    stage.command(json!({ "name": "report", "description": "d", "options": [user] })).await;
    stage.command(json!({ "type": 3, "name": "Report this" })).await;
    let mut socket = Socket::open(discord).await;
    let direct = Intents::DIRECT_MESSAGES | Intents::DIRECT_MESSAGE_REACTIONS;
    let guilds = Intents::GUILDS | Intents::GUILD_MEMBERS | Intents::GUILD_MESSAGES | Intents::GUILD_MESSAGE_REACTIONS;
    socket.identify(&discord.token(), (direct | guilds | Intents::MESSAGE_CONTENT).bits()).await;
    socket.event("GUILD_CREATE").await;

    let asked = discord.say(stage.ada, stage.room, "question", None).unwrap();
    discord.say(stage.ada, stage.room, "again", Some(asked)).unwrap();
    discord.edit(stage.ada, asked, "questions").unwrap();
    discord.react(stage.ada, asked, "👀").unwrap();
    let thread = discord.thread(stage.ada, stage.room, "About it", Some(asked));
    discord.archive_thread(thread, false);
    let whom = [("whom", json!(stage.ada.to_string()))];
    let slash = discord.slash(stage.ada, stage.room, "report", &whom).unwrap();
    discord.message_command(stage.ada, asked, "Report this").unwrap();
    discord.redeliver(&slash);
    discord.say(stage.ada, discord.direct(stage.ada), "secret", None).unwrap();
    discord.slash(stage.ada, discord.direct(stage.ada), "report", &whom).unwrap();
    discord.role(stage.guild, "Lead", Permissions::empty());
    discord.delete_message(asked);
    discord.delete_channel(stage.room);
    let bea = discord.person("bea");
    discord.join(bea, stage.guild, &[]);
    discord.leave(bea, stage.guild);
    discord.leave(discord.application(), stage.guild);

    let mut names = Vec::new();
    let mut interactions = Vec::new();
    while names.last().is_none_or(|name| name != "GUILD_DELETE") {
        let frame = socket.next().await;
        names.push(frame["t"].as_str().unwrap_or_else(|| panic!("{frame}")).to_owned());
        if frame["t"] == "INTERACTION_CREATE" {
            interactions.push(frame["d"].clone());
        }
    }
    let in_order = [
        "MESSAGE_CREATE MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_REACTION_ADD THREAD_CREATE MESSAGE_UPDATE MESSAGE_CREATE",
        "THREAD_UPDATE INTERACTION_CREATE INTERACTION_CREATE INTERACTION_CREATE MESSAGE_CREATE INTERACTION_CREATE",
        "GUILD_ROLE_CREATE MESSAGE_DELETE CHANNEL_DELETE GUILD_MEMBER_ADD GUILD_MEMBER_REMOVE GUILD_DELETE",
    ];
    assert_eq!(names.join(" "), in_order.join(" "));
    let [first, about, again, private] = interactions.as_slice() else { panic!("{interactions:?}") };
    assert_eq!(first, again, "delivered once more, it is the same");
    let whom = stage.ada.to_string();
    assert_eq!(first["data"]["resolved"]["members"][&whom]["roles"].as_array().map(Vec::len), Some(1));
    assert_eq!((&first["member"]["user"]["id"], &first["guild_locale"]), (&json!(whom), &json!("en-GB")));
    assert_eq!(about["data"]["resolved"]["messages"][asked.to_string()]["content"], "questions");
    assert_eq!((&private["user"]["id"], private.get("member")), (&json!(whom), None));
}
