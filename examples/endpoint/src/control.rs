//! The endpoint's own paths: health, clock, reset, deliveries, records for pipes.

use cupola::{Arn, Place, Service, Timestamp};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::incoming::Incoming;
use crate::ledger::Shown;
use crate::page;
use crate::reply::Reply;
use crate::world::World;

/// Whether a request is for the endpoint itself. Clients of services post to `/`, sign what they ask, or ask in the
/// query: only a reader of pages does nothing of that.
pub(crate) fn is_meant(incoming: &Incoming) -> bool {
    let path = incoming.path.as_str();
    path.starts_with("/_cupola/") || path == "/moto-api/reset" || is_page(incoming)
}

fn is_page(incoming: &Incoming) -> bool {
    let is_read = matches!(incoming.method.as_str(), "GET" | "HEAD") && incoming.path == "/";
    let is_bare = incoming.query.is_empty()
        && ["authorization", "x-amz-target"].iter().all(|name| !incoming.headers.contains_key(*name));
    is_read && is_bare
}

pub(crate) fn answer(world: &Mutex<World>, incoming: &Incoming) -> Reply {
    match (incoming.method.as_str(), incoming.path.trim_end_matches('/')) {
        ("GET" | "HEAD", "") => page(200, world.lock().page(incoming.header("host").unwrap_or("127.0.0.1:4599"))),
        ("GET", "/_cupola/health") => ok(&health()),
        ("GET", "/_cupola/clock") => ok(&Clock { now: world.lock().now().to_string() }),
        ("PUT", "/_cupola/clock") => set_clock(world, incoming),
        ("POST", "/_cupola/clock") => move_clock(world, incoming),
        ("GET", "/_cupola/deliveries") => deliveries(&world.lock()),
        ("POST", "/_cupola/pipes") => pipe_records(world, incoming),
        ("POST", "/_cupola/reset" | "/moto-api/reset") => reset(world, incoming),
        (
            _,
            "/_cupola/health"
            | "/_cupola/clock"
            | "/_cupola/deliveries"
            | "/_cupola/pipes"
            | "/_cupola/reset"
            | "/moto-api/reset",
        ) => refused(405, "this path has no such method"),
        _ => refused(404, "there is health, clock, reset, deliveries and pipes"),
    }
}

#[derive(Serialize)]
struct Deliveries<'a> {
    #[serde(flatten)]
    ledger: Shown<'a>,
    /// Packets of the X-Ray daemon's door that were dropped because the journal was behind.
    dropped_packets: u64,
}

fn deliveries(world: &World) -> Reply {
    ok(&Deliveries { ledger: world.ledger().shown(), dropped_packets: world.dropped_packets() })
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

/// Whether a page of somebody else asks: browsers send its forms here without asking anybody, and say so.
fn is_of_another_site(incoming: &Incoming) -> bool {
    incoming.header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

/// A button of the page: back to the page, or to why it cannot be done.
fn move_clock(world: &Mutex<World>, incoming: &Incoming) -> Reply {
    if is_of_another_site(incoming) {
        return page(403, page::refusal("The form is of another site."));
    }
    let mut world = world.lock();
    let moved = wanted_by_form(world.now(), incoming).map_err(|why| (400, why));
    match moved.and_then(|to| world.set_clock(to).map_err(|error| (409, error.to_string()))) {
        Ok(()) => Reply::new(303, HTML, "").with("location", "/"),
        Err((status, why)) => page(status, page::refusal(&why)),
    }
}

fn wanted_by_form(now: Timestamp, incoming: &Incoming) -> Result<Timestamp, String> {
    let form = incoming.form().map_err(|error| error.message)?;
    match (form.get("by"), form.get("to")) {
        (Some(seconds), None) => {
            let seconds = seconds.parse().map_err(|_| format!("`{seconds}` is no number of seconds"))?;
            Ok(now.plus_secs(seconds))
        }
        (None, Some(to)) => Timestamp::parse(to.trim()).map_err(|error| error.to_string()),
        _ => Err("the form says either `by`, in seconds, or `to`, a time".into()),
    }
}

const HTML: &str = "text/html; charset=utf-8";

/// Nothing on the page comes from elsewhere, and nobody else shows it.
fn page(status: u16, html: String) -> Reply {
    let policy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    Reply::new(status, HTML, html).with("content-security-policy", policy).with("cache-control", "no-store")
}

/// Records that a source has: nobody polls sources here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PipeRecords {
    source: String,
    records: Vec<Box<RawValue>>,
    /// Account and region; those of the source's ARN unless told.
    account: Option<String>,
    region: Option<String>,
}

#[derive(Serialize)]
struct PipeIntake {
    taken: usize,
    filtered: usize,
    left: usize,
}

fn pipe_records(world: &Mutex<World>, incoming: &Incoming) -> Reply {
    if is_of_another_site(incoming) {
        return refused(403, "the request is of another site");
    }
    let asked = incoming.body().map_err(|error| error.message);
    let asked = asked.and_then(|body| serde_json::from_slice::<PipeRecords>(body).map_err(|error| error.to_string()));
    let taken = asked.and_then(|asked| {
        let place = asked.place()?;
        let records = asked.records.iter().map(|record| record.get().to_owned()).collect();
        world.lock().pipe_records(place, asked.source, records)
    });
    match taken {
        Ok(intake) => ok(&PipeIntake { taken: intake.taken, filtered: intake.filtered, left: intake.left }),
        Err(why) => refused(400, &why),
    }
}

impl PipeRecords {
    fn place(&self) -> Result<Place, String> {
        let arn = Arn::parse(&self.source).ok();
        let part = |told: &Option<String>, of: fn(&Arn) -> &str| {
            told.clone().or_else(|| arn.as_ref().map(|arn| of(arn).to_owned())).unwrap_or_default()
        };
        Place::parse(&part(&self.account, Arn::account), &part(&self.region, Arn::region))
            .map_err(|error| error.to_string())
    }
}

fn reset(world: &Mutex<World>, incoming: &Incoming) -> Reply {
    if is_of_another_site(incoming) {
        return refused(403, "the request is of another site");
    }
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
