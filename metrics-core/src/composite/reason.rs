//! Why a composite alarm came to its state.

use std::fmt;
use std::sync::Arc;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::alarm::StateValue;
use crate::message::iso;
use crate::name::AlarmName;

/// Why a composite alarm is evaluated, when no child changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Cause {
    Created,
    Updated,
}

/// Why a composite alarm came to a state. Of several children that changed at once the text names the last one, and
/// the data hold all that they have room for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RuleReason {
    /// What the ARN of every alarm begins with.
    arn: Arc<str>,
    name: AlarmName,
    cause: Option<Cause>,
    value: StateValue,
    told: SmallVec<[Told; 2]>,
}

/// An alarm that the reason tells of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) name: AlarmName,
    pub(crate) value: StateValue,
    pub(crate) at: Timestamp,
}

impl Told {
    pub(super) fn of(name: &AlarmName, value: StateValue, at: Timestamp) -> Self {
        Self { name: name.clone(), value, at }
    }
}

/// The longest data of a reason; children that do not fit are left out.
const LONGEST: usize = 4000;

/// More children than this never fit.
const MOST_TOLD: usize = 64;

impl RuleReason {
    pub(crate) fn new(
        arn: &Arc<str>,
        name: &AlarmName,
        cause: Option<Cause>,
        value: StateValue,
        mut told: impl Iterator<Item = Told>,
    ) -> Self {
        let mut kept: SmallVec<[Told; 2]> = told.by_ref().take(MOST_TOLD).collect();
        kept.extend(told.last());
        Self { arn: Arc::clone(arn), name: name.clone(), cause, value, told: kept }
    }

    pub(crate) fn text(&self) -> String {
        let Self { arn, name, value, .. } = self;
        match (self.cause, self.told.last()) {
            (Some(Cause::Created), _) => format!("{arn}{name} was created and its alarm rule evaluates to {value}"),
            (None, Some(child)) => {
                format!("{arn}{} transitioned to {} at {}", child.name, child.value, Spelled(child.at))
            }
            _ => format!("{arn}{name} was updated and its alarm rule evaluates to {value}"),
        }
    }

    pub(crate) fn data(&self) -> Json {
        let alarms: Vec<Alarm> = self.told.iter().map(|alarm| Alarm::new(&self.arn, alarm)).collect();
        let mut kept = alarms.len();
        loop {
            let data = Json::of(&Data { triggering_alarms: &alarms[..kept] });
            if data.as_str().len() <= LONGEST || kept == 0 {
                return data;
            }
            kept = (kept * LONGEST / data.as_str().len()).min(kept - 1);
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    triggering_alarms: &'a [Alarm],
}

#[derive(Serialize)]
struct Alarm {
    arn: String,
    state: State,
}

#[derive(Serialize)]
struct State {
    value: &'static str,
    timestamp: String,
}

impl Alarm {
    fn new(arn: &str, told: &Told) -> Self {
        let state = State { value: told.value.as_str(), timestamp: iso(told.at) };
        Self { arn: format!("{arn}{}", told.name), state }
    }
}

/// `Monday 04 May, 2026 06:00:00 UTC`.
struct Spelled(Timestamp);

impl fmt::Display for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format("%A %d %B, %Y %H:%M:%S UTC"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:";

    fn name(text: &str) -> AlarmName {
        AlarmName::new(text).unwrap()
    }

    fn reason(cause: Option<Cause>, value: StateValue, told: impl IntoIterator<Item = Told>) -> RuleReason {
        RuleReason::new(&ARN.into(), &name("c"), cause, value, told.into_iter())
    }

    #[test]
    fn it_names_the_child_or_the_alarm() {
        let at = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let told = || {
            [("a", StateValue::Ok), ("b", StateValue::Alarm)].map(|(child, value)| Told {
                name: name(child),
                value,
                at,
            })
        };
        let changed = reason(None, StateValue::Alarm, told());
        assert_eq!(changed.text(), format!("{ARN}b transitioned to ALARM at Monday 04 May, 2026 06:00:00 UTC"));
        let state = |value: &str| format!(r#"{{"value":"{value}","timestamp":"2026-05-04T06:00:00.000+0000"}}"#);
        let alarms =
            format!(r#"{{"arn":"{ARN}a","state":{}}},{{"arn":"{ARN}b","state":{}}}"#, state("OK"), state("ALARM"));
        assert_eq!(changed.data().as_str(), format!(r#"{{"triggeringAlarms":[{alarms}]}}"#));
        for (cause, word) in [(Cause::Created, "created"), (Cause::Updated, "updated")] {
            let text = reason(Some(cause), StateValue::Ok, told()).text();
            assert_eq!(text, format!("{ARN}c was {word} and its alarm rule evaluates to OK"));
        }
    }

    #[test]
    fn data_are_cut_to_their_length() {
        let told = |index| Told { name: name(&format!("{index:0>60}")), value: StateValue::Ok, at: Timestamp::EPOCH };
        let changed = reason(None, StateValue::Ok, (0..100).map(told));
        let data = changed.data();
        assert!((3000..=LONGEST).contains(&data.as_str().len()), "{}", data.as_str().len());
        assert!(changed.text().contains("099 transitioned to OK"), "the last one is named: {}", changed.text());
    }
}
