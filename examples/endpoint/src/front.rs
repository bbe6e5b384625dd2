//! One request, one answer.

use cupola::{ApiError, Service};
use parking_lot::Mutex;

use crate::control;
use crate::incoming::Incoming;
use crate::input::Who;
use crate::protocol::Framing;
use crate::protocol::failure::Failure;
use crate::reply::Reply;
use crate::scope::Scope;
use crate::tail::Tail;
use crate::world::World;
use crate::{Settings, route};

/// Answers a request of any protocol, or of the control paths.
pub(crate) fn answer(world: &Mutex<World>, settings: &Settings, incoming: &Incoming, request_id: &str) -> Reply {
    if control::is_meant(incoming) {
        return control::answer(world, incoming);
    }
    match Scope::of(incoming) {
        Ok(scope) => answer_scoped(world, settings, incoming, scope.as_ref(), request_id),
        Err(error) => framing_or_json(incoming).failure(&Failure::framing(error), request_id),
    }
}

fn answer_scoped(
    world: &Mutex<World>,
    settings: &Settings,
    incoming: &Incoming,
    scope: Option<&Scope>,
    request_id: &str,
) -> Reply {
    let Some(framing) = route::framing(incoming, scope.map(|scope| scope.service.as_str())) else {
        return unknown_service(incoming, scope, request_id);
    };
    let who = scope.map_or_else(|| Ok(settings.place.clone().into()), |scope| scope.who(settings));
    let called = who.map_err(Failure::framing).and_then(|who| {
        let place = who.place.clone();
        let (operation, answer) = call(world, framing, who, incoming)?;
        Ok((place, operation, answer))
    });
    match called {
        Err(failure) => framing.failure(&failure, request_id),
        Ok((place, operation, answer)) if operation.name == "StartLiveTail" => {
            Tail::of(place, &answer).map_or_else(|| framing.success(operation, answer, request_id), Reply::tail)
        }
        Ok((_, operation, answer)) => framing.success(operation, answer, request_id),
    }
}

type Answer = (&'static cupola::base::shape::Operation, String);

fn call(world: &Mutex<World>, framing: Framing, who: Who, incoming: &Incoming) -> Result<Answer, Failure> {
    incoming.body().map_err(Failure::framing)?;
    let (operation, input) = framing.read(incoming).map_err(Failure::framing)?;
    let answer = world.lock().call(who, framing.service(), operation.name, input);
    answer.map(|answer| (operation, answer)).map_err(|error| Failure::of(operation.name, error, incoming))
}

fn unknown_service(incoming: &Incoming, scope: Option<&Scope>, request_id: &str) -> Reply {
    let message = match scope {
        Some(scope) => format!("The service {} is not here.", scope.service),
        None => "The request names no service that is here.".to_owned(),
    };
    let error = ApiError::caller("UnknownOperationException", message).with_status(404);
    framing_or_json(incoming).failure(&Failure::framing(error), request_id)
}

/// In what form to refuse a request that cannot be placed.
fn framing_or_json(incoming: &Incoming) -> Framing {
    route::framing(incoming, None).unwrap_or(Framing::Json(Service::Logs))
}
