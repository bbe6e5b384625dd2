//! FilterLogEvents goes through whole chunks where it can: the pages are those of looking at one event after the other.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use cupola_logs::{Engine, FilterLogEvents, FilterPattern, FilteredPage, Limits, Place, Timestamp};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);
const STREAMS: [&str; 3] = ["a", "b", "c"];

/// An engine that may, or may not, pass over events without a look.
fn engine(one_by_one: bool) -> Engine {
    // A bound that is never reached is one that is counted up to.
    let events_scanned_per_page = usize::MAX - usize::from(one_by_one);
    let limits = Limits { page_bytes: 400, events_scanned_per_page, ..Limits::default() };
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 0).with_limits(limits);
    engine.create_log_group(NOW, "g").unwrap();
    STREAMS.iter().for_each(|stream| engine.create_log_stream(NOW, "g", stream).unwrap());
    engine
}

/// A stream, seconds, and messages.
type Batch = (usize, i64, Vec<String>);

fn put(engine: &mut Engine, (stream, second, messages): &Batch) {
    let events = messages
        .iter()
        .enumerate()
        .map(|(at, message)| (NOW.plus_secs(*second).plus_millis(i64::try_from(at).unwrap() / 3), message));
    engine.put_log_events(NOW, "g", STREAMS[*stream], events).unwrap();
}

fn batches(most: usize) -> impl Strategy<Value = Vec<Batch>> {
    let message = prop_oneof![
        8 => "[ab ]{1,6}",
        1 => "x{40}",
        2 => "late|l|ate|\\{\"k\": \"late\"\\}|\\{\"k\": \"l\\\\u0061te\"\\}|to ana@example.com late",
    ];
    prop::collection::vec((0..STREAMS.len(), -60i64..60, prop::collection::vec(message, 1..60)), 0..most)
}

/// The pages with what comes in between the first and the second.
fn pages(engine: &mut Engine, mut ask: FilterLogEvents, between: &[Batch]) -> Vec<FilteredPage> {
    let mut pages = Vec::new();
    loop {
        let page = engine.filter_log_events(NOW, &ask).unwrap();
        if pages.is_empty() {
            between.iter().for_each(|batch| put(engine, batch));
        }
        let token = page.next.clone();
        pages.push(page);
        let Some(token) = token.filter(|_| pages.len() < 200) else { return pages };
        ask = ask.after(token);
    }
}

proptest! {
    #[test]
    fn pages_are_those_of_one_event_after_the_other(
        before in batches(12),
        between in batches(4),
        pattern in r#"late|late -ana|\?late \?xxxx|\{ \$\.k = late \}|\[w1 = late\]|%lat[e]%|ana@|[ab]|"\*\*""#,
        (from, length) in (-60i64..60, 0i64..120),
        masked: bool,
        limit in 1usize..6,
    ) {
        let pattern = FilterPattern::parse(&pattern);
        prop_assume!(pattern.is_ok());
        let from = NOW.plus_secs(from);
        let ask = FilterLogEvents::of("g").matching(pattern.unwrap()).from(from).until(from.plus_secs(length)).limit(limit);
        let mut answers = [true, false].map(|one_by_one| {
            let mut engine = engine(one_by_one);
            if masked {
                let policy = cupola_logs::DataProtectionPolicy::masking("pii", ["EmailAddress"]).unwrap();
                engine.put_data_protection_policy(NOW, "g", policy).unwrap();
            }
            before.iter().for_each(|batch| put(&mut engine, batch));
            pages(&mut engine, ask.clone(), &between)
        });
        let [slow, fast] = &mut answers;
        prop_assert_eq!(slow, fast);
    }
}
