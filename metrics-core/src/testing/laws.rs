//! What must hold whatever the input. Each law panics where it is broken.

use std::collections::BTreeSet;

use cupola_base::constraint::{self, Refusal};
use cupola_base::shape::Shape;
use cupola_base::{ApiError, Caller, Place, Timestamp};
use serde_json::Value;

use super::generate::{BASE, Choices, request};
use crate::shapes::operation;
use crate::{Agent, AgentConfiguration, AgentHost, AgentSnapshot, DashboardBody, Engine, OPERATIONS, Summary, proc};

/// Any action with any text as its request is answered or refused: no panic. Each line is a call:
/// the action's name and a blank, or a byte that picks one, and the request.
pub fn call_law(bytes: &[u8]) {
    let mut world = World::default();
    for line in bytes.split(|byte| *byte == b'\n').take(64) {
        let text = String::from_utf8_lossy(line);
        let named = text.split_once(' ').and_then(|(name, input)| Some((operation(name)?, input)));
        if let Some((operation, input)) = named {
            world.call(operation.name, input);
            continue;
        }
        let Some((action, input)) = line.split_first() else { continue };
        let input = String::from_utf8_lossy(input);
        let action = OPERATIONS.get(usize::from(*action) % (OPERATIONS.len() + 1)).map_or("Nonsense", |o| o.name);
        world.call(action, &input);
    }
}

/// Well-formed requests in any order are answered in the shapes of the table, or refused; a
/// snapshot in between changes nothing. Answers which actions were answered.
pub fn answers_have_their_shapes(bytes: &[u8]) -> BTreeSet<&'static str> {
    let mut choices = Choices::new(bytes);
    let mut world = World::default();
    let mut answered = BTreeSet::new();
    for _ in 0..64 {
        if choices.is_empty() {
            break;
        }
        let operation = choices.pick(OPERATIONS);
        world.now = world.now.plus_secs(i64::from(choices.byte()) * 7);
        let input = request(operation.input, &mut choices).to_string();
        answered.extend(world.call(operation.name, &input).then_some(operation.name));
        if choices.byte() % 8 == 1 {
            world.restore();
        }
    }
    answered
}

/// A dashboard's body is read or refused with places; what is read reads the same again, and its
/// lines have ids of their own.
pub fn dashboard_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match DashboardBody::parse(&text) {
        Ok(body) => {
            assert_eq!(DashboardBody::parse(&text).as_ref(), Ok(&body));
            for widget in &body.widgets {
                let ids: BTreeSet<&str> = widget.queries.iter().map(|query| query.id.as_str()).collect();
                assert_eq!(ids.len(), widget.queries.len(), "{widget:?}");
                assert!(widget.frame.width <= 24 && widget.frame.height <= 1000, "{widget:?}");
            }
        }
        Err(refused) => assert!(!refused.messages.is_empty()),
    }
}

/// The agent's configuration, and after a zero byte a text of `/proc`, are read or refused; what the
/// agent makes of them is finite and has a name.
pub fn agent_law(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (configuration, text) = text.split_once('\0').unwrap_or((&text, ""));
    let (memory, swap) = proc::memory(text).unwrap_or_default();
    let _ = (proc::mounts(text), proc::processes([text]), proc::netstat(&[text], &[text]));
    let Ok(configuration) = AgentConfiguration::parse(configuration) else { return };
    let mut agent = Agent::new(configuration, AgentHost { name: "h".into(), ..AgentHost::default() });
    for second in [0, 60, 61] {
        agent.observe(&AgentSnapshot {
            cpus: proc::cpus(text).unwrap_or_default(),
            networks: proc::networks(text).unwrap_or_default(),
            disk_io: proc::disk_io(text).unwrap_or_default(),
            memory: Some(memory.clone()),
            swap: Some(swap.clone()),
            ..AgentSnapshot::at(Timestamp::from_secs(second))
        });
    }
    for datum in agent.flush_now() {
        let summary = Summary::of(&datum.sample).expect("there is a sample");
        assert!(summary.sum.is_finite() && summary.count > 0.0, "{datum:?}");
    }
}

struct World {
    engine: Engine,
    caller: Caller,
    now: Timestamp,
}

impl Default for World {
    fn default() -> Self {
        let place = Place::parse("111122223333", "us-east-1").expect("it is well formed");
        let (engine, caller) = (Engine::new(place.clone(), 7), Caller::root(place));
        Self { engine, caller, now: Timestamp::from_secs(BASE) }
    }
}

impl World {
    /// Whether the call was answered.
    fn call(&mut self, action: &str, input: &str) -> bool {
        let answer = self.engine.call(self.now, &self.caller, action, input);
        match &answer {
            Ok(answer) => check_answer(action, answer),
            Err(error) => check_refusal(action, error),
        }
        answer.is_ok()
    }

    fn restore(&mut self) {
        let text = serde_json::to_string(&self.engine.snapshot()).expect("snapshots serialise");
        let again = serde_json::from_str(&text).expect("what we write we can read");
        self.engine = Engine::restore(again).expect("it is of this release");
        let after = serde_json::to_string(&self.engine.snapshot()).expect("snapshots serialise");
        assert_eq!(text, after, "a restored engine snapshots alike");
    }
}

fn check_answer(action: &str, answer: &str) {
    let operation = OPERATIONS.iter().find(|operation| operation.name == action).expect("only these are answered");
    let value: Value = serde_json::from_str(answer).expect("answers are JSON");
    let refusal = constraint::check(operation.output, &value).err();
    assert!(!matches!(refusal, Some(Refusal::Type(_))), "{action}: {refusal:?} in {answer}");
    check_members(operation.output, &value, action);
}

/// Every member of an answer stands in its shape.
fn check_members(shape: &Shape, value: &Value, path: &str) {
    match (shape, value) {
        (Shape::Structure(_), Value::Object(members)) => members.iter().for_each(|(name, value)| {
            let path = format!("{path}.{name}");
            let shape = shape.member(name).unwrap_or_else(|| panic!("{path} is not in the table"));
            check_members(shape, value, &path);
        }),
        (Shape::List(list), Value::Array(items)) => items.iter().for_each(|item| check_members(list.item, item, path)),
        (Shape::Double | Shape::Timestamp, Value::Number(number)) => assert!(number.is_f64(), "{path} is a {number}"),
        _ => {}
    }
}

fn check_refusal(action: &str, error: &ApiError) {
    assert!(!error.code.is_empty() && (400..600).contains(&error.status), "{action}: {error:?}");
    assert_ne!(error.status, 500, "{action}: {error:?}");
}
