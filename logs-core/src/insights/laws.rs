//! What must hold whatever the input. Each law panics where it is broken. Property tests, fuzz targets
//! and the replay of found inputs all call these.

use cupola_base::Timestamp;

use super::{Event, Query, Scope};
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
    let printed = query.to_string();
    if printed.chars().count() <= Query::MAX_LENGTH {
        let again = Query::parse(&printed).expect("what we print we can read");
        assert_eq!((again.to_string(), &again), (printed, &query));
        assert_eq!(run(&again, messages), answer, "{query}");
    }
}

/// The answer as text.
fn run(query: &Query, messages: &str) -> String {
    let lines = messages.lines().take(20).enumerate();
    let events: Vec<Event> = lines
        .map(|(index, line)| {
            let at = Timestamp::from_millis(i64::try_from(index).unwrap_or(0) * 1000);
            Event::new(at, line).in_stream("111122223333:g", "s")
        })
        .collect();
    let scope = Scope::new(Timestamp::EPOCH, Timestamp::from_secs(3600));
    let limits = Limits { query_bytes: 1 << 22, query_made_rows: 10_000, ..Limits::default() };
    format!("{:?}", query.plan().run(&scope, &events, &limits))
}
