//! Scripts of calls, for those that call this area alone.

use cupola_base::{Caller, Payload, Place, Timestamp};
use cupola_events::{Engine, OPERATIONS, Output};
use serde_json::{Value, json};

use crate::{matcher, refusal, template};

/// The scripts whose every call is modelled. Left out are custom buses and schedules.
pub(crate) fn within_reach(cases: Vec<Value>) -> Vec<Value> {
    cases.into_iter().filter(|case| steps(case).iter().all(is_within_reach)).collect()
}

fn steps(case: &Value) -> &[Value] {
    case["input"]["steps"].as_array().expect("a script has steps")
}

fn is_within_reach(step: &Value) -> bool {
    let modelled = |action: &str| OPERATIONS.iter().any(|operation| operation.name == action);
    match step["action"].as_str() {
        Some(action) => {
            step["service"] == "events" && modelled(action) && step["request"].get("ScheduleExpression").is_none()
        }
        None => step.get("drain").is_some(),
    }
}

/// True, or what stood at the first step that came out otherwise.
pub(crate) fn run(case: &Value) -> Value {
    let place = Place::parse("111122223333", "us-east-1").unwrap();
    let mut world = World { caller: Caller::root(place.clone()), engine: Engine::new(place, 0) };
    for (number, step) in steps(case).iter().enumerate() {
        let got = world.step(step);
        let fits = match step.get("expect") {
            Some(expected) => matcher::fits(expected, Some(&got)),
            None => got.get("error").is_none(),
        };
        if !fits {
            return json!({"step": number, "got": got});
        }
    }
    Value::Bool(true)
}

struct World {
    caller: Caller,
    engine: Engine,
}

impl World {
    fn step(&mut self, step: &Value) -> Value {
        let at = step["at"].as_str().map(|at| Timestamp::parse(at).unwrap());
        let now = at.unwrap_or_else(|| self.engine.now());
        let Some(action) = step["action"].as_str() else {
            self.engine.advance(now);
            return self.drain(step["drain"]["target_prefix"].as_str().unwrap_or_default());
        };
        let request = template::fill(&step["request"]).to_string();
        match self.engine.call(now, &self.caller, action, &request) {
            Ok(answer) => serde_json::from_str(&answer).expect("an answer is JSON"),
            Err(error) => refusal(&error),
        }
    }

    fn drain(&mut self, prefix: &str) -> Value {
        let outputs = self.engine.drain().into_iter();
        let deliveries = outputs.filter_map(|output| match output {
            Output::Delivery(draft) if draft.target.starts_with(prefix) => Some(draft),
            _ => None,
        });
        let shown = deliveries.map(|draft| {
            let payload = match draft.payload {
                Payload::Json(json) => json.read().expect("a payload is JSON"),
                Payload::Text(text) => Value::String(text),
                other => panic!("{other:?}"),
            };
            json!({"at": draft.at.to_string(), "target": draft.target, "payload": payload})
        });
        shown.collect()
    }
}
