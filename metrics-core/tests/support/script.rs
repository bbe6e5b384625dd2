//! Running a script of calls against an engine.

use cupola_base::{Caller, Payload, Place};
use cupola_metrics::{Engine, Output, Timestamp};
use serde_json::{Value, json};

use super::{matcher, template};

/// A fresh engine, and the clock.
pub(crate) struct World {
    engine: Engine,
    caller: Caller,
    now: Timestamp,
}

impl Default for World {
    fn default() -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        Self { engine: Engine::new(place.clone(), 0), caller: Caller::root(place), now: Timestamp::MIN }
    }
}

/// Runs a case; `Err` tells the first step that came out otherwise.
pub(crate) fn run(case: &Value) -> Result<(), String> {
    let mut world = World::default();
    for (number, step) in case["input"]["steps"].as_array().unwrap().iter().enumerate() {
        let step = template::fill(step).ok_or("a template that these tests do not know")?;
        world.step(&step).map_err(|why| format!("{} step {number}: {why}", case["id"]))?;
    }
    Ok(())
}

impl World {
    fn step(&mut self, step: &Value) -> Result<(), String> {
        if let Some(at) = step["at"].as_str().or_else(|| step["advance_to"].as_str()) {
            self.now = Timestamp::parse(at).unwrap();
            self.engine.advance(self.now);
        }
        let got = match step.get("drain") {
            _ if step.get("advance_to").is_some() => return Ok(()),
            Some(drain) => self.drain(drain["target_prefix"].as_str().unwrap_or_default()),
            None => self.call(step),
        };
        let refused = got.get("error").is_some();
        let fits = match step.get("expect") {
            None => !refused,
            Some(expected) => refused == expected.get("error").is_some() && matcher::fits(&plain(expected), &got),
        };
        if fits { Ok(()) } else { Err(format!("expected {}, got {got}", step["expect"])) }
    }

    fn call(&mut self, step: &Value) -> Value {
        let caller = self.caller.clone();
        let caller = if step["privileged"] == true { caller.privileged() } else { caller };
        let (action, request) = (step["action"].as_str().unwrap(), step["request"].to_string());
        match self.engine.call(self.now, &caller, action, &request) {
            Ok(answer) => serde_json::from_str(&answer).unwrap(),
            Err(error) => plain(&json!({"error": error.code, "message": error.message})),
        }
    }

    fn drain(&mut self, prefix: &str) -> Value {
        let actions = self.engine.drain().into_iter().filter_map(|output| match output {
            Output::Action(draft) => Some(draft),
            _ => None,
        });
        let shown = actions.filter(|draft| draft.target.starts_with(prefix));
        shown
            .map(
                |draft| json!({"at": draft.at.to_string(), "target": draft.target, "payload": payload(&draft.payload)}),
            )
            .collect()
    }
}

fn payload(payload: &Payload) -> Value {
    match payload {
        Payload::Json(json) => json.read().unwrap(),
        _ => panic!("actions carry JSON"),
    }
}

/// One trailing `Exception` of an error's code does not count.
fn plain(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(code) = value.get_mut("error").filter(|code| code.is_string()) {
        *code = json!(code.as_str().unwrap().trim_end_matches("Exception"));
    }
    value
}
