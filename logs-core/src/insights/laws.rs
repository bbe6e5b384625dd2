//! What must hold whatever the input. Each law panics where it is broken. Property tests, fuzz targets
//! and the replay of found inputs all call these.

use cupola_base::Timestamp;

use super::{Event, Partial, Query, RunError, Scope};
use crate::limits::Limits;

/// Reads a query and messages out of any bytes: a zero byte stands between them, line ends between messages.
pub fn query_law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (query, messages) = text.split_once('\0').unwrap_or((&text, &text));
    laws_hold(query, messages);
}

/// What is refused says so and points into the query; what is accepted survives printing, and answers or is
/// refused within its budget, in the same way each time and after printing.
pub fn laws_hold(text: &str, messages: &str) {
    let query = match Query::parse(text) {
        Err(error) => {
            let span = error.span();
            assert!(span.start <= span.end && text.get(span.range()).is_some(), "{error}");
            assert!(error.to_string().contains('^') && error.text() == text);
            return;
        }
        Ok(query) => query,
    };
    let answer = run(&query, messages);
    assert_eq!(run(&query, messages), answer, "{query}");
    columns_are_rows(&query, &events(messages));
    parts_are_the_whole(&query, &events(messages), &[1, 0, 2]);
    let printed = query.to_string();
    if printed.chars().count() <= Query::MAX_LENGTH {
        let again = Query::parse(&printed).expect("what we print we can read");
        assert_eq!((again.to_string(), &again), (printed, &query));
        assert_eq!(run(&again, messages), answer, "{query}");
    }
}

/// Over columns a query answers as it does row by row; it may end well where rows do not fit the budget.
pub fn columns_are_rows(query: &Query, events: &[Event]) {
    let (plan, limits) = (query.plan(), limits());
    let rows = plan.run_by_rows(&scope(), events, &limits);
    let columns = plan.run(&scope(), events, &limits);
    match (columns, rows) {
        (Ok(_), Err(RunError::TooLarge(_))) => {}
        (columns, rows) => assert_eq!(columns, rows, "{query}"),
    }
}

/// However the events are split, written down and merged, the answer is that to all of them.
pub fn parts_are_the_whole(query: &Query, events: &[Event], cuts: &[usize]) {
    let (plan, limits) = (query.plan(), limits());
    let part = |events: &[Event]| plan.partial(&scope(), events, &limits);
    let Ok(whole) = part(events) else { return };
    let whole = plan.finish(whole, &limits);
    let mut parts: Vec<Vec<Event>> = vec![Vec::new(); cuts.len().max(1)];
    for (index, event) in events.iter().enumerate() {
        let part = cuts.get(index % cuts.len().max(1)).map_or(0, |cut| cut % parts.len());
        parts[part].push(event.clone());
    }
    let mut merged: Option<Partial> = None;
    for events in parts.iter().rev() {
        let text = serde_json::to_string(&part(events).expect("a part fits where all do")).expect("it is plain data");
        let part: Partial = serde_json::from_str(&text).expect("what we write we can read");
        match &mut merged {
            None => merged = Some(part),
            Some(merged) => merged.merge(part, &limits).expect("both are of one query"),
        }
    }
    let merged = merged.map(|merged| plan.finish(merged, &limits));
    assert_eq!(merged, Some(whole), "{query}");
}

/// The answer as text.
fn run(query: &Query, messages: &str) -> String {
    format!("{:?}", query.plan().run(&scope(), &events(messages)[..], &limits()))
}

/// An event of each line, a second apart.
fn events(messages: &str) -> Vec<Event> {
    let lines = messages.lines().take(20).enumerate();
    lines
        .map(|(index, line)| {
            let at = Timestamp::from_millis(i64::try_from(index).unwrap_or(0) * 1000);
            Event::new(at, line).in_stream("111122223333:g", "s")
        })
        .collect()
}

fn scope() -> Scope {
    Scope::new(Timestamp::EPOCH, Timestamp::from_secs(3600))
}

fn limits() -> Limits {
    Limits { query_bytes: 1 << 22, query_made_rows: 10_000, ..Limits::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;
    use proptest::strategy::ValueTree;

    const FIELDS: &[&str] = &[
        "status",
        "service",
        "latency",
        "level",
        "http.ms",
        "items.0",
        "a.b",
        "none",
        "@message",
        "@timestamp",
        "@logStream",
        "lf.level",
        "x",
        "y",
        "action",
        "srcPort",
        "@duration",
        "@type",
        "`@@at`",
        "`odd key`",
        "@ptr",
        "@log",
    ];
    const LITERALS: &[&str] = &[
        "200",
        "500",
        "0",
        "-1",
        "1.5",
        "\"web\"",
        "\"200\"",
        "\"api\"",
        "\"\"",
        "true",
        "\"ERROR\"",
        "1e3",
        "\"a b\"",
    ];

    pub(crate) fn expression() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            4 => select(FIELDS).prop_map(str::to_owned),
            2 => select(LITERALS).prop_map(str::to_owned),
            1 => Just("bin(5m)".to_owned()),
        ];
        leaf.prop_recursive(3, 12, 2, |inner| {
            let pair = (inner.clone(), inner.clone());
            prop_oneof![
                (pair.clone(), select(&["=", "!=", "<", "<=", ">", ">="][..]))
                    .prop_map(|((a, b), o)| format!("({a} {o} {b})")),
                (pair.clone(), select(&["+", "-", "*", "/", "%"][..])).prop_map(|((a, b), o)| format!("({a} {o} {b})")),
                (pair.clone(), select(&["and", "or"][..])).prop_map(|((a, b), o)| format!("({a} {o} {b})")),
                (inner.clone(), select(&["\"e\"", "/E[R-S]+/", "\"20\"", "/^[a-z]+$/"][..]), any::<bool>())
                    .prop_map(|(a, p, n)| format!("({a} {} {p})", if n { "not like" } else { "like" })),
                (inner.clone(), select(LITERALS), select(LITERALS))
                    .prop_map(|(a, x, y)| format!("({a} in [{x}, {y}])")),
                inner.clone().prop_map(|a| format!("not {a}")),
                (
                    select(&["ispresent", "abs", "toupper", "strlen", "isempty", "floor", "tomillis", "jsonParse"][..]),
                    inner
                )
                    .prop_map(|(f, a)| format!("{f}({a})")),
                pair.prop_map(|(a, b)| format!("coalesce({a}, {b})")),
            ]
        })
    }

    fn aggregate() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("count(*)".to_owned()),
            (
                select(
                    &[
                        "count",
                        "sum",
                        "avg",
                        "min",
                        "max",
                        "count_distinct",
                        "earliest",
                        "latest",
                        "sortsFirst",
                        "sortsLast",
                        "stddev"
                    ][..]
                ),
                expression()
            )
                .prop_map(|(f, e)| format!("{f}({e})")),
            (select(FIELDS), 0_u32..=100).prop_map(|(f, p)| format!("pct({f}, {p})")),
        ]
    }

    fn stats() -> impl Strategy<Value = String> {
        (prop::collection::vec(aggregate(), 1..3), prop::collection::vec(expression(), 0..3)).prop_map(
            |(values, keys)| {
                let values: Vec<String> =
                    values.iter().enumerate().map(|(n, value)| format!("{value} as v{n}")).collect();
                let keys: Vec<String> = keys.iter().enumerate().map(|(n, key)| format!("{key} as k{n}")).collect();
                let by = if keys.is_empty() { String::new() } else { format!(" by {}", keys.join(", ")) };
                format!("stats {}{by}", values.join(", "))
            },
        )
    }

    fn command() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => expression().prop_map(|e| format!("filter {e}")),
            2 => (expression(), select(&["x", "y", "status", "a"][..])).prop_map(|(e, n)| format!("fields {e} as {n}")),
            1 => select(FIELDS).prop_map(|f| format!("fields {f}")),
            1 => Just("parse @message \"level=* \" as x".to_owned()),
            1 => Just("parse \"* *\" as x, y".to_owned()),
            1 => Just("parse @message /(?<x>[a-z]+)=(?<y>\\d+)?/".to_owned()),
            1 => Just("parse status /(.)(.)/ as x, y".to_owned()),
            1 => Just("parse @message logfmt as lf".to_owned()),
            1 => Just("parse @message csv as x, y".to_owned()),
            1 => Just("json field=@message \"http.ms\" as x".to_owned()),
        ]
    }

    fn last() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => stats(),
            1 => (expression(), select(&["asc", "desc"][..])).prop_map(|(e, o)| format!("sort {e} {o}")),
            1 => (expression(), 0_usize..4).prop_map(|(e, n)| format!("sort {e} | limit {}", n + 1)),
            1 => (1_usize..4).prop_map(|n| format!("limit {n}")),
            1 => Just("dedup status".to_owned()),
            1 => Just("countFrequent service, status".to_owned()),
            1 => Just("limit any 3".to_owned()),
            1 => stats().prop_map(|stats| format!("{stats} | sort v0 desc | limit 2")),
            1 => Just("display status, service, x".to_owned()),
        ]
    }

    /// Queries of which nearly all are accepted.
    pub(crate) fn queries() -> impl Strategy<Value = String> {
        (prop::collection::vec(command(), 0..4), last()).prop_map(|(commands, last)| {
            let all: Vec<String> = commands.into_iter().chain([last]).collect();
            all.join(" | ")
        })
    }

    fn member() -> impl Strategy<Value = String> {
        prop_oneof![
            select(&["200", "500", "404", "\"200\"", "null", "\"x\\u0041\"", "2.0", "1e400", "true"][..])
                .prop_map(|v| format!("\"status\":{v}")),
            select(&["\"web\"", "\"api\"", "7", "\"w\\\"b\"", "[]", "{}"][..]).prop_map(|v| format!("\"service\":{v}")),
            (-50_i32..500, 0_u32..100).prop_map(|(a, b)| format!("\"latency\":{a}.{b:02}")),
            select(&["\"ERROR\"", "\"INFO\"", "\"WARN\""][..]).prop_map(|v| format!("\"level\":{v}")),
            (0_u32..400).prop_map(|n| format!("\"http\": {{\"ms\": {n}, \"deep\": [1, {{\"z\": null}}]}}")),
            select(&["[1,2]", "[\"a\"]", "[[3]]", "\"no list\""][..]).prop_map(|v| format!("\"items\":{v}")),
            Just("\"a.b\":1".to_owned()),
            Just("\"a\":{\"b\":\"deep\"}".to_owned()),
            Just("\"@at\":5".to_owned()),
            Just("\"odd key\": \"e\"".to_owned()),
        ]
    }

    pub(crate) fn message() -> impl Strategy<Value = String> {
        let json =
            prop::collection::vec(member(), 0..6).prop_map(|members| format!("{{{}}}", members.join(","))).boxed();
        prop_oneof![
            6 => json.clone(),
            1 => json.clone().prop_map(|json| format!(" INFO {json} and on")),
            1 => json.prop_map(|json| format!("{json} trailing")),
            1 => Just("level=warn status=200 x=7 msg=\"a b\"".to_owned()),
            1 => Just("2 111122223333 eni-1 10.0.0.1 - 443 49152 6 7 840 1777874400 1777874460 ACCEPT OK".to_owned()),
            1 => Just("REPORT RequestId: 1-a\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB".to_owned()),
            1 => Just("1.0 2026-05-04T08:16:02.130Z Z1 example.com A NOERROR UDP FRA6 192.168.1.1 -".to_owned()),
            1 => "[ -~é]{0,20}",
        ]
    }

    pub(crate) fn some_events() -> impl Strategy<Value = Vec<Event>> {
        let event = (0_i64..3_600, message(), select(&["s", "t"][..]));
        prop::collection::vec(event, 0..30).prop_map(|events| {
            let event = |(at, message, stream): (i64, String, &str)| {
                Event::new(Timestamp::from_secs(at), message)
                    .in_stream("111122223333:g", stream)
                    .with_pointer(format!("p{at}"))
            };
            events.into_iter().map(event).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn columns_answer_as_rows_do(text in queries(), events in some_events()) {
            let query = Query::parse(&text);
            prop_assume!(query.is_ok());
            columns_are_rows(&query.unwrap(), &events);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_split_answers_as_the_whole(
            text in queries(),
            events in some_events(),
            cuts in prop::collection::vec(0_usize..5, 1..6),
        ) {
            let query = Query::parse(&text);
            prop_assume!(query.is_ok());
            parts_are_the_whole(&query.unwrap(), &events, &cuts);
        }
    }

    #[cfg(feature = "rayon")]
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn threads_answer_as_one_does(text in queries(), events in some_events(), size in 1_usize..9) {
            let query = Query::parse(&text);
            prop_assume!(query.is_ok());
            let (plan, limits) = (query.unwrap().plan(), limits());
            let parts: Vec<&[Event]> = events.chunks(size).collect();
            let one = plan.run(&scope(), &events, &limits);
            prop_assert_eq!(plan.run_parallel(&scope(), &parts, &limits), one, "{}", text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// The log store, read cold and with the columns that the first reading left, against its events as rows.
        #[test]
        fn the_store_answers_as_rows_do(texts in prop::collection::vec(queries(), 1..4), events in some_events()) {
            let mut engine = crate::Engine::new(crate::Place::parse("111122223333", "us-east-1").unwrap(), 0);
            let now = Timestamp::from_secs(3600);
            engine.create_log_group(now, "g").unwrap();
            for stream in ["s", "t"] {
                engine.create_log_stream(now, "g", stream).unwrap();
                // Long messages fill chunks, which are sealed then.
                for round in 0..3 {
                    let batch: Vec<(Timestamp, String)> = events
                        .iter()
                        .filter(|event| event.stream() == stream && !event.message().is_empty())
                        .map(|event| (event.at().plus_millis(round), event.message().to_owned()))
                        .chain([(now, "x".repeat(60_000))])
                        .collect();
                    let mut batch = batch;
                    batch.sort_by_key(|(at, _)| *at);
                    engine.put_log_events(now, "g", stream, batch).unwrap();
                }
            }
            let source = super::super::engine::StoreSource { engine: &engine, now, groups: &["g".to_owned()], unmask: false };
            for text in texts.iter().chain(&texts) {
                let Ok(query) = Query::parse(text) else { continue };
                let (plan, limits) = (query.plan(), limits());
                let rows = plan.run_by_rows(&scope(), &source, &limits);
                match (plan.run(&scope(), &source, &limits), rows) {
                    (Ok(_), Err(RunError::TooLarge(_))) => {}
                    (columns, rows) => prop_assert_eq!(columns, rows, "{}", query),
                }
            }
        }
    }

    #[test]
    fn most_queries_are_accepted() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let texts: Vec<String> = (0..200).map(|_| queries().new_tree(&mut runner).unwrap().current()).collect();
        let refused: Vec<&String> = texts.iter().filter(|text| Query::parse(text).is_err()).collect();
        assert!(refused.len() < 40, "{} {:?}", refused.len(), &refused[..5.min(refused.len())]);
    }
}
