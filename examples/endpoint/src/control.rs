//! The endpoint's own paths: health, clock, reset, deliveries.

use cupola::{Service, Timestamp};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::world::World;

/// Whether a path is the endpoint's own.
pub(crate) fn is_meant(path: &str) -> bool {
    path.starts_with("/_cupola/") || path == "/moto-api/reset"
}

pub(crate) fn answer(world: &Mutex<World>, incoming: &Incoming) -> Reply {
    match (incoming.method.as_str(), incoming.path.trim_end_matches('/')) {
        ("GET", "/_cupola/health") => ok(&health()),
        ("GET", "/_cupola/clock") => ok(&Clock { now: world.lock().now().to_string() }),
        ("PUT", "/_cupola/clock") => set_clock(world, incoming),
        ("GET", "/_cupola/deliveries") => ok(&world.lock().ledger().shown()),
        ("POST", "/_cupola/reset" | "/moto-api/reset") => reset(world),
        (_, "/_cupola/health" | "/_cupola/clock" | "/_cupola/deliveries" | "/_cupola/reset" | "/moto-api/reset") => {
            refused(405, "this path has no such method")
        }
        _ => refused(404, "there is health, clock, reset and deliveries"),
    }
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    services: [&'static str; Service::ALL.len()],
}

fn health() -> Health {
    Health { status: "ok", version: env!("CARGO_PKG_VERSION"), services: Service::ALL.map(Service::signing_name) }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    now: String,
}

fn set_clock(world: &Mutex<World>, incoming: &Incoming) -> Reply {
    let to = match wanted(incoming) {
        Ok(to) => to,
        Err(why) => return refused(400, &why),
    };
    match world.lock().set_clock(to) {
        Ok(()) => ok(&Clock { now: to.to_string() }),
        Err(error) => refused(409, &error.to_string()),
    }
}

fn wanted(incoming: &Incoming) -> Result<Timestamp, String> {
    let body = incoming.body().map_err(|error| error.message)?;
    let clock: Clock = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Timestamp::parse(&clock.now).map_err(|error| error.to_string())
}

fn reset(world: &Mutex<World>) -> Reply {
    world.lock().reset();
    ok(&Status { status: "ok" })
}

#[derive(Serialize)]
struct Status {
    status: &'static str,
}

#[derive(Serialize)]
struct Refused<'a> {
    message: &'a str,
}

fn ok(body: &impl Serialize) -> Reply {
    json(200, body)
}

fn refused(status: u16, message: &str) -> Reply {
    json(status, &Refused { message })
}

fn json(status: u16, body: &impl Serialize) -> Reply {
    Reply::new(status, "application/json", cupola::base::wire::answer(body))
}
