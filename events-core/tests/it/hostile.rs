//! Patterns and events made to take long: each must come to an end, soon and within bounds.

use cupola_base::json::Json;
use cupola_base::{EventEnvelope, Place, Timestamp};
use cupola_events::{Engine, FailureReason, MatchError, Output, Pattern, PatternOptions, PutRule, RuleName};

fn unbounded(text: &str) -> Pattern {
    Pattern::parse_with(text, &PatternOptions::unbounded()).expect("the pattern can be read")
}

/// Names that stand twice in an object make the choice of elements as hard as satisfiability.
fn entangled(arrays: usize) -> (String, String) {
    let paths: Vec<String> = (0..arrays).map(|n| format!("\"p{n:02}\":[1]")).collect();
    let array = |a: usize| {
        let element = |e: usize| {
            let names =
                (0..arrays).filter(|n| !(n * 7 + a * 3 + e).is_multiple_of(3)).map(|n| format!("\"p{n:02}\":1"));
            format!("{{{}}}", names.collect::<Vec<_>>().join(","))
        };
        format!("\"x\":[{},{}]", element(0), element(1))
    };
    let event = (0..arrays).map(array).collect::<Vec<_>>().join(",");
    (format!("{{\"x\":{{{},\"zz\":[1]}}}}", paths.join(",")), format!("{{{event},\"x\":[{{\"zz\":1}}]}}"))
}

#[test]
fn entangled_arrays_are_given_up_or_solved() {
    for arrays in [8, 16, 24, 40] {
        let (pattern, event) = entangled(arrays);
        match unbounded(&pattern).matches(event.as_bytes()) {
            Ok(_) | Err(MatchError::TooManySteps) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn many_values_times_many_alternatives_are_given_up() {
    let alternatives = (0..1000).map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(",");
    let values = vec!["\"x\""; 200_000].join(",");
    let branches = (0..900).map(|n| format!("{{\"b\":[{n}]}}")).collect::<Vec<_>>().join(",");
    let pattern = unbounded(&format!("{{\"a\":[{alternatives}],\"$or\":[{branches}]}}"));
    let event = format!("{{\"a\":[{values}],\"b\":1}}");
    assert_eq!(pattern.matches(event.as_bytes()), Err(MatchError::TooManySteps));
    assert_eq!(pattern.explain(event.as_bytes()), Err(MatchError::TooManySteps));
}

#[test]
fn a_large_event_is_judged_where_its_arrays_are_plain() {
    let pattern = unbounded(r#"{"a": {"b": [1], "c": [2], "d": [{"exists": false}]}}"#);
    let items =
        |last: &str| format!("{{\"a\":[{}{last}]}}", "{\"b\":1,\"c\":3,\"d\":0},{\"b\":2,\"c\":2},".repeat(25_000));
    assert_eq!(pattern.matches(items("{\"b\":1,\"c\":2}").as_bytes()), Ok(true));
    assert_eq!(pattern.matches(items("{\"b\":1,\"c\":2,\"d\":1}").as_bytes()), Ok(false));
}

#[test]
fn deep_nesting_is_refused_or_read() {
    let nested = |levels: usize| format!("{}{{\"a\":[1]}}{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    let pattern = unbounded(&nested(254));
    assert_eq!(pattern, unbounded(&pattern.to_string()));
    let mut options = PatternOptions::unbounded();
    options.depth = usize::MAX;
    assert!(Pattern::parse_with(&nested(100_000), &options).is_err());
    let event = |levels: usize| format!("{{\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
    let plain = unbounded(r#"{"a": [1]}"#);
    assert_eq!(plain.matches(event(1000).as_bytes()), Ok(true));
    assert!(plain.matches(event(100_000).as_bytes()).is_err());
}

#[test]
fn deep_arrays_of_many_elements_come_to_an_end() {
    let pattern = unbounded(r#"{"a": {"b": [1], "c": [1], "d": [1]}}"#);
    let elements = "{\"b\":1},{\"c\":1},{\"d\":1},".repeat(10_000);
    let event = format!("{{\"a\":{}{elements}{{}}{}}}", "[".repeat(990), "]".repeat(990));
    assert!(matches!(pattern.matches(event.as_bytes()), Ok(false) | Err(MatchError::TooManySteps)));
}

#[test]
fn tangled_wildcards_are_too_complex() {
    let hostile = (0..300).map(|n| format!("\"*{}*{}\"", n % 97, "ab".repeat(n % 7))).collect::<Vec<_>>().join(",");
    let text = format!("{{\"a\":[{{\"anything-but\":{{\"wildcard\":[{hostile}]}}}}]}}");
    let reason = Pattern::parse_with(&text, &PatternOptions::default().with_length(None)).unwrap_err().reason();
    assert!(reason.starts_with("Rule is too complex"), "{reason}");
    let pattern = unbounded(&text);
    assert!(pattern.complexity(usize::MAX) > 10);
    let event = format!("{{\"a\":\"{}\"}}", "ab1".repeat(300_000));
    assert!(matches!(pattern.matches(event.as_bytes()), Ok(_) | Err(MatchError::TooManySteps)));
}

#[test]
fn products_of_alternatives_are_capped() {
    let or = |n: usize| format!("\"x{n}\":{{\"$or\":[{{\"a\":[1]}},{{\"b\":[1]}}]}}");
    let text = format!("{{{}}}", (0..30).map(or).collect::<Vec<_>>().join(","));
    assert_eq!(Pattern::parse(&text).unwrap_err().reason(), "$or relationships expand to more than 1000 rules");
}

#[test]
fn one_event_costs_a_bus_no_more_than_its_steps() {
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let mut engine = Engine::new(place.clone(), 0);
    for n in 0..300 {
        let name = RuleName::new(format!("r{n:03}")).expect("a name");
        let pattern = format!("{{\"detail\":{{\"a\":[\"{n}\",\"x\"],\"b\":[{{\"exists\":false}}]}}}}");
        engine.put_rule(Timestamp::EPOCH, PutRule::new(name, pattern)).expect("a rule");
    }
    let mut given_up = |values: usize| {
        let detail = Json::parse(&format!("{{\"a\":[{}]}}", vec!["\"x\""; values].join(","))).expect("a detail");
        engine.publish(Timestamp::EPOCH, EventEnvelope::new("e", place.clone(), Timestamp::EPOCH, "s", "t", detail));
        let outputs = engine.drain();
        let given_up = |output: &&Output| matches!(output, Output::Failure(f) if f.why == FailureReason::TooManySteps);
        outputs.iter().filter(given_up).count()
    };
    // Each value concerns each rule.
    assert_eq!(given_up(1000), 0);
    assert_eq!(given_up(600_000), 300);
}

#[test]
fn an_event_that_cannot_be_read_fails_each_rule() {
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let mut engine = Engine::new(place.clone(), 0);
    let rule = PutRule::new(RuleName::new("r").expect("a name"), r#"{"detail": {"a": [1]}}"#);
    engine.put_rule(Timestamp::EPOCH, rule).expect("a rule");
    let detail = format!("{{\"a\":{}1{}}}", "[".repeat(1500), "]".repeat(1500));
    let detail = Json::parse(&detail).expect("a detail");
    engine.publish(Timestamp::EPOCH, EventEnvelope::new("e", place, Timestamp::EPOCH, "s", "t", detail));
    let outputs = engine.drain();
    let [Output::Failure(failure)] = &outputs[..] else { panic!("{outputs:?}") };
    assert!(matches!(failure.why, FailureReason::Unreadable(_)));
    assert!(failure.to_string().contains("nested too deep"), "{failure}");
}
