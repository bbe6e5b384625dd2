//! Live tail sessions as event streams.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use cupola::Place;
use cupola::logs::LiveTailOutput;
use http_body_util::channel::{Channel, Sender};
use serde_json::Value;
use tokio::task::spawn_blocking;

use crate::event_stream::{event, exception};
use crate::server::Shared;

/// A session that was started, and is to be streamed.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    place: Place,
    session: String,
    /// The first event, as JSON.
    start: String,
}

impl Tail {
    /// The session that a `StartLiveTail` answered.
    pub(crate) fn of(place: Place, answer: &str) -> Option<Self> {
        let answer: Value = serde_json::from_str(answer).ok()?;
        let start = answer.get("responseStream")?.get("sessionStart")?;
        let session = start.get("sessionId")?.as_str()?.to_owned();
        Some(Self { place, session, start: start.to_string() })
    }

    /// The body of the answer: it goes on until the session ends, the client leaves or the endpoint stops.
    pub(crate) fn stream(self, shared: Arc<Shared>) -> Body {
        let (sender, channel) = Channel::<Bytes>::new(WAITING);
        tokio::spawn(self.run(shared, sender));
        Body::new(channel)
    }

    async fn run(self, shared: Arc<Shared>, mut sender: Sender<Bytes>) {
        let mut frames = vec![event("initial-response", "{}"), event("sessionStart", &self.start)];
        loop {
            for frame in frames {
                if sender.send_data(frame.into()).await.is_err() {
                    return self.stop(&shared).await;
                }
            }
            if shared.is_stopping() {
                return self.stop(&shared).await;
            }
            tokio::time::sleep(PAUSE).await;
            match self.take(&shared).await {
                Some(outputs) => frames = outputs.iter().map(frame).collect(),
                None => return,
            }
        }
    }

    /// What is new, once it is durable; `None` when the session is over.
    async fn take(&self, shared: &Arc<Shared>) -> Option<Vec<LiveTailOutput>> {
        let (of_task, place, session) = (Arc::clone(shared), self.place.clone(), self.session.clone());
        let taken = spawn_blocking(move || (of_task.world.lock().live_tail(place, session), of_task.gate.mark()));
        let (outputs, mark) = taken.await.ok()?;
        shared.gate.pass(mark).await.ok()?;
        outputs
    }

    async fn stop(&self, shared: &Arc<Shared>) {
        let (shared, place, session) = (Arc::clone(shared), self.place.clone(), self.session.clone());
        // A session that is over needs no stop.
        let _ = spawn_blocking(move || shared.world.lock().stop_live_tail(place, session)).await;
    }
}

fn frame(output: &LiveTailOutput) -> Vec<u8> {
    match output {
        LiveTailOutput::Update(update) => event("sessionUpdate", update.to_json().as_str()),
        _ => exception("SessionTimeoutException", r#"{"message":"The session has run for its longest time."}"#),
    }
}

/// Frames that wait for a slow client; then its session's own buffer fills.
const WAITING: usize = 4;
/// How often is looked what is new.
const PAUSE: Duration = Duration::from_millis(50);
