//! Why a question to the history does not find a record.

use cupola_base::Timestamp;

use super::lookup::{Lookup, LookupKey};
use super::store::{FoundEvent, oldest_visible};
use crate::{Category, Engine, Record, RecordError};

/// Why a question to event history does not find a record; the first reason that holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Miss {
    /// Records without a time are not taken in.
    #[error(transparent)]
    Record(RecordError),
    /// History keeps management events and insights about them only.
    #[error("history keeps no events of the category {0}")]
    NotKept(Category),
    /// It is older than 90 days.
    #[error("the event of {at} is older than 90 days: {oldest} is the oldest instant that is shown")]
    TooOld {
        /// The event's time.
        at: Timestamp,
        /// The oldest instant that is shown.
        oldest: Timestamp,
    },
    /// It lies after now.
    #[error("the event of {0} is yet to come")]
    YetToCome(Timestamp),
    /// It lies before the question's start or after its end.
    #[error("the event of {0} is not in the time asked for")]
    OutOfRange(Timestamp),
    /// The question is for insights and this is none, or the other way round.
    #[error("the question is for {}", if *.asked_for_insights { "insights alone" } else { "management events alone" })]
    Kind {
        /// Whether insights were asked for.
        asked_for_insights: bool,
    },
    /// The attribute has another value.
    #[error("{} is asked to be `{wanted}`, it is {}", key.as_str(), shown(seen))]
    Attribute {
        /// The attribute.
        key: LookupKey,
        /// What is asked for.
        wanted: String,
        /// What the record has.
        seen: Vec<String>,
    },
}

fn shown(seen: &[String]) -> String {
    if seen.is_empty() { "absent".into() } else { format!("`{}`", seen.join("`, `")) }
}

impl Engine {
    /// Why a question finds a record or does not, whether or not the record was taken in.
    ///
    /// ```
    /// use cupola_audit::{Engine, Lookup, LookupKey, Record};
    /// use cupola_base::{Place, Timestamp};
    ///
    /// let engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let record = Record::parse(r#"{"eventTime": "2026-05-04T05:00:00Z", "eventSource": "iam.amazonaws.com",
    ///     "eventName": "CreateRole", "userIdentity": {"type": "Root", "userName": "alias"}}"#)?;
    ///
    /// let miss = engine.explain_lookup(now, &Lookup::new().by(LookupKey::Username, "alias"), &record).unwrap_err();
    /// assert_eq!(miss.to_string(), "Username is asked to be `alias`, it is `root`");
    /// assert_eq!(engine.explain_lookup(now, &Lookup::new().by(LookupKey::Username, "root"), &record), Ok(()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Miss`]: the reason why it is not found.
    pub fn explain_lookup(&self, now: Timestamp, lookup: &Lookup, record: &Record<'_>) -> Result<(), Miss> {
        let at = record.event_time().map_err(Miss::Record)?;
        let event = FoundEvent::of(record, &record.to_json(), at, &self.state.policies);
        let event = event.ok_or_else(|| Miss::NotKept(record.category()))?;
        lookup.misses(&event, now.max(self.state.now)).map_or(Ok(()), Err)
    }
}

impl Lookup {
    pub(super) fn admits(&self, event: &FoundEvent, now: Timestamp) -> bool {
        self.is_in_time(event, now) && event.is_insight == self.insights && self.attribute_admits(event)
    }

    fn is_in_time(&self, event: &FoundEvent, now: Timestamp) -> bool {
        (oldest_visible(now)..=now).contains(&event.at) && self.is_in_range(event)
    }

    fn is_in_range(&self, event: &FoundEvent) -> bool {
        self.start.is_none_or(|start| start <= event.at) && self.end.is_none_or(|end| event.at <= end)
    }

    fn attribute_admits(&self, event: &FoundEvent) -> bool {
        self.attributes.first().is_none_or(|(key, value)| key.values(event).any(|seen| seen == value))
    }

    fn misses(&self, event: &FoundEvent, now: Timestamp) -> Option<Miss> {
        let (at, oldest) = (event.at, oldest_visible(now));
        match () {
            () if at < oldest => Some(Miss::TooOld { at, oldest }),
            () if at > now => Some(Miss::YetToCome(at)),
            () if !self.is_in_range(event) => Some(Miss::OutOfRange(at)),
            () if event.is_insight != self.insights => Some(Miss::Kind { asked_for_insights: self.insights }),
            () if !self.attribute_admits(event) => self.attributes.first().map(|(key, wanted)| Miss::Attribute {
                key: *key,
                wanted: wanted.clone(),
                seen: key.values(event).map(str::to_owned).collect(),
            }),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::Place;

    use super::*;

    #[test]
    fn each_reason_is_told() {
        let engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0);
        let now = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let why = |lookup: Lookup, members: &str, at: Timestamp| {
            let text = format!(r#"{{"eventTime":"{at}","eventName":"X"{members}}}"#);
            engine.explain_lookup(now, &lookup, &Record::parse(&text).unwrap()).err()
        };
        let all = Lookup::new;
        assert_eq!(why(all(), "", now), None);
        assert_eq!(why(all(), r#","eventCategory":"Data""#, now), Some(Miss::NotKept(Category::Data)));
        assert_eq!(why(all(), "", now.plus_secs(1)), Some(Miss::YetToCome(now.plus_secs(1))));
        assert!(matches!(why(all(), "", now.plus_secs(-91 * 86_400)), Some(Miss::TooOld { .. })));
        assert_eq!(why(all().to(now.plus_secs(-1)), "", now), Some(Miss::OutOfRange(now)));
        assert_eq!(why(all().insights(), "", now), Some(Miss::Kind { asked_for_insights: true }));
        let absent = why(all().by(LookupKey::ResourceName, "r"), "", now).unwrap();
        assert_eq!(absent.to_string(), "ResourceName is asked to be `r`, it is absent");
    }
}
