//! The logger of `log`, installed as a program does.

use crate::world::World;
use cupola::logs::GetLogEvents;
use cupola_bridges::{Destination, LineLogger};
use log::LevelFilter;

/// One test: a program has one logger.
#[test]
fn records_are_lines_with_their_fields_and_their_trace() {
    let world = World::new();
    let logger = LineLogger::new(Destination::new("shop", "web-1"), world.clock(), world.inbox.clone());
    logger.with_max_level(LevelFilter::Info).install().unwrap();
    let part = world.tracer().begin(&Default::default(), &Default::default());
    part.enter(|| log::warn!(target: "cart", order = 7, who = "ana", share = 0.5; "slow \"cart\""));
    log::debug!("left out");

    let (mut sky, now) = (world.sky(), world.now());
    assert_eq!(world.inbox.pour(now, &mut sky).log_events, 1);
    let page = sky.logs(now).get_log_events(now, &GetLogEvents::of("shop", "web-1")).unwrap();
    let line = &page.events[0].message;
    let begins = r#"{"level":"WARN","target":"cart","message":"slow \"cart\"","fields":{"order":7,"who":"ana","share":0.5},"module":"bridges::lines","file":"#;
    let ends = format!(r#","trace_id":"{}","segment_id":"{}"}}"#, part.trace_id(), part.id());
    assert!(line.starts_with(begins) && line.ends_with(&ends), "{line}");
}
