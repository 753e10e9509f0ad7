//! Requests to Discord: one attempt each, with an end to its patience, and what the answer means.
//!
//! With the real service, serenity's own limiter stands before every route but those of interactions, which have no
//! common limit and would wait for each other there. It would sleep for as long as a route is closed; what it finds closed
//! is told to the postman instead. Either way a closed route is remembered here, and nothing goes there before its time.

mod held;

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use liaison_chat::Secret;
use reqwest::{Certificate, Client, Proxy, Response};
use serde_json::Value;
use serenity::http::{LightMethod, Ratelimiter, Request, Route};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::config::DiscordConfig;
use crate::places::locked;
use crate::trouble::Trouble;
use held::{Held, route};

/// How long a request may take, well below the postman's patience.
const PATIENCE: Duration = Duration::from_secs(15);
/// Before Discord is asked once more whether it knows the token …
const BEFORE_CONFIRMING: Duration = Duration::from_secs(1);
/// … and, while it says neither, once more again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Where serenity's routes begin.
const BASE: &str = "https://discord.com/api/v10";

/// The REST side of Discord.
pub(crate) struct Rest {
    client: Client,
    limiter: Option<Ratelimiter>,
    token: Secret,
    api: Option<String>,
    held: Arc<Mutex<Held>>,
    closings: watch::Sender<()>,
    signed_out: watch::Sender<bool>,
    clock: Arc<Clock>,
}

impl Rest {
    /// By the configured token, at Discord or at its `api`.
    ///
    /// # Errors
    /// When the system has no means to encrypt connections, or the authorities are none.
    pub(crate) fn new(config: &DiscordConfig, clock: Arc<Clock>) -> Result<Self, reqwest::Error> {
        let (token, api) = (&config.token, config.api.as_deref());
        let mut builder = Client::builder().timeout(PATIENCE);
        if let Some(proxy) = &config.way_out.proxy {
            builder = builder.proxy(Proxy::all(proxy)?);
        }
        for authority in Certificate::from_pem_bundle(config.way_out.authorities.as_deref().unwrap_or_default())? {
            builder = builder.add_root_certificate(authority);
        }
        let client = builder.build()?;
        let token = Secret::new(format!("Bot {}", token.expose().trim().trim_start_matches("Bot ")));
        let (held, closings) = (Arc::<Mutex<Held>>::default(), watch::Sender::default());
        let limiter = api.is_none().then(|| limiter(&client, &token, &held, &closings));
        let (api, signed_out) = (api.map(str::to_owned), watch::Sender::new(false));
        Ok(Self { client, limiter, token, api, held, closings, signed_out, clock })
    }

    /// Reads something.
    pub(crate) async fn get(&self, at: Route<'_>) -> Result<Value, Trouble> {
        self.ask(Request::new(at, LightMethod::Get)).await
    }

    /// Reads something, with parameters.
    pub(crate) async fn get_with(&self, at: Route<'_>, params: Vec<(&'static str, String)>) -> Result<Value, Trouble> {
        self.ask(Request::new(at, LightMethod::Get).params(Some(params))).await
    }

    /// Writes something.
    pub(crate) async fn write(&self, method: LightMethod, at: Route<'_>, body: &Value) -> Result<Value, Trouble> {
        self.ask_for(method, at, Some(body)).await
    }

    /// Writes something, and waits no longer than that for what Discord says to it.
    pub(crate) async fn write_within(
        &self,
        patience: Duration,
        method: LightMethod,
        at: Route<'_>,
        body: &Value,
    ) -> Result<Value, Trouble> {
        let written = tokio::time::timeout(patience, self.write(method, at, body)).await;
        written.unwrap_or_else(|_| Err(Trouble::Passing(Trouble::NO_ANSWER.to_owned())))
    }

    /// Takes something away.
    pub(crate) async fn delete(&self, at: Route<'_>) -> Result<Value, Trouble> {
        self.ask_for(LightMethod::Delete, at, None).await
    }

    /// Asks for something, with a body where there is one.
    pub(crate) async fn ask_for(
        &self,
        method: LightMethod,
        at: Route<'_>,
        body: Option<&Value>,
    ) -> Result<Value, Trouble> {
        self.ask(Request::new(at, method).body(body.map(|body| body.to_string().into_bytes()))).await
    }

    /// Waits until Discord says that it does not know the token, and says so again: from then on nothing more is asked by
    /// it.
    pub(crate) async fn signed_out(&self) {
        loop {
            // The sender is our own: it cannot go away meanwhile.
            let _ = self.signed_out.subscribe().wait_for(|out| *out).await;
            if self.is_signed_out().await {
                return;
            }
        }
    }

    /// Asks once more whether Discord knows the token: in outages it says no and means nothing by it.
    pub(crate) async fn is_signed_out(&self) -> bool {
        let key = route(&format!("{:?}", LightMethod::Get), "/users/@me");
        let mut pause = BEFORE_CONFIRMING;
        loop {
            tokio::time::sleep(pause).await;
            let held = self.held().wait(&key, false, Instant::now());
            if let Some(wait) = held {
                pause = wait;
                continue;
            }
            let told = tokio::time::timeout(PATIENCE, async {
                let asked = self.send(Request::new(Route::UserMe, LightMethod::Get), &key, false).await?;
                self.read(asked, key.clone(), false).await
            });
            match told.await.unwrap_or_else(|_| Err(Trouble::Passing(Trouble::NO_ANSWER.to_owned()))) {
                Ok(_) => {
                    self.signed_out.send_replace(false);
                    return false;
                }
                Err(Trouble::SignedOut) => return true,
                Err(_) => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }

    async fn ask(&self, request: Request<'_>) -> Result<Value, Trouble> {
        let path = request.route_ref().path();
        let path = path.trim_start_matches(BASE);
        let of_interaction = path.starts_with("/interactions") || path.starts_with("/webhooks");
        let route = route(&format!("{:?}", request.method_ref()), path);
        if *self.signed_out.borrow() && !of_interaction {
            return Err(Trouble::SignedOut);
        }
        if let Some(wait) = self.held().wait(&route, of_interaction, Instant::now()) {
            return Err(Trouble::Limited(Some(wait)));
        }
        let answered = tokio::time::timeout(PATIENCE, async {
            let response = self.send(request, &route, of_interaction).await?;
            self.read(response, route, of_interaction).await
        });
        answered.await.unwrap_or_else(|_| Err(Trouble::Passing(Trouble::NO_ANSWER.to_owned())))
    }

    async fn send(&self, request: Request<'_>, route: &str, of_interaction: bool) -> Result<Response, Trouble> {
        match &self.limiter {
            Some(limiter) if !of_interaction => tokio::select! {
                response = limiter.perform(request) => Ok(response?),
                wait = self.closed(route) => Err(Trouble::Limited(Some(wait))),
            },
            _ => {
                let request = request.build(&self.client, self.token.expose(), self.api.as_deref())?;
                Ok(request.send().await?)
            }
        }
    }

    /// Waits until a route is closed, and says for how long.
    async fn closed(&self, route: &str) -> Duration {
        let mut closings = self.closings.subscribe();
        loop {
            let wait = self.held().wait(route, true, Instant::now());
            if let Some(wait) = wait {
                return wait;
            }
            // The sender is our own: it cannot go away meanwhile.
            let _ = closings.changed().await;
        }
    }

    async fn read(&self, response: Response, route: String, of_interaction: bool) -> Result<Value, Trouble> {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        if let Some(date) = header("date") {
            self.clock.stamp_text(&date);
        }
        let status = response.status().as_u16();
        let asked = header("retry-after").and_then(|text| text.parse::<f64>().ok());
        let scope = header("x-ratelimit-scope");
        let global = header("x-ratelimit-global").is_some() || scope.as_deref() == Some("global");
        let bytes = response.bytes().await?;
        let body = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
        let now = Instant::now();
        if matches!(status, 401 | 403) || (status == 429 && scope.as_deref() != Some("shared")) {
            self.held().refused(now);
        }
        match status {
            200..300 => Ok(body),
            401 if !of_interaction => {
                self.signed_out.send_replace(true);
                Err(Trouble::SignedOut)
            }
            429 => {
                let wait = body["retry_after"].as_f64().or(asked).unwrap_or_default();
                let wait = Duration::try_from_secs_f64(wait).ok().filter(|wait| !wait.is_zero());
                let global = global || body["global"].as_bool() == Some(true);
                if let Some(wait) = wait {
                    self.held().close(route, global, wait, now);
                }
                Err(Trouble::Limited(wait))
            }
            408 | 500.. => Err(Trouble::Passing(format!("Discord answers {status}"))),
            _ => Err(Trouble::refused(status, &body)),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        locked(&self.held)
    }
}

/// Serenity's limiter, which tells what it finds closed before it begins to wait.
fn limiter(client: &Client, token: &Secret, held: &Arc<Mutex<Held>>, closings: &watch::Sender<()>) -> Ratelimiter {
    let mut limiter = Ratelimiter::new(client.clone(), token.expose());
    let (held, closings) = (Arc::clone(held), closings.clone());
    limiter.set_ratelimit_callback(Box::new(move |limited| {
        let (now, route) =
            (Instant::now(), route(&format!("{:?}", limited.method), limited.path.trim_start_matches(BASE)));
        let mut held = locked(&held);
        held.close(route.clone(), false, limited.timeout, now);
        if limited.global {
            held.close(route, true, limited.timeout, now);
        }
        drop(held);
        closings.send_replace(());
    }));
    limiter
}
