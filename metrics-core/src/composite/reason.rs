//! Why a composite alarm came to its state.

use std::fmt;

use cupola_base::Timestamp;
use cupola_base::json::Json;
use serde::Serialize;

use crate::alarm::StateValue;
use crate::message::iso;
use crate::name::AlarmName;

/// Why a composite alarm is evaluated, when no child changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Created,
    Updated,
}

/// An alarm that the reason tells of.
pub(crate) struct Told<'a> {
    pub(crate) name: &'a AlarmName,
    pub(crate) value: StateValue,
    pub(crate) at: Timestamp,
}

/// The text and the data. Of several children that changed at once the text names the last one, and the data hold
/// all.
pub(crate) fn reason<'a>(
    arn: &str,
    name: &AlarmName,
    cause: Option<Cause>,
    value: StateValue,
    told: impl Iterator<Item = Told<'a>>,
) -> (String, Json) {
    let told: Vec<Told<'_>> = told.collect();
    let data = data(arn, &told);
    let text = match (cause, told.last()) {
        (Some(Cause::Created), _) => format!("{arn}{name} was created and its alarm rule evaluates to {value}"),
        (None, Some(child)) => {
            format!("{arn}{} transitioned to {} at {}", child.name, child.value, Spelled(child.at))
        }
        _ => format!("{arn}{name} was updated and its alarm rule evaluates to {value}"),
    };
    (text, data)
}

/// The longest data of a reason; children that do not fit are left out.
const LONGEST: usize = 4000;

fn data(arn: &str, told: &[Told<'_>]) -> Json {
    let alarms: Vec<Alarm> = told.iter().map(|alarm| Alarm::new(arn, alarm)).collect();
    let mut kept = alarms.len();
    loop {
        let data = Json::of(&Data { triggering_alarms: &alarms[..kept] });
        if data.as_str().len() <= LONGEST || kept == 0 {
            return data;
        }
        kept = (kept * LONGEST / data.as_str().len()).min(kept - 1);
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
    fn new(arn: &str, told: &Told<'_>) -> Self {
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

    #[test]
    fn it_names_the_child_or_the_alarm() {
        let at = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let (a, b) = (name("a"), name("b"));
        let told = || {
            [Told { name: &a, value: StateValue::Ok, at }, Told { name: &b, value: StateValue::Alarm, at }].into_iter()
        };
        let (text, data) = reason(ARN, &name("c"), None, StateValue::Alarm, told());
        assert_eq!(text, format!("{ARN}b transitioned to ALARM at Monday 04 May, 2026 06:00:00 UTC"));
        let state = |value: &str| format!(r#"{{"value":"{value}","timestamp":"2026-05-04T06:00:00.000+0000"}}"#);
        let alarms =
            format!(r#"{{"arn":"{ARN}a","state":{}}},{{"arn":"{ARN}b","state":{}}}"#, state("OK"), state("ALARM"));
        assert_eq!(data.as_str(), format!(r#"{{"triggeringAlarms":[{alarms}]}}"#));
        for (cause, word) in [(Cause::Created, "created"), (Cause::Updated, "updated")] {
            let (text, _) = reason(ARN, &name("c"), Some(cause), StateValue::Ok, told());
            assert_eq!(text, format!("{ARN}c was {word} and its alarm rule evaluates to OK"));
        }
    }

    #[test]
    fn data_are_cut_to_their_length() {
        let names: Vec<AlarmName> = (0..100).map(|index| name(&format!("{index:0>60}"))).collect();
        let told = names.iter().map(|name| Told { name, value: StateValue::Ok, at: Timestamp::from_secs(0) });
        let (_, data) = reason(ARN, &name("c"), Some(Cause::Created), StateValue::Ok, told);
        assert!((3000..=LONGEST).contains(&data.as_str().len()), "{}", data.as_str().len());
    }
}
