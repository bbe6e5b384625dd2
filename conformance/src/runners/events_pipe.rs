//! `events.pipe`: what a pipe makes of a record.
//!
//! `pipe` is the request that makes the pipe, without its name and its role; `record` is the record as the service shapes
//! it. The answer says whether a filter lets it in, and what is sent to the enrichment, or where there is none to the
//! target.

use cupola::events::Engine;
use cupola::events::pipes::{PipeName, PipeRecord};
use cupola::{Caller, Place, Timestamp};

use super::Input;
use crate::{Got, Object, Value};

pub(super) fn ask(input: Input<'_>) -> Result<Value, Got> {
    let broken = |error: &dyn std::fmt::Display| Got::broken("BadInput", error.to_string());
    let name = PipeName::new("p").map_err(|error| broken(&error))?;
    let mut request = input.required("pipe")?.0.as_object().cloned().ok_or_else(|| broken(&"`pipe` is an object"))?;
    request = request.with("Name", "p").with("RoleArn", "arn:aws:iam::111122223333:role/pipe");
    let record = input.required("record")?.0.to_string();
    let record = PipeRecord::parse(&record).map_err(|error| broken(&error))?;
    let place = Place::parse("111122223333", "us-east-1").map_err(|error| broken(&error))?;
    let mut engine = Engine::new(place.clone(), 0);
    let (now, caller) = (Timestamp::from_secs(1_777_874_400), Caller::root(place));
    engine.call_pipes(now, &caller, "CreatePipe", &Value::from(request).to_string())?;
    let decision = engine.explain_pipe(now, &name, &record).map_err(|error| broken(&error))?;
    let input = decision
        .enrichment
        .as_ref()
        .map(|(_, input)| input)
        .or_else(|| decision.input.as_ref().map(|(input, _)| input));
    let answer = Object::new().with("admits", decision.admits());
    Ok(match input {
        Some(Ok(payload)) => answer.with("sent", payload.as_str()),
        Some(Err(why)) => answer.with("not_sent", why.as_str()),
        None => answer,
    }
    .into())
}
