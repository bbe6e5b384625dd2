use proptest::prelude::*;

use super::*;

/// Alarms are in the states that their names begin with.
fn holds(text: &str) -> bool {
    AlarmRule::parse(text).unwrap().holds(|name| match name.as_bytes()[0] {
        b'a' => StateValue::Alarm,
        b'o' => StateValue::Ok,
        _ => StateValue::InsufficientData,
    })
}

#[test]
fn rules_hold_as_they_say() {
    for (rule, expected) in [
        ("ALARM(a1)", true),
        ("ALARM(o1)", false),
        ("OK(o1) AND INSUFFICIENT_DATA(i1)", true),
        ("TRUE", true),
        ("FALSE", false),
        ("NOT FALSE", true),
        ("NOT NOT NOT TRUE", false),
        ("TRUE OR FALSE AND FALSE", true),
        ("(TRUE OR FALSE) AND FALSE", false),
        ("NOT TRUE OR TRUE", true),
        ("NOT (TRUE OR TRUE)", false),
        ("FALSE OR TRUE AND NOT FALSE AND TRUE OR FALSE", true),
        ("not(alarm(o1))and\n\ttrue", true),
        ("Alarm(\"a (1), x\")", true),
        (r#"ALARM("a\"\\")"#, true),
        ("ALARM(arn:aws:cloudwatch:us-east-1:111122223333:alarm:a1)", true),
        ("AT_LEAST(2, ALARM, (a1, o1, a2))", true),
        ("AT_LEAST(3, ALARM, (a1, o1, a2))", false),
        ("AT_LEAST(2, ALARM, (a1, a1, o1))", true),
        ("at_least ( 1 , not alarm , ( a1 , \"o1\" ) )", true),
        ("AT_LEAST(2, NOT OK, (a1, o1, i1))", true),
        ("AT_LEAST(50%, ALARM, (a1, o1, o2))", false),
        ("AT_LEAST(33%, ALARM, (a1, o1, o2))", true),
        ("AT_LEAST(34%, ALARM, (a1, o1, o2))", false),
        ("AT_LEAST(1%, ALARM, (o1, o2))", false),
        ("AT_LEAST(100%, INSUFFICIENT_DATA, (i1, i2))", true),
    ] {
        assert_eq!(holds(rule), expected, "{rule}");
    }
}

#[test]
fn elements_and_references_are_counted() {
    for (rule, elements, references) in [
        ("TRUE", 1, 0),
        ("ALARM(a)", 1, 1),
        ("(ALARM(a) OR (NOT (OK(a))))", 5, 1),
        ("AT_LEAST(1, OK, (a, b, a)) AND FALSE", 4, 2),
    ] {
        let rule = AlarmRule::parse(rule).unwrap();
        assert_eq!((rule.elements(), rule.references().count()), (elements, references), "{rule}");
    }
}

#[test]
fn refusals_say_what_is_needed() {
    use AlarmRuleErrorKind::{Quorum, Reference, Size, Syntax};
    let long = "x".repeat(10_241);
    let name = format!("ALARM({})", "n".repeat(256));
    for (rule, kind, message) in [
        ("", Syntax, "a condition is needed, not the end"),
        ("ALARM(ghost", Syntax, "`)` is needed, not the end"),
        ("ALARM()", Syntax, "the name or the ARN of an alarm is needed, not )"),
        ("ALARM(a b)", Syntax, "`)` is needed, not b"),
        ("ALARM(\"a)", Syntax, "the name has no closing quote"),
        ("ALARM(\"\")", Reference, "`` is not a AlarmName: 1 to 255 characters without control characters are needed"),
        ("SAD(a)", Syntax, "a condition is needed, not SAD"),
        ("a", Syntax, "a condition is needed, not a"),
        ("AND TRUE", Syntax, "a condition is needed, not AND"),
        ("TRUE TRUE", Syntax, "AND, OR or the end is needed, not TRUE"),
        ("TRUEAND FALSE", Syntax, "a condition is needed, not TRUEAND"),
        ("TRUE)", Syntax, "AND, OR or the end is needed, not )"),
        ("(TRUE", Syntax, "AND, OR or `)` is needed, not the end"),
        ("()", Syntax, "a condition is needed, not )"),
        ("NOT", Syntax, "a condition is needed, not the end"),
        ("TRUE OR", Syntax, "a condition is needed, not the end"),
        ("AT_LEAST(x, OK, (a))", Syntax, "a number, or a number and `%`, is needed, not x"),
        ("AT_LEAST(1, SAD, (a))", Syntax, "ALARM, OK or INSUFFICIENT_DATA is needed, not SAD"),
        ("AT_LEAST(1, OK, a)", Syntax, "`(` is needed, not a"),
        ("AT_LEAST(0, OK, (a))", Quorum, "AT_LEAST asks for 1 to as many alarms as it lists, which are 1"),
        ("AT_LEAST(3, OK, (a, b))", Quorum, "AT_LEAST asks for 1 to as many alarms as it lists, which are 2"),
        ("AT_LEAST(99999999999, OK, (a))", Quorum, "AT_LEAST asks for 1 to as many alarms as it lists, which are 1"),
        ("AT_LEAST(0%, OK, (a))", Quorum, "a share is 1% to 100%, not 0%"),
        ("AT_LEAST(101%, OK, (a))", Quorum, "a share is 1% to 100%, not 101%"),
        (&long, Size, "a rule may have 10240 characters, this has 10241"),
        (
            &name,
            Reference,
            &format!(
                "`{}` is not a AlarmName: 1 to 255 characters without control characters are needed",
                "n".repeat(256)
            ),
        ),
    ] {
        let error = AlarmRule::parse(rule).unwrap_err();
        assert_eq!((error.kind(), error.message()), (kind, message), "{error}");
    }
}

#[test]
fn the_place_is_drawn() {
    let error = AlarmRule::parse("ALARM(slow) AND\n  SLOW(down)").unwrap_err();
    let drawn = [
        "alarm rule error: a condition is needed, not SLOW",
        "  |",
        "2 |   SLOW(down)",
        "  |   ^^^^",
        "  |",
        "  = help: accepted: ALARM(name), OK(name), INSUFFICIENT_DATA(name), AT_LEAST(count, state, (names)), \
         TRUE, FALSE, NOT and parentheses",
        "  = source: CloudWatch API Reference, PutCompositeAlarm",
    ];
    assert_eq!(error.to_string(), drawn.join("\n"));
}

#[test]
fn the_deepest_rules_leave_the_stack_flat() {
    let small_stack = std::thread::Builder::new().stack_size(128 << 10);
    let deep = || {
        assert!(AlarmRule::parse(&"(".repeat(10_240)).is_err());
        let half = AlarmRule::MAX_LENGTH / 2 - 2;
        let nested = format!("{}TRUE{}", "(".repeat(half), ")".repeat(half));
        assert_eq!(AlarmRule::parse(&nested).unwrap().to_string(), "TRUE");
        let denied = format!("{}TRUE", "NOT ".repeat(2559));
        let rule = AlarmRule::parse(&denied).unwrap();
        assert!(rule.to_string() == denied && !rule.holds(|_| StateValue::Ok));
        let stairs = format!("{}TRUE OR TRUE{}", "TRUE OR (".repeat(1020), ")".repeat(1020));
        let rule = AlarmRule::parse(&stairs).unwrap();
        assert!(rule.to_string() == stairs && rule.holds(|_| StateValue::Ok));
    };
    small_stack.spawn(deep).unwrap().join().unwrap();
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-d]",
        1 => "[a-zA-Z0-9:/._-]{1,12}",
        1 => "[ -~äß♥]{1,8}".prop_filter("a name", |name| crate::AlarmName::new(name.as_str()).is_ok()),
    ]
}

fn written(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn state() -> impl Strategy<Value = StateValue> {
    proptest::sample::select(StateValue::ALL)
}

/// Texts of rules in many spellings.
fn rule() -> impl Strategy<Value = String> {
    let names = proptest::collection::vec(reference(), 1..5);
    let leaf = prop_oneof![
        4 => (state(), reference()).prop_map(|(state, name)| format!("{state}({})", written(&name))),
        1 => Just("TRUE".to_owned()),
        1 => Just("false".to_owned()),
        1 => (names, any::<prop::sample::Index>(), any::<bool>(), state()).prop_map(|(names, count, not, state)| {
            let (count, not) = (count.index(names.len()) + 1, if not { "NOT " } else { "" });
            let names: Vec<String> = names.iter().map(|name| written(name)).collect();
            format!("AT_LEAST({count}, {not}{state}, ({}))", names.join(" , "))
        }),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let many = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            many.clone().prop_map(|parts| parts.join(" and ")),
            many.prop_map(|parts| parts.join("  OR ")),
            inner.clone().prop_map(|part| format!("NOT {part}")),
            inner.prop_map(|part| format!("( {part} )")),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same(text in rule()) {
        let rule = AlarmRule::parse(&text).unwrap();
        let again = AlarmRule::parse(&rule.to_string());
        prop_assert_eq!(again.as_ref(), Ok(&rule));
        prop_assert_eq!(again.unwrap().to_string(), rule.to_string());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[()\", \\\\ALRMOKNDTUEF_S0-9%a-c]{0,60}") {
        if let Ok(rule) = AlarmRule::parse(&text) {
            prop_assert_eq!(AlarmRule::parse(&rule.to_string()), Ok(rule));
        }
    }
}
