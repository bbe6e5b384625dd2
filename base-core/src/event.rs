//! One event on its way to a bus.

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::json::Json;
use crate::{Place, Timestamp};

/// An event in the envelope that event buses carry.
///
/// [`to_json`](Self::to_json) prints the service's order of keys: `version`, `id`, `detail-type`, `source`, `account`,
/// `time` (whole seconds), `region`, `replay-name` (only on replayed events), `resources`,
/// `detail`.
///
/// ```
/// use cupola_base::{json::Json, EventEnvelope, Place, Timestamp};
///
/// let place = Place::parse("111122223333", "us-east-1")?;
/// let at = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let event = EventEnvelope::new("00000000-0000-4000-8000-000000000000", place, at, "my.shop", "Order placed", Json::parse("{\"n\":1}")?);
/// assert_eq!(
///     event.to_json().as_str(),
///     r#"{"version":"0","id":"00000000-0000-4000-8000-000000000000","detail-type":"Order placed","source":"my.shop","account":"111122223333","time":"2026-05-04T06:00:00Z","region":"us-east-1","resources":[],"detail":{"n":1}}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
///
/// # Source
/// EventBridge User Guide, "Event structure".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventEnvelope {
    /// A UUID.
    pub id: String,
    /// What happened, in words.
    pub detail_type: String,
    /// Who says so; services' own events begin with `aws.`.
    pub source: String,
    /// Account and region of the event.
    pub place: Place,
    /// When it happened; printed in whole seconds.
    pub time: Timestamp,
    /// ARNs that the event is about.
    pub resources: Vec<String>,
    /// The replay that sent the event again.
    pub replay_name: Option<String>,
    /// What happened, as JSON.
    pub detail: Json,
}

impl EventEnvelope {
    /// An event without resources.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        place: Place,
        time: Timestamp,
        source: impl Into<String>,
        detail_type: impl Into<String>,
        detail: Json,
    ) -> Self {
        Self {
            id: id.into(),
            detail_type: detail_type.into(),
            source: source.into(),
            place,
            time,
            resources: Vec::new(),
            replay_name: None,
            detail,
        }
    }

    /// Sets the resources.
    #[must_use]
    pub fn with_resources(self, resources: Vec<String>) -> Self {
        Self { resources, ..self }
    }

    /// The event as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::of(&Wire(self))
    }
}

/// The wire form; the derived form, which keeps the whole instant, is that of snapshots.
struct Wire<'a>(&'a EventEnvelope);

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let event = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", "0")?;
        map.serialize_entry("id", &event.id)?;
        map.serialize_entry("detail-type", &event.detail_type)?;
        map.serialize_entry("source", &event.source)?;
        map.serialize_entry("account", &event.place.account)?;
        map.serialize_entry("time", &event.time.to_seconds_text())?;
        map.serialize_entry("region", &event.place.region)?;
        if let Some(replay) = &event.replay_name {
            map.serialize_entry("replay-name", replay)?;
        }
        map.serialize_entry("resources", &event.resources)?;
        map.serialize_entry("detail", &event.detail)?;
        map.end()
    }
}
