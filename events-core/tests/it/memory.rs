//! What a set of rules takes: no allocation for an event once there is room, little memory for a rule.

#![expect(clippy::unwrap_used, reason = "the rules and events are written here")]

use allocation_counter::measure;
use cupola_events::{Matcher, Pattern, Scratch};

/// Exact texts, prefixes and numbers, all of them behind two fields that many rules have in common.
fn rule(n: u32) -> String {
    let matcher = match n % 3 {
        0 => format!(r#"{{"id":["i-{n:08x}"]}}"#),
        1 => format!(r#"{{"key":[{{"prefix":"/store/{n:06}/"}}]}}"#),
        _ => format!(r#"{{"total":[{{"numeric":[">=",{n},"<",{}]}}]}}"#, n + 1),
    };
    format!(r#"{{"source":["my.shop"],"detail-type":["Basket paid"],"detail":{matcher}}}"#)
}

fn rules(count: u32) -> Vec<Pattern> {
    (0..count).map(|n| Pattern::parse(&rule(n)).unwrap()).collect()
}

/// An event with arrays of objects, escapes and numbers.
fn event(n: u32) -> String {
    let items: Vec<_> = (0..n % 7).map(|item| format!(r#"{{"sku":"s{item}","count":{item},"gift":false}}"#)).collect();
    format!(
        r#"{{"source":"my.shop","detail-type":"Basket paid","detail":{{"id":"i-{n:08x}","key":"/store/{n:06}/\u0061","total":{n},"items":[{}]}}}}"#,
        items.join(",")
    )
}

#[test]
fn an_event_allocates_nothing_once_there_is_room() {
    let mut patterns = rules(300);
    let of_items = r#"{"detail":{"items":{"sku":["s1","s3"],"count":[{"numeric":["<",4]}],"gift":[false]}}}"#;
    let of_absence = r#"{"detail":{"items":{"sku":["s2"],"count":[{"exists":false}]},"total":[{"anything-but":7}]}}"#;
    patterns.extend([of_items, of_absence].map(|text| Pattern::parse(text).unwrap()));
    let matcher: Matcher<u32> = (0..).zip(&patterns).collect();
    let events: Vec<String> = (0..300).map(event).collect();
    let (view, mut scratch) = (matcher.view(), Scratch::new());
    let mut pass = || {
        let mut matched = 0;
        events.iter().for_each(|event| view.each(event.as_bytes(), &mut scratch, |_| matched += 1).unwrap());
        matched
    };
    let before = pass();
    let taken = measure(|| assert_eq!(pass(), before));
    assert!(before > 300, "{before} matches");
    assert_eq!(taken.count_total, 0);
}

#[test]
fn a_rule_takes_less_than_a_kilobyte() {
    const COUNT: u32 = 20_000;
    let patterns = rules(COUNT);
    let matcher: Matcher<u32> = Matcher::new();
    let taken = measure(|| matcher.add_all((0..).zip(&patterns)));
    let each = taken.bytes_current / i64::from(COUNT);
    assert!(each <= 1024, "{each} bytes a rule");
}
