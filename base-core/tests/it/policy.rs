//! Policies: what they decide, what is refused, and the laws.

#![expect(clippy::unwrap_used, reason = "a case that is not well formed may panic")]

use cupola_base::policy::{Decision, Policy, PolicyErrorKind, Request, Requester};
use cupola_base::testing::policy::{decide, policy_law};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

const BUS: &str = "arn:aws:events:us-east-1:111122223333:event-bus/yard";

fn user() -> Requester {
    Requester::aws("arn:aws:iam::444455556666:user/ada".parse().unwrap())
}

fn request() -> Request {
    Request::new(user(), "events:PutEvents", BUS)
}

fn statement(change: Value) -> String {
    let mut statement = json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"});
    for (name, value) in change.as_object().unwrap() {
        if let Some(plain) = name.strip_prefix("Not") {
            statement.as_object_mut().unwrap().remove(plain);
        }
        statement[name] = value.clone();
    }
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

fn applies(change: Value, request: &Request) -> bool {
    let text = statement(change);
    let policy = Policy::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    policy_law(&text, request);
    policy.evaluate(request) == Decision::Allow
}

#[test]
fn principals_are_meant_by_account_role_and_name() {
    let session = "arn:aws:sts::444455556666:assumed-role/Crane/s-1";
    let as_of = |arn: &str| Request::new(Requester::aws(arn.parse().unwrap()), "events:PutEvents", BUS);
    let service = Request::new(Requester::service("events.amazonaws.com"), "events:PutEvents", BUS);
    for (clause, request, meant) in [
        (json!("*"), request(), true),
        (json!({"AWS": "*"}), request(), true),
        (json!({"AWS": "444455556666"}), request(), true),
        (json!({"AWS": "arn:aws:iam::444455556666:root"}), request(), true),
        (json!({"AWS": ["111122223333", "arn:aws:iam::444455556666:user/ada"]}), request(), true),
        (json!({"AWS": "arn:aws:iam::444455556666:user/bob"}), request(), false),
        (json!({"AWS": "111122223333"}), request(), false),
        (json!({"AWS": "arn:aws:iam::444455556666:role/yard/Crane"}), as_of(session), true),
        (json!({"AWS": "arn:aws:iam::444455556666:role/Boat"}), as_of(session), false),
        (json!({"AWS": "arn:aws:iam::777788889999:role/Crane"}), as_of(session), false),
        (json!({"AWS": session}), as_of(session), true),
        (json!({"Service": "events.amazonaws.com"}), service.clone(), true),
        (json!({"Service": "sns.amazonaws.com"}), service.clone(), false),
        (json!({"AWS": "444455556666", "Service": ["a", "events.amazonaws.com"]}), service, true),
        (json!({"Federated": "cognito-identity.amazonaws.com"}), request(), false),
    ] {
        assert_eq!(applies(json!({"Principal": clause}), &request), meant, "{clause}");
        assert_eq!(applies(json!({"NotPrincipal": clause}), &request), !meant, "{clause}");
    }
}

#[test]
fn actions_know_no_letter_case_and_resources_do() {
    for (name, pattern, fits) in [
        ("Action", json!("EVENTS:putevents"), true),
        ("Action", json!("events:Put*"), true),
        ("Action", json!("events:Put?vents"), true),
        ("Action", json!(["events:PutRule", "events:*"]), true),
        ("Action", json!("events:Put"), false),
        ("Resource", json!(BUS), true),
        ("Resource", json!("arn:aws:events:*:event-bus/yard"), true),
        ("Resource", json!("arn:aws:events:*:*:event-bus/y*"), true),
        ("Resource", json!("ARN:aws:events:us-east-1:111122223333:event-bus/yard"), false),
        ("Resource", json!(["a", "b"]), false),
    ] {
        assert_eq!(applies(json!({(name): pattern}), &request()), fits, "{name} {pattern}");
        let not = format!("Not{name}");
        assert_eq!(applies(json!({(not): pattern}), &request()), !fits, "not {name} {pattern}");
    }
}

#[test]
fn operators_compare_as_documented() {
    let request = request()
        .with("k:text", "Crane-7")
        .with("k:number", "12.50")
        .with("k:date", "2026-05-04T06:00:00Z")
        .with("k:bool", "true")
        .with("k:ip", "203.0.113.77")
        .with("k:ip6", "2001:db8::7")
        .with("k:arn", "arn:aws:sqs:us-east-1:111122223333:inbox:a");
    for (operator, key, values, holds) in [
        ("StringEquals", "K:TEXT", json!("Crane-7"), true),
        ("StringEquals", "k:text", json!(["a", "Crane-7"]), true),
        ("StringEquals", "k:text", json!("crane-7"), false),
        ("StringEquals", "k:text", json!("Crane-*"), false),
        ("StringNotEquals", "k:text", json!(["a", "Crane-7"]), false),
        ("StringNotEquals", "k:none", json!("a"), true),
        ("StringNotEqualsIfExists", "k:text", json!("Crane-7"), false),
        ("StringEqualsIgnoreCase", "k:text", json!("crane-7"), true),
        ("StringNotEqualsIgnoreCase", "k:text", json!("crane-7"), false),
        ("StringLike", "k:text", json!("Cr?ne*"), true),
        ("StringNotLike", "k:text", json!("Cr?ne*"), false),
        ("StringEquals", "k:none", json!("a"), false),
        ("StringEqualsIfExists", "k:none", json!("a"), true),
        ("NumericEquals", "k:number", json!(12.5), true),
        ("NumericNotEquals", "k:number", json!("12.5"), false),
        ("NumericLessThan", "k:number", json!("12.5"), false),
        ("NumericLessThanEquals", "k:number", json!("12.5"), true),
        ("NumericGreaterThan", "k:number", json!("12.4"), true),
        ("NumericGreaterThanEquals", "k:number", json!("12.6"), false),
        ("NumericEquals", "k:text", json!("1"), false),
        ("NumericNotEquals", "k:text", json!("1"), true),
        ("DateEquals", "k:date", json!("2026-05-04T06:00:00Z"), true),
        ("DateEquals", "k:date", json!("1777874400"), true),
        ("DateGreaterThan", "k:date", json!("2026-05-04"), true),
        ("DateLessThanEquals", "k:date", json!("2026-05-04T05:59:59Z"), false),
        ("DateNotEquals", "k:date", json!("2026-05-04"), true),
        ("Bool", "k:bool", json!(true), true),
        ("Bool", "k:bool", json!("false"), false),
        ("Bool", "k:none", json!("false"), false),
        ("BoolIfExists", "k:none", json!("true"), true),
        ("Null", "k:none", json!(true), true),
        ("Null", "k:none", json!("false"), false),
        ("Null", "k:bool", json!("false"), true),
        ("IpAddress", "k:ip", json!("203.0.113.0/24"), true),
        ("IpAddress", "k:ip", json!("203.0.113.77"), true),
        ("IpAddress", "k:ip", json!("0.0.0.0/0"), true),
        ("IpAddress", "k:ip", json!("203.0.112.0/24"), false),
        ("IpAddress", "k:ip", json!("::/0"), false),
        ("IpAddress", "k:ip6", json!("2001:db8::/32"), true),
        ("NotIpAddress", "k:ip", json!(["10.0.0.0/8", "203.0.113.0/24"]), false),
        ("ArnLike", "k:arn", json!("arn:aws:sqs:*:1111*:inbox*"), true),
        ("ArnEquals", "k:arn", json!("arn:aws:sqs:*:111122223333:inbox:?"), true),
        ("ArnLike", "k:arn", json!("arn:aws:*:inbox:a:b:c"), false),
        ("ArnLike", "k:text", json!("*"), false),
        ("ArnNotLike", "k:arn", json!("arn:aws:sns:*:*:*"), true),
        ("ArnNotEquals", "k:arn", json!("arn:aws:sqs:us-east-1:111122223333:inbox:a"), false),
    ] {
        let condition = json!({"Condition": {(operator): {(key): values}}});
        assert_eq!(applies(condition, &request), holds, "{operator} {key} {values}");
    }
}

#[test]
fn sets_are_taken_whole_or_by_one_of_them() {
    let several = request().with("k:s", "a").with("k:s", "b");
    for (operator, key, values, holds) in [
        ("ForAllValues:StringEquals", "k:s", json!(["a", "b", "c"]), true),
        ("ForAllValues:StringEquals", "k:s", json!(["a", "c"]), false),
        ("ForAllValues:StringEquals", "k:none", json!("a"), true),
        ("ForAllValues:StringNotEquals", "k:s", json!("a"), false),
        ("ForAllValues:StringNotLike", "k:s", json!("c*"), true),
        ("ForAnyValue:StringEquals", "k:s", json!(["b", "c"]), true),
        ("ForAnyValue:StringEquals", "k:s", json!("c"), false),
        ("ForAnyValue:StringEquals", "k:none", json!("a"), false),
        ("ForAnyValue:StringEqualsIfExists", "k:none", json!("a"), true),
        ("ForAnyValue:StringNotEquals", "k:s", json!("a"), true),
        ("ForAnyValue:StringNotEquals", "k:none", json!("a"), false),
        ("StringEquals", "k:s", json!("b"), true),
        ("StringNotEquals", "k:s", json!("b"), false),
    ] {
        let condition = json!({"Condition": {(operator): {(key): values}}});
        assert_eq!(applies(condition, &several), holds, "{operator} {key} {values}");
    }
}

#[test]
fn variables_are_filled_in_documents_of_the_second_version() {
    let request = request().with("aws:username", "a*a").with("k:v", "a*a/box").with("k:w", "axa/box");
    for (operator, key, value, holds) in [
        ("StringEquals", "k:v", "${aws:username}/box", true),
        ("StringLike", "k:v", "${aws:UserName}/*", true),
        ("StringLike", "k:w", "${aws:username}/*", false),
        ("StringEquals", "k:v", "${none:key, 'a*a'}/box", true),
        ("StringEquals", "k:v", "${none:key}/box", false),
        ("StringNotEquals", "k:v", "${none:key}/box", true),
        ("StringLike", "k:v", "a${*}a/box", true),
        ("StringLike", "k:w", "a${*}a/box", false),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::${aws:PrincipalAccount}:user/ada", true),
    ] {
        let condition = json!({"Condition": {(operator): {(key): value}}});
        assert_eq!(applies(condition, &request), holds, "{operator} {key} {value}");
    }
    let of_2008 = json!({"Statement": {
        "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"k:v": "${aws:username}"}},
    }});
    let policy = Policy::parse(&of_2008.to_string()).unwrap();
    assert_eq!(policy.evaluate(&request), Decision::ImplicitDeny);
    assert_eq!(policy.evaluate(&self::request().with("k:v", "${aws:username}")), Decision::Allow);
}

#[test]
fn a_deny_wins_and_nothing_is_not_allowed() {
    let all = json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"});
    let deny = json!({"Sid": "no", "Effect": "Deny", "Principal": "*", "Action": "events:PutEvents", "Resource": "*"});
    for (statements, decision) in
        [(json!([all, deny]), Decision::Deny), (json!([deny, all]), Decision::Deny), (json!(all), Decision::Allow)]
    {
        let policy = Policy::parse(&json!({"Statement": statements}).to_string()).unwrap();
        assert_eq!(policy.evaluate(&request()), decision);
    }
    assert_eq!(Policy::empty().evaluate(&request()), Decision::ImplicitDeny);
    let policy = Policy::parse(&json!({"Statement": [all, deny]}).to_string()).unwrap();
    assert_eq!(policy.explain(&request()).to_string(), "denied\nstatement 1 allows\nstatement 2 (no) denies");
    let other = Request::new(user(), "events:PutRule", BUS);
    assert_eq!(
        policy.explain(&other).to_string(),
        "allowed\nstatement 1 allows\nstatement 2 (no) does not apply: it is not about this action"
    );
}

#[test]
fn what_is_no_policy_is_refused_at_its_place() {
    let whole = statement(json!({}));
    for (from, to, place, kind) in [
        ("\"Effect\"", "\"Efect\"", "\"Efect\"", PolicyErrorKind::Element("Efect".into())),
        ("\"Allow\"", "\"allow\"", "\"allow\"", PolicyErrorKind::Effect("allow".into())),
        ("\"Allow\"", "7", "7", PolicyErrorKind::Type("an effect: a text")),
        ("2012-10-17", "2012-10-18", "\"2012-10-18\"", PolicyErrorKind::Version("2012-10-18".into())),
        ("\"Action\":\"*\"", "\"Action\":[]", "]", PolicyErrorKind::Empty),
        ("\"Action\":\"*\"", "\"Sid\":\"a\"", "{", PolicyErrorKind::Missing("Action")),
        ("\"Action\":\"*\"", "\"Action\":\"*\",\"NotAction\":\"a\"", "\"NotAction\"", PolicyErrorKind::Both("Action")),
        (
            "\"Action\":\"*\"",
            "\"Action\":\"*\",\"Action\":\"a\"",
            "\"Action\"",
            PolicyErrorKind::Twice("Action".into()),
        ),
        (
            "\"Principal\":\"*\"",
            "\"Principal\":{\"Aws\":\"*\"}",
            "\"Aws\"",
            PolicyErrorKind::PrincipalKind("Aws".into()),
        ),
        ("\"Principal\":\"*\"", "\"Principal\":{\"AWS\":\"12\"}", "\"12\"", PolicyErrorKind::Principal("12".into())),
        ("\"Principal\":\"*\"", "\"Principal\":{}", "}", PolicyErrorKind::Empty),
        ("\"Resource\":\"*\"", "\"Resource\":\"${a\"", "\"${a\"", PolicyErrorKind::Variable("${a".into())),
    ] {
        let text = whole.replace(from, to);
        let error = Policy::parse(&text).unwrap_err();
        assert_eq!(*error.kind(), kind, "{text}");
        let at = error.span();
        assert!(text[at.start..at.end].starts_with(place), "{} is not {place}", &text[at.start..at.end]);
    }
    for (operator, value, what) in [
        ("NumericEquals", "a", "a number"),
        ("DateEquals", "today", "an ISO 8601 date"),
        ("Bool", "yes", "true or false"),
        ("IpAddress", "10.0.0.0/33", "an IP address or range"),
        ("ArnLike", "inbox", "an ARN"),
    ] {
        let text = statement(json!({"Condition": {(operator): {"k:v": value}}}));
        let error = Policy::parse(&text).unwrap_err();
        assert_eq!(*error.kind(), PolicyErrorKind::Value { value: value.into(), what });
    }
    for operator in ["StringIs", "BinaryEquals", "ForEach:StringEquals", "NullIfExists", "IfExists"] {
        let text = statement(json!({"Condition": {(operator): {"k:v": "true"}}}));
        assert_eq!(*Policy::parse(&text).unwrap_err().kind(), PolicyErrorKind::Operator(operator.into()));
    }
    for text in ["", "{", "[]", "{}", "{\"Statement\": []}", "{\"Statement\": [1]}", "{\"Statement\": {}} x"] {
        policy_law(text, &request());
        assert!(Policy::parse(text).is_err(), "{text}");
    }
    let twice = json!({"Statement": [{"Sid": "a", "Effect": "Deny", "Action": "*"}, {"Sid": "a", "Effect": "Deny", "Action": "*"}]});
    assert_eq!(*Policy::parse(&twice.to_string()).unwrap_err().kind(), PolicyErrorKind::Twice("Sid a".into()));
}

#[test]
fn nested_wildcards_stay_quick() {
    let pattern = "*a?".repeat(3_000);
    let text = statement(json!({"Condition": {"StringLike": {"k:v": pattern}, "StringNotLike": {"k:v": "*b*b*b*b"}}}));
    let policy = Policy::parse(&text).unwrap();
    let request = request().with("k:v", "a".repeat(200_000));
    assert_eq!(policy.evaluate(&request), Decision::Allow);
}

fn texts(all: &'static [&'static str]) -> impl Strategy<Value = Value> {
    subsequence(all, 1..=2).prop_map(|some| if let [one] = some[..] { json!(one) } else { json!(some) })
}

fn conditions() -> impl Strategy<Value = Value> {
    const WORDS: &[&str] = &["a", "A", "b", "a*", "?", "1", "2.0", "true", "203.0.113.9"];
    const NUMBERS: &[&str] = &["1", "2", "2.0", "-3"];
    const DATES: &[&str] = &["2026-05-04T06:00:00Z", "2026-05-04T06:00:01Z"];
    const ARNS: &[&str] = &["*", "arn:aws:a:b:*:c", "arn:aws:a:b:1:c*", "arn:*:*:b:?:c"];
    let kind = prop_oneof![
        (
            select(&["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"][..]),
            texts(WORDS)
        ),
        (
            select(&["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"][..]),
            texts(NUMBERS)
        ),
        (select(&["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"][..]), texts(DATES)),
        (select(&["Bool"][..]), texts(&["true", "false"])),
        (
            select(&["IpAddress", "NotIpAddress"][..]),
            texts(&["203.0.113.0/24", "203.0.113.8/31", "0.0.0.0/0", "10.1.1.1"])
        ),
        (select(&["ArnLike", "ArnNotEquals"][..]), texts(ARNS)),
    ];
    let affixes = (select(&["", "ForAllValues:", "ForAnyValue:"][..]), select(&["", "IfExists"][..]));
    let some = (kind, affixes).prop_map(|((name, values), (set, end))| (format!("{set}{name}{end}"), values));
    let some = prop_oneof![8 => some, 1 => texts(&["true", "false"]).prop_map(|values| ("Null".to_owned(), values))];
    let keyed = (some, select(&["k:a", "K:B"][..]));
    proptest::collection::vec(keyed, 0..3).prop_map(|all| {
        let mut conditions = json!({});
        for ((operator, values), key) in all {
            conditions[operator] = json!({(key): values});
        }
        conditions
    })
}

fn statements() -> impl Strategy<Value = Value> {
    let principals = prop_oneof![
        Just(json!("*")),
        texts(&["*", "444455556666", "arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:user/ada"])
            .prop_map(|texts| json!({"AWS": texts})),
        texts(&["a", "events.amazonaws.com"]).prop_map(|texts| json!({"Service": texts})),
    ];
    let clause = |name: &'static str, values| (select(vec![name.to_owned(), format!("Not{name}")]), values);
    let parts = (
        select(&["Allow", "Deny"][..]),
        clause("Principal", principals.boxed()),
        clause("Action", texts(&["*", "events:PutEvents", "EVENTS:put*", "events:Put?ule"]).boxed()),
        clause("Resource", texts(&["*", BUS, "arn:aws:events:*:event-bus/y*", "b"]).boxed()),
        conditions(),
    );
    parts.prop_map(|(effect, (who, whom), (what, actions), (to, resources), conditions)| {
        json!({"Effect": effect, (who): whom, (what): actions, (to): resources, "Condition": conditions})
    })
}

fn requests() -> impl Strategy<Value = Request> {
    let who = select(vec![
        user(),
        Requester::aws("arn:aws:iam::111122223333:user/bob".parse().unwrap()),
        Requester::service("events.amazonaws.com"),
    ]);
    let values = select(
        &["a", "A", "bb", "1", "2", "x", "true", "false", "2026-05-04T06:00:00Z", "203.0.113.9", "arn:aws:a:b:1:cd"][..],
    );
    let context = proptest::collection::vec((select(&["k:a", "k:b"][..]), values), 0..4);
    (who, select(&["events:PutEvents", "events:PutRule"][..]), select(&[BUS, "b"][..]), context).prop_map(
        |(who, action, resource, context)| {
            let request = Request::new(who, action, resource);
            context.into_iter().fold(request, |request, (key, value)| request.with(key, value))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_evaluator_agrees_with_its_twin(statements in proptest::collection::vec(statements(), 1..4), request in requests()) {
        let document = json!({"Version": "2012-10-17", "Statement": statements});
        let policy = Policy::parse(&document.to_string()).unwrap();
        prop_assert_eq!(policy.evaluate(&request), decide(&document, &request), "{}", document);
        policy_law(&document.to_string(), &request);
    }

    #[test]
    fn any_text_is_a_policy_or_a_refusal_with_a_place(text in r#"[\[\]{}",: *a$]{0,40}"#) {
        policy_law(&text, &request());
    }

    #[test]
    fn a_broken_policy_is_refused_with_a_place(document in statements(), cut in 0_usize..400, with in r#"[\[\]{}",: é\\]{0,3}"#) {
        let text = json!({"Statement": document}).to_string();
        let cut = cut.min(text.len());
        policy_law(&format!("{}{with}{}", &text[..cut], &text[cut..]), &request());
        policy_law(&text[..cut], &request());
    }
}
