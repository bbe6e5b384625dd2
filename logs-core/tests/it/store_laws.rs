//! The store against a plain list, whatever comes in, in whichever order, and is read while it comes in.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use cupola_logs::{
    Engine, FilterLogEvents, FilterLogEventsError, FilterPattern, GetLogEvents, KmsKey, KmsKeyState, LogEvent, Place,
    Timestamp,
};
use proptest::prelude::*;

const STREAMS: [&str; 2] = ["s", "t"];

fn start() -> Timestamp {
    Timestamp::parse("2026-05-04T12:00:00Z").unwrap()
}

fn engine() -> Engine {
    let mut engine = Engine::new(Place::parse("111122223333", "us-east-1").unwrap(), 7);
    engine.create_log_group(start(), "g").unwrap();
    STREAMS.iter().for_each(|stream| engine.create_log_stream(start(), "g", stream).unwrap());
    engine
}

/// An event as the list has it; in the order of arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    at: Timestamp,
    stream: &'static str,
    message: String,
}

/// A batch: its stream, how many seconds ago it began, and its messages, a second from each other.
#[derive(Clone, Debug)]
struct Batch {
    stream: usize,
    ago: i64,
    messages: Vec<String>,
}

/// Messages of a few bytes and of a third of a chunk, so that few batches fill several chunks.
fn message() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["a", "b ERROR", "ERROR é", "cc"]).prop_map(str::to_owned),
        1 => (10_000usize..24_000).prop_map(|length| "lorem ipsum ".repeat(length / 12)),
    ]
}

fn batch() -> impl Strategy<Value = Batch> {
    (0usize..2, 0i64..400, prop::collection::vec(message(), 1..20)).prop_map(|(stream, ago, messages)| Batch {
        stream,
        ago,
        messages,
    })
}

fn put(engine: &mut Engine, list: &mut Vec<Listed>, batch: &Batch) {
    let stream = STREAMS[batch.stream];
    let events =
        (0..).zip(&batch.messages).map(|(second, message)| (start().plus_secs(second - batch.ago), message.clone()));
    let events: Vec<_> = events.collect();
    engine.put_log_events(start(), "g", stream, events.iter().map(|(at, message)| (*at, message))).unwrap();
    list.extend(events.into_iter().map(|(at, message)| Listed { at, stream, message }));
}

fn sorted(list: &[Listed]) -> Vec<Listed> {
    let mut list = list.to_vec();
    list.sort_by_key(|event| event.at);
    list
}

fn listed(events: Vec<LogEvent>) -> Vec<Listed> {
    let stream = |event: &LogEvent| STREAMS.into_iter().find(|name| *name == event.stream.as_str()).unwrap();
    events.into_iter().map(|event| Listed { at: event.at, stream: stream(&event), message: event.message }).collect()
}

fn all(engine: &mut Engine) -> Vec<Listed> {
    let (mut seen, mut ask) = (Vec::new(), FilterLogEvents::of("g"));
    loop {
        let page = engine.filter_log_events(start(), &ask).unwrap();
        seen.extend(listed(page.events));
        let Some(token) = page.next else { return seen };
        ask = ask.after(token);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Reads of every kind: a list that is sorted by time gives the same.
    #[test]
    fn the_store_is_a_list_sorted_by_time(
        batches in prop::collection::vec(batch(), 1..14),
        window in (0i64..420, 0i64..420),
        limit in 1usize..40,
    ) {
        let (mut engine, mut list) = (engine(), Vec::new());
        batches.iter().for_each(|batch| put(&mut engine, &mut list, batch));
        let list = sorted(&list);
        prop_assert_eq!(&all(&mut engine), &list);

        let (from, until) = (start().plus_secs(-window.0.max(window.1)), start().plus_secs(-window.0.min(window.1)));
        let pattern = FilterPattern::parse("ERROR").unwrap();
        let ask = FilterLogEvents::of("g").streams(["t"]).from(from).until(until).matching(pattern);
        let found = listed(engine.filter_log_events(start(), &ask).unwrap().events);
        let wanted = |event: &&Listed| event.stream == "t" && from <= event.at && event.at <= until && event.message.contains("ERROR");
        prop_assert_eq!(found, list.iter().filter(wanted).cloned().collect::<Vec<_>>());

        for stream in STREAMS {
            let inside = |event: &&Listed| event.stream == stream && from <= event.at && event.at < until;
            let inside: Vec<Listed> = list.iter().filter(inside).cloned().collect();
            let ask = GetLogEvents::of("g", stream).from(from).until(until).limit(limit);
            let first = listed(engine.get_log_events(start(), &ask.clone().from_head()).unwrap().events);
            let last = listed(engine.get_log_events(start(), &ask).unwrap().events);
            // The bytes of a page may end before its events do.
            prop_assert!(first.len().max(last.len()) <= limit);
            prop_assert_eq!(&first[..], &inside[..first.len()]);
            prop_assert_eq!(&last[..], &inside[inside.len() - last.len()..]);
            prop_assert!(inside.is_empty() == first.is_empty() && inside.is_empty() == last.is_empty());
        }
    }

    /// Late = on time: where an event stands depends on its time, not on when it came in.
    #[test]
    fn late_events_stand_where_those_on_time_do(
        messages in prop::collection::vec(message(), 1..60),
        order in prop::collection::vec(any::<u32>(), 60),
    ) {
        let events: Vec<_> = (0..).zip(&messages).map(|(second, message)| (start().plus_secs(second - 3000), message)).collect();
        let mut shuffled: Vec<_> = events.iter().zip(order).collect();
        shuffled.sort_by_key(|(_, rank)| *rank);
        let (mut on_time, mut late) = (engine(), engine());
        on_time.put_log_events(start(), "g", "s", events.iter().copied()).unwrap();
        for (event, _) in shuffled {
            late.put_log_events(start(), "g", "s", [*event]).unwrap();
        }
        prop_assert_eq!(all(&mut late), all(&mut on_time));
    }

    /// What stood when paging began comes exactly once, although events come in between the pages; so does
    /// what comes in ahead of the reader.
    #[test]
    fn tokens_hold_while_events_come_in(
        batches in prop::collection::vec(batch(), 2..12),
        began in any::<prop::sample::Index>(),
        limit in 1usize..12,
        way in 0u8..3,
    ) {
        let (mut engine, mut list) = (engine(), Vec::new());
        let (before, during) = batches.split_at(began.index(batches.len()).max(1));
        before.iter().for_each(|batch| put(&mut engine, &mut list, batch));
        let stood = list.len();
        let (mut during, mut seen, mut token, mut owed) = (during.iter(), Vec::new(), None, Vec::new());
        loop {
            let (events, next) = page(&mut engine, way, limit, token.as_deref());
            let mut page = events;
            // Read backward, pages come in descending order.
            if way == 1 { page.reverse(); }
            let more = during.next();
            let done = next.is_none() || (way != 2 && page.is_empty());
            seen.extend(page);
            if done && more.is_none() { break; }
            if done && way == 2 { break; }
            token = next;
            let known = list.len();
            more.into_iter().for_each(|batch| put(&mut engine, &mut list, batch));
            owed.extend(list[known..].iter().filter(|event| is_ahead(way, event, seen.last())).cloned());
        }
        if way == 1 { seen.reverse(); }
        prop_assert!(seen.windows(2).all(|pair| pair[0].id < pair[1].id), "in order, each once");
        let seen = listed(seen);
        let of_the_stream = |event: &&Listed| way == 2 || event.stream == "s";
        for event in list[..stood].iter().filter(of_the_stream) {
            let count = |events: &[Listed]| events.iter().filter(|other| *other == event).count();
            prop_assert!(count(&seen) >= count(&list[..stood]), "{:?} was skipped", event);
        }
        prop_assert!(owed.iter().all(|event| seen.contains(event)), "one that came in ahead was skipped");
        prop_assert!(seen.iter().all(|event| list.contains(event)));
    }

    /// A reader shows what was there when it was taken, and nothing else.
    #[test]
    fn a_reader_sees_one_instant(batches in prop::collection::vec(batch(), 1..12), taken in any::<prop::sample::Index>()) {
        let (mut engine, mut list) = (engine(), Vec::new());
        let (before, after) = batches.split_at(taken.index(batches.len()));
        before.iter().for_each(|batch| put(&mut engine, &mut list, batch));
        let reader = engine.log_reader(start(), "g").unwrap();
        let ask = FilterLogEvents::of("g").limit(25);
        let page = engine.filter_log_events(start(), &ask).unwrap();
        let tail = engine.get_log_events(start(), &GetLogEvents::of("g", "s")).unwrap();
        after.iter().for_each(|batch| put(&mut engine, &mut list, batch));
        engine.put_retention_policy(start(), "g", 1).unwrap();
        engine.advance(start().plus_secs(10 * 86_400));
        #[expect(clippy::disallowed_methods, reason = "that another thread may read is what is tested")]
        let read = std::thread::spawn(move || (reader.filter_log_events(&ask), reader.get_log_events(&GetLogEvents::of("g", "s"))));
        prop_assert_eq!(read.join().unwrap(), (Ok(page), Ok(tail)));
        prop_assert_eq!(all(&mut engine), []);
    }

    /// Keys are those of arrival, wherever an event stands: a read is refused exactly when one of the events
    /// that it would look at is under a key that cannot be used.
    #[test]
    fn a_key_locks_what_came_in_under_it(
        steps in prop::collection::vec((batch(), prop::option::of(prop::option::of(0usize..3))), 1..12),
        unusable in prop::collection::vec(any::<bool>(), 3),
        window in (0i64..420, 0i64..420),
    ) {
        let keys = ["a", "b", "c"].map(|id| KmsKey::new(format!("arn:aws:kms:us-east-1:111122223333:key/{id}")).unwrap());
        let (mut engine, mut list, mut under, mut key) = (engine(), Vec::new(), Vec::new(), None);
        for (batch, change) in steps {
            if let Some(change) = change {
                key = change;
                match key {
                    Some(key) => engine.associate_kms_key(start(), "g", &keys[key]).unwrap(),
                    None => engine.disassociate_kms_key(start(), "g").unwrap(),
                }
            }
            put(&mut engine, &mut list, &batch);
            under.resize(list.len(), key);
        }
        for (key, _) in keys.iter().zip(&unusable).filter(|(_, unusable)| **unusable) {
            engine.set_kms_key_state(start(), key, KmsKeyState::Disabled);
        }
        let (from, until) = (start().plus_secs(-window.0.max(window.1)), start().plus_secs(-window.0.min(window.1)));
        let locked = |(event, key): (&Listed, &Option<usize>)| {
            from <= event.at && event.at <= until && key.is_some_and(|key| unusable[key])
        };
        let locked = list.iter().zip(&under).any(locked);
        // One event a page: the refusal comes with the page that it is on.
        let mut ask = FilterLogEvents::of("g").from(from).until(until);
        let refused = loop {
            match engine.filter_log_events(start(), &ask) {
                Err(FilterLogEventsError::Key(error)) => break unusable[keys.iter().position(|key| *key == error.key).unwrap()],
                Err(error) => panic!("{error}"),
                Ok(page) => match page.next {
                    Some(token) => ask = ask.after(token),
                    None => break false,
                },
            }
        };
        prop_assert_eq!(refused, locked);
    }
}

/// Whether a reader whose last event was `last` must still meet an event that comes in now.
fn is_ahead(way: u8, event: &Listed, last: Option<&LogEvent>) -> bool {
    match (way, last) {
        (0, last) => event.stream == "s" && last.is_none_or(|last| event.at >= last.at),
        (1, last) => event.stream == "s" && last.is_some_and(|last| event.at < last.at),
        (_, last) => last.is_none_or(|last| event.at >= last.at),
    }
}

/// A page forward (0) or backward (1) in the stream `s`, or of all streams (2), and the token for the next.
fn page(engine: &mut Engine, way: u8, limit: usize, token: Option<&str>) -> (Vec<LogEvent>, Option<String>) {
    if way == 2 {
        let ask = FilterLogEvents::of("g").limit(limit);
        let ask = token.into_iter().fold(ask, FilterLogEvents::after);
        let page = engine.filter_log_events(start(), &ask).unwrap();
        return (page.events, page.next);
    }
    let ask = GetLogEvents::of("g", "s").limit(limit);
    let ask = if way == 0 { ask.from_head() } else { ask };
    let page = engine.get_log_events(start(), &token.into_iter().fold(ask, GetLogEvents::after)).unwrap();
    (page.events, Some(if way == 0 { page.next_forward } else { page.next_backward }))
}

/// A stream whose events are years apart, before and after each other, is one list like any other.
#[test]
fn events_may_be_years_apart() {
    let limits = cupola_logs::Limits::unbounded();
    let mut engine = engine().with_limits(limits);
    let at = |years: i64| start().plus_secs(years * 366 * 86_400);
    for years in [0, -3, 5, -1, 2, -2, 4, 1, 3, -4] {
        engine.put_log_events(start(), "g", "s", [(at(years), years.to_string())]).unwrap();
    }
    let text = serde_json::to_string(&engine.snapshot()).unwrap();
    let mut restored = Engine::restore(serde_json::from_str(&text).unwrap()).unwrap();
    for engine in [&mut engine, &mut restored] {
        let messages: Vec<_> = all(engine).into_iter().map(|event| event.message).collect();
        assert_eq!(messages, ["-4", "-3", "-2", "-1", "0", "1", "2", "3", "4", "5"]);
    }
}
