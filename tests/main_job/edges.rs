//! `kill -9` at each edge of the work, over both networks at once: before and after a command is committed, before and
//! after each kind of send takes effect, and while the bot starts. What was said in Matrix is a case, what Discord saw
//! answered is one, and each is told once in both rooms.

use std::collections::BTreeMap;
use std::time::Duration;

use liaison_counterpart::{Counterpart, Interaction, Message, Request};
use serde_json::json;

use super::bot::until;
use super::both::{Guild, desk, plain};
use super::desk::{Desk, federation};
use super::support::nio::{Nio, anything};
use super::told::{posts_of, told_as_new};

/// One kill at each edge; the variable plays more.
const EDGES: usize = 8;
/// Longer than any test lasts: what is stalled arrives only if the kill comes too late.
const STALLED: Duration = Duration::from_secs(600);
const POSTS: &str = "POST /channels/*/messages";
const EDITS: &str = "PATCH /channels/*/messages/*";

struct Play {
    desk: Desk,
    guild: Guild,
    dana: Nio,
    /// Addresses whose report must be a case.
    promised: Vec<String>,
    /// Cases that were acknowledged.
    acknowledged: Vec<String>,
}

impl Play {
    async fn says(&mut self, round: usize) {
        self.desk.amal.say(&self.desk.room, &format!("!report https://bad.example/m{round} in Matrix"));
        self.promised.push(format!("hxxps://bad[.]example/m{round}"));
    }

    fn reports(&self, round: usize) -> Interaction {
        let given = [("target", json!(format!("https://bad.example/d{round}")))];
        self.guild.discord.slash(self.guild.amal, self.guild.channel, "report", &given).unwrap()
    }

    /// A further request of that route is there.
    async fn arrives(&self, route: &str, before: usize) {
        let arrived = |discord: &Counterpart| discord.requests_of(route).len() > before;
        self.guild.discord.wait_until(route, arrived).await.unwrap();
    }

    fn count(&self, route: &str) -> usize {
        self.guild.discord.requests_of(route).len()
    }

    /// Goes on until this round's edge, where the kill strikes.
    async fn comes_to_the_edge(&mut self, round: usize) {
        let discord = self.guild.discord.clone();
        match round % EDGES {
            0 => {
                let before = self.count("POST /interactions/**");
                let _seen_to_fail_or_done = self.reports(round);
                self.arrives("POST /interactions/**", before).await;
            }
            1 => {
                discord.stall_next(POSTS, STALLED);
                self.reports(round);
                // Something else may be on its way before it: what is sent of this one was committed.
                let address = format!("hxxps://bad[.]example/d{round}");
                let of_it =
                    |request: &Request| plain(request.body["content"].as_str().unwrap_or_default()).contains(&address);
                let sent = |discord: &Counterpart| discord.requests_of(POSTS).iter().any(of_it);
                discord.wait_until("the card on its way", sent).await.unwrap();
                self.promised.push(address);
            }
            2 => {
                discord.answer_lost_next(POSTS);
                self.reports(round);
                let address = format!("hxxps://bad[.]example/d{round}");
                let shown = |message: &Message| plain(&message.content).contains(&address);
                discord.wait_for(self.guild.channel, shown).await.unwrap();
                self.promised.push(address);
            }
            3 => {
                let before = self.desk.bot.ledger().cases.len();
                self.says(round).await;
                until("another case", || (self.desk.bot.ledger().cases.len() > before).then_some(()));
            }
            4 => {
                let before = self.count(POSTS);
                discord.stall_next(POSTS, STALLED);
                self.says(round).await;
                self.arrives(POSTS, before).await;
            }
            5 => {
                self.says(round).await;
                let address = format!("bad[.]example/m{round}");
                let of_bot = anything().from(&self.desk.bot.user).containing(&address);
                self.dana.wait_for(&self.desk.room, &of_bot.within(super::bot::PATIENCE));
            }
            6 => self.acknowledges().await,
            _ => {
                self.says(round).await;
                self.desk.bot.kill();
                let before = self.count("GET /users/@me");
                self.desk.bot.start();
                self.arrives("GET /users/@me", before).await;
            }
        }
    }

    /// The kill strikes while the edit of the card is under way: the line stands there already.
    async fn acknowledges(&mut self) {
        let ledger = self.desk.bot.ledger();
        let open = ledger.cases.iter().find(|case| case["state"] == "sent").map(|case| case["ref"].as_str().unwrap());
        let case = open.expect("an open case").to_owned();
        let card = |message: &Message| plain(&message.content).starts_with(&format!("{case} ·"));
        self.guild.discord.wait_for(self.guild.channel, card).await.unwrap();
        let before = self.count(EDITS);
        self.guild.discord.stall_next(EDITS, STALLED);
        self.guild.discord.slash(self.guild.chen, self.guild.channel, "ack", &[("case", json!(case))]).unwrap();
        self.arrives(EDITS, before).await;
        self.acknowledged.push(case);
    }

    async fn starts(&mut self) {
        let before = self.guild.discord.identifies();
        self.desk.bot.start();
        self.guild.discord.wait_until("a new session", |discord| discord.identifies() > before).await.unwrap();
        self.guild.discord.connected().await.unwrap();
    }

    fn told_on_discord(&self) -> BTreeMap<String, usize> {
        let mut told = BTreeMap::new();
        for text in self.guild.said().iter().map(|message| plain(&message.content)) {
            if let Some((case, _)) = text.split_once(" · removal referral · ") {
                *told.entry(case.to_owned()).or_default() += 1;
            }
        }
        told
    }

    /// How often each acknowledgement was told: in Matrix, in Discord.
    fn acknowledgements(&self) -> Vec<(usize, usize)> {
        let history = self.dana.history(&self.desk.room);
        let in_matrix = posts_of(&history, &self.desk.bot.user);
        let in_discord: Vec<String> = self.guild.said().iter().map(|message| plain(&message.content)).collect();
        let begins = |text: &str, case: &str| text.starts_with(&format!("{case} acknowledged by"));
        let counted = self.acknowledged.iter().map(|case| {
            let matrix = in_matrix.iter().filter(|post| begins(&post.body, case)).count();
            (matrix, in_discord.iter().filter(|text| begins(text, case)).count())
        });
        counted.collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_every_edge_over_both_networks_loses_nothing_and_doubles_no_post() {
    let kills = std::env::var("LIAISON_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(EDGES);
    let servers = federation();
    let (desk, guild) = desk(&servers, "edges").await;
    guild.discord.set_patience(super::bot::PATIENCE);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let mut play = Play { desk, guild, dana, promised: Vec::new(), acknowledged: Vec::new() };
    for round in 0..kills {
        play.comes_to_the_edge(round).await;
        play.desk.bot.kill();
        if round % 3 == 0 {
            // Past Discord's memory of names nothing but the post's own marker tells that it is there.
            play.guild.discord.forget_nonces();
        }
        play.starts().await;
    }
    let ledger = until("every case", || {
        let ledger = play.desk.bot.ledger();
        play.promised.iter().all(|address| ledger.addresses().contains(&address.as_str())).then_some(ledger)
    });
    let expected: BTreeMap<String, usize> =
        ledger.cases.iter().map(|case| (case["ref"].as_str().unwrap().to_owned(), 1)).collect();
    play.guild.discord.wait_until("every card", |_| play.told_on_discord().len() == expected.len()).await.unwrap();
    until("every case in Matrix", || {
        (told_as_new(&play.dana.messages(&play.desk.room), &play.desk.bot.user).len() == expected.len()).then_some(())
    });
    until("every acknowledgement", || {
        play.acknowledgements().iter().all(|(matrix, discord)| *matrix > 0 && *discord > 0).then_some(())
    });
    let (status, _) = play.desk.bot.terminate();
    assert!(status.success(), "{status}");
    assert_eq!(play.told_on_discord(), expected, "each once on Discord");
    assert_eq!(told_as_new(&play.dana.history(&play.desk.room), &play.desk.bot.user), expected, "each once in Matrix");
    assert!(play.acknowledgements().iter().all(|told| *told == (1, 1)), "{:?}", play.acknowledgements());
    play.desk.bot.history_is_sound();
    let (cases, said) = (expected.len(), play.acknowledged.len());
    println!(
        "{kills} kills at {EDGES} edges: {cases} cases, each with one card in both rooms, {said} acknowledgements"
    );
}
