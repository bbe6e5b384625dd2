//! Templates hold what they promise.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod cdk;
mod functions;
mod kinds;
mod laws;
mod refusals;
mod terraform;

use cupola::{Caller, Service};
use cupola_test::{Loaded, Template, TemplateError, World};
use serde_json::Value;

/// Loads a template into an empty world.
fn load(text: &str) -> Result<(World, Loaded), TemplateError> {
    let mut world = World::new();
    let loaded = world.load(&Template::parse(text)?)?;
    Ok((world, loaded))
}

fn loaded(text: &str) -> (World, Loaded) {
    load(text).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(text: &str) -> TemplateError {
    load(text).map(|(_, loaded)| panic!("it was loaded:\n{loaded}")).unwrap_err()
}

/// Asks the door.
fn ask(world: &mut World, service: Service, action: &str, input: &str) -> Value {
    let now = world.now();
    let caller = Caller::root(world.observatory().place().clone());
    let answer = world.observatory().call(now, &caller, service, action, input).unwrap();
    serde_json::from_str(&answer).unwrap()
}

/// The input of the only call of an action.
fn input(loaded: &Loaded, logical: &str, action: &str) -> Value {
    let created = loaded.created.iter().find(|created| created.logical_id == logical).unwrap();
    let call = created.calls.iter().find(|call| call.action == action).unwrap();
    serde_json::from_str(&call.input).unwrap()
}
