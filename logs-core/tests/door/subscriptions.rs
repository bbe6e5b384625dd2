//! Subscription filters and destinations: section 6 of the reference.

use cupola_base::outbox::{Call, ErrorCode, Reported};
use cupola_base::{Caller, Delivery, Outcome};
use cupola_logs::{Limits, MessageType, Output, SubscriptionMessage};
use serde_json::{Value, json};

use crate::door::{Door, NOON, at, invalid, millis, missing, place, put};

const FUNCTION: &str = "arn:aws:lambda:us-east-1:111122223333:function:eat";
const STREAM: &str = "arn:aws:kinesis:us-east-1:111122223333:stream/eat";
const FIREHOSE: &str = "arn:aws:firehose:us-east-1:111122223333:deliverystream/eat";
const ROLE: &str = "arn:aws:iam::111122223333:role/logs";

fn filter(name: &str, pattern: &str, destination: &str) -> Value {
    let mut filter =
        json!({"logGroupName": "g", "filterName": name, "filterPattern": pattern, "destinationArn": destination});
    if destination != FUNCTION {
        filter["roleArn"] = ROLE.into();
    }
    filter
}

impl Door {
    fn subscribe(&mut self, name: &str, pattern: &str, destination: &str) -> &mut Self {
        self.ok("PutSubscriptionFilter", filter(name, pattern, destination));
        let _ = self.engine.drain();
        self
    }

    fn deliveries(&mut self) -> Vec<Delivery> {
        let outputs = self.engine.drain().into_iter();
        outputs
            .filter_map(|output| if let Output::Delivery(delivery) = output { Some(delivery) } else { None })
            .collect()
    }

    fn messages(&mut self) -> Vec<SubscriptionMessage> {
        self.deliveries().iter().map(|delivery| SubscriptionMessage::of_delivery(delivery).unwrap()).collect()
    }
}

#[test]
fn what_is_put_is_described() {
    let mut door = Door::open();
    let mut all = filter("b", "[a, b]", STREAM);
    all["distribution"] = "Random".into();
    all["fieldSelectionCriteria"] = "@aws.region  in [\"us-east-1\"]".into();
    all["emitSystemFields"] = json!(["@aws.region", "@aws.account"]);
    door.ok("PutSubscriptionFilter", all);
    door.ok("PutSubscriptionFilter", filter("a", "x", FUNCTION));
    door.set("2026-05-04T13:00:00Z").ok("PutSubscriptionFilter", filter("a", "", FUNCTION));
    let listed = door.ok("DescribeSubscriptionFilters", json!({"logGroupName": "g"}));
    let a = json!({"filterName": "a", "logGroupName": "g", "filterPattern": "", "destinationArn": FUNCTION,
        "distribution": "ByLogStream", "applyOnTransformedLogs": false, "creationTime": millis(NOON)});
    let b = json!({"filterName": "b", "logGroupName": "g", "filterPattern": "[a, b]", "destinationArn": STREAM,
        "roleArn": ROLE, "distribution": "Random", "applyOnTransformedLogs": false, "creationTime": millis(NOON),
        "fieldSelectionCriteria": "@aws.region IN [\"us-east-1\"]", "emitSystemFields": ["@aws.account", "@aws.region"]});
    assert_eq!(listed, json!({"subscriptionFilters": [a, b]}));
    let page = door.ok("DescribeSubscriptionFilters", json!({"logGroupName": "g", "limit": 1}));
    let next = json!({"logGroupName": "g", "limit": 1, "nextToken": page["nextToken"]});
    assert_eq!(door.ok("DescribeSubscriptionFilters", next), json!({"subscriptionFilters": [b]}));
    let some = json!({"logGroupName": "g", "filterNamePrefix": "b"});
    assert_eq!(door.ok("DescribeSubscriptionFilters", some)["subscriptionFilters"], json!([b]));

    door.ok("DeleteSubscriptionFilter", json!({"logGroupName": "g", "filterName": "b"}));
    let gone = door.refused("DeleteSubscriptionFilter", json!({"logGroupName": "g", "filterName": "b"}));
    assert_eq!(gone, missing("subscription filter"));
    assert_eq!(door.refused("DescribeSubscriptionFilters", json!({"logGroupName": "x"})), missing("log group"));
}

#[test]
fn refusals() {
    let mut door = Door::open();
    let mut without_role = filter("f", "", FIREHOSE);
    without_role["roleArn"] = Value::Null;
    let text = "destinationArn for vendor firehose cannot be used without roleArn";
    assert_eq!(door.refused("PutSubscriptionFilter", without_role), invalid(text));
    let queue = filter("f", "", "arn:aws:sqs:us-east-1:111122223333:q");
    let text = "PutSubscriptionFilter operation cannot work with destinationArn for vendor sqs";
    assert_eq!(door.refused("PutSubscriptionFilter", queue), invalid(text));
    assert_eq!(door.refused("PutSubscriptionFilter", filter("f", "a=b", FUNCTION)), invalid("Invalid filter pattern"));
    let mut request = filter("f", "", FUNCTION);
    request["logGroupName"] = "none".into();
    assert_eq!(door.refused("PutSubscriptionFilter", request), missing("log group"));
    let mut request = filter("f", "", FUNCTION);
    request["fieldSelectionCriteria"] = "@aws.zone = 1".into();
    assert_eq!(door.refused("PutSubscriptionFilter", request), invalid("Invalid field selection criteria"));

    door.ok("CreateLogGroup", json!({"logGroupName": "ia", "logGroupClass": "INFREQUENT_ACCESS"}));
    let mut request = filter("f", "", FUNCTION);
    request["logGroupName"] = "ia".into();
    assert_eq!(door.refused("PutSubscriptionFilter", request).0, "InvalidOperationException");

    door.ok("CreateLogGroup", json!({"logGroupName": "/aws/lambda/eat"}));
    let mut request = filter("f", "", FUNCTION);
    request["logGroupName"] = "/aws/lambda/eat".into();
    let text = "The log group provided is reserved for the function logs of the destination function.";
    assert_eq!(door.refused("PutSubscriptionFilter", request), invalid(text));
}

#[test]
fn filters_with_regexes_are_counted_over_both_kinds() {
    let mut door = Door::open();
    for number in 0..4 {
        let transformation = json!({"metricName": "m", "metricNamespace": "n", "metricValue": "1"});
        door.ok(
            "PutMetricFilter",
            json!({"logGroupName": "g", "filterName": format!("m{number}"), "filterPattern": "%a%", "metricTransformations": [transformation]}),
        );
    }
    door.subscribe("a", "%a%", FUNCTION).subscribe("b", "a", FUNCTION);
    let (code, _) = door.refused("PutSubscriptionFilter", filter("b", "%b%", FUNCTION));
    assert_eq!(code, "LimitExceededException");
}

#[test]
fn once_a_group_could_have_twenty() {
    let mut door = Door::open();
    door.engine = cupola_logs::Engine::new(place(), 0).with_limits(Limits::twenty_subscriptions());
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    for number in 0..20 {
        door.subscribe(&format!("f{number}"), "", FUNCTION);
    }
    assert_eq!(door.refused("PutSubscriptionFilter", filter("f20", "", FUNCTION)).0, "LimitExceededException");
}

#[test]
fn a_new_filter_sends_a_control_message() {
    let mut door = Door::open();
    door.ok("PutSubscriptionFilter", filter("f", "", FIREHOSE));
    let sent = door.messages();
    let [control] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!((control.message_type, control.owner.as_str()), (MessageType::Control, "CloudwatchLogs"));
    assert_eq!((control.log_group.as_str(), control.log_stream.as_str()), ("", ""));
    assert_eq!(control.log_events[0].message, "CWL CONTROL MESSAGE: Checking health of destination Firehose.");
    door.ok("PutSubscriptionFilter", filter("f", "x", FIREHOSE));
    assert!(door.deliveries().is_empty(), "an update with the same destination sends none");
    door.ok("PutSubscriptionFilter", filter("f", "x", STREAM));
    assert_eq!(door.deliveries().len(), 1);
}

#[test]
fn each_kind_of_target_is_sent_what_it_takes() {
    let mut door = Door::open();
    door.subscribe("f", "[word, ..., last]", FUNCTION).subscribe("k", "ERROR", STREAM);
    door.put(&[(NOON, "ERROR of 7"), (NOON, "fine x")]);
    let sent = door.deliveries();
    assert_eq!(sent.iter().map(|one| one.target.as_str()).collect::<Vec<_>>(), [FUNCTION, STREAM]);
    let called: Value = serde_json::from_str(&sent[0].payload.to_string()).unwrap();
    assert!(called["awslogs"]["data"].as_str().unwrap().starts_with("H4sI"), "{called}");
    let Call::Stream { partition_key } = &sent[1].call else { panic!() };
    assert!(sent[1].payload.to_string().starts_with("H4sI"));

    let message = SubscriptionMessage::of_delivery(&sent[0]).unwrap();
    let expected = json!({
        "messageType": "DATA_MESSAGE", "owner": "111122223333", "logGroup": "g", "logStream": "s",
        "subscriptionFilters": ["f"],
        "logEvents": [
            {"id": message.log_events[0].id, "timestamp": millis(NOON), "message": "ERROR of 7",
                "extractedFields": {"word": "ERROR", "2": "of", "last": "7"}},
            {"id": message.log_events[1].id, "timestamp": millis(NOON), "message": "fine x",
                "extractedFields": {"word": "fine", "last": "x"}},
        ],
    });
    assert_eq!(serde_json::to_value(&message).unwrap(), expected);
    let page = door.ok("FilterLogEvents", json!({"logGroupName": "g"}));
    let ids: Vec<&str> = message.log_events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, [page["events"][0]["eventId"].as_str().unwrap(), page["events"][1]["eventId"].as_str().unwrap()]);

    door.put(&[(NOON, "ERROR 8")]);
    let again = door.deliveries();
    assert!(matches!(&again[1].call, Call::Stream { partition_key: key } if key == partition_key), "by the stream");
    assert!(SubscriptionMessage::of_delivery(&again[1]).unwrap().log_events[0].extracted_fields.is_none());
}

#[test]
fn filters_that_send_the_same_send_it_once() {
    let mut door = Door::open();
    door.subscribe("a", "ERROR", FUNCTION).subscribe("b", "", FUNCTION);
    door.put(&[(NOON, "ERROR 1")]);
    let sent = door.messages();
    assert_eq!((sent.len(), sent[0].subscription_filters.join(" ")), (1, "a b".to_owned()));
    door.put(&[(NOON, "ERROR 1"), (NOON, "fine")]);
    let sent = door.messages();
    let names: Vec<_> = sent.iter().map(|one| (one.subscription_filters.join(" "), one.log_events.len())).collect();
    assert_eq!(names, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
}

#[test]
fn random_keys_come_from_the_seed() {
    let keys = |seed| {
        let mut door = Door::empty();
        door.engine = cupola_logs::Engine::new(place(), seed);
        door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
        door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
        let mut random = filter("f", "", STREAM);
        random["distribution"] = "Random".into();
        door.ok("PutSubscriptionFilter", random);
        (0..4).for_each(|_| drop(door.put(&[(NOON, "x")])));
        let key = |delivery: Delivery| match delivery.call {
            Call::Stream { partition_key } => partition_key,
            other => panic!("{other:?}"),
        };
        door.deliveries().into_iter().map(key).collect::<Vec<_>>()
    };
    let (first, mut apart) = (keys(1), keys(1));
    assert_eq!(first, apart);
    assert_ne!(first, keys(2));
    apart.sort();
    apart.dedup();
    assert_eq!(apart.len(), 5);
}

#[test]
fn what_is_too_large_is_split_and_nothing_is_lost() {
    let mut door = Door::open();
    let limits = Limits { kinesis_record_bytes: 2000, ..Limits::default() };
    door.engine = cupola_logs::Engine::new(place(), 0).with_limits(limits);
    door.ok("CreateLogGroup", json!({"logGroupName": "g"}));
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
    door.subscribe("f", "", STREAM);
    // Letters that are drawn: hardly compressible.
    let rng = cupola_base::Rng::new(1);
    let noise = |length: usize| -> String {
        (0..length).map(|_| char::from(b'!' + u8::try_from(rng.below(64)).unwrap())).collect()
    };
    let mut lines: Vec<String> = (0..40).map(|_| noise(300)).collect();
    lines.insert(20, noise(4000));
    let events: Vec<(&str, &str)> = lines.iter().map(|line| (NOON, line.as_str())).collect();
    door.put(&events);
    let outputs = door.engine.drain();
    let sizes = outputs.iter().filter_map(|output| if let Output::Delivery(one) = output { Some(one) } else { None });
    let sent: Vec<String> = sizes
        .clone()
        .flat_map(|one| SubscriptionMessage::of_delivery(one).unwrap().log_events)
        .map(|event| event.message)
        .collect();
    assert!(
        sizes.clone().count() > 4 && sizes.clone().all(|one| one.payload.as_str().len() <= 2000_usize.div_ceil(3) * 4)
    );
    lines.remove(20);
    assert_eq!(sent, lines);
    let Output::Overflow(overflow) = &outputs[0] else { panic!("{outputs:?}") };
    assert_eq!(overflow.to_string(), format!("1 log events that are too large to be sent were dropped until {NOON}"));
}

#[test]
fn a_delivery_is_tried_again_for_a_day() {
    let mut door = Door::open();
    door.subscribe("f", "", FUNCTION);
    door.put(&[(NOON, "x")]);
    let first = door.deliveries().remove(0);
    let mut now = at(NOON);
    let mut tries = 1;
    loop {
        match door.engine.report(now, first.id, Outcome::retry()).unwrap() {
            Reported::TryAgain(next) => now = next,
            other => break assert_eq!(other, Reported::Dropped),
        }
        assert_eq!(door.engine.next_deadline().unwrap().at, now);
        door.engine.advance(now);
        let again = door.deliveries().remove(0);
        tries += 1;
        assert_eq!((again.id, again.attempt, &again.payload), (first.id, tries, &first.payload));
    }
    let hours = (now.as_millis() - millis(NOON)) / 3_600_000;
    assert!((23..=24).contains(&hours) && tries > 100, "{hours} {tries}");
    assert!(matches!(&door.engine.drain()[..], [Output::SubscriptionFailed(failed)] if &*failed.filter == "f"));
    assert!(door.engine.explain_delivery(first.id).unwrap().to_string().contains("dropped"));
}

#[test]
fn a_refusal_for_good_pauses_the_filter() {
    let mut door = Door::open();
    door.subscribe("f", "", FUNCTION);
    door.put(&[(NOON, "x")]);
    let first = door.deliveries().remove(0);
    let refused = Outcome::error(ErrorCode::NoPermissions, "not you");
    assert_eq!(door.engine.report(at(NOON), first.id, refused), Some(Reported::Dropped));
    let _ = door.engine.drain();
    door.set("2026-05-04T12:09:59Z").put(&[(NOON, "y")]);
    assert!(door.deliveries().is_empty());
    door.set("2026-05-04T12:10:00Z").put(&[(NOON, "z")]);
    assert_eq!(door.messages()[0].log_events[0].message, "z");
}

#[test]
fn what_waits_ends_with_its_filter_and_with_its_group() {
    for action in ["DeleteSubscriptionFilter", "DeleteLogGroup"] {
        let mut door = Door::open();
        door.subscribe("f", "", FUNCTION);
        door.put(&[(NOON, "x")]);
        let first = door.deliveries().remove(0);
        door.engine.report(at(NOON), first.id, Outcome::retry());
        assert!(door.engine.next_deadline().is_some());
        door.ok(action, json!({"logGroupName": "g", "filterName": "f"}));
        assert!(door.engine.next_deadline().is_none(), "{action}");
    }
}

#[test]
fn criteria_and_system_fields_know_the_place() {
    let mut door = Door::open();
    let mut here = filter("here", "", FUNCTION);
    here["fieldSelectionCriteria"] = "@aws.account = \"111122223333\"".into();
    here["emitSystemFields"] = json!(["@aws.account", "@aws.region"]);
    door.ok("PutSubscriptionFilter", here);
    let mut there = filter("there", "", FUNCTION);
    there["fieldSelectionCriteria"] = "@aws.account != \"111122223333\"".into();
    door.ok("PutSubscriptionFilter", there);
    let _ = door.engine.drain();
    door.put(&[(NOON, "x")]);
    let sent = door.messages();
    assert_eq!((sent.len(), sent[0].subscription_filters.join(" ")), (1, "here".to_owned()));
    let fields = sent[0].log_events[0].extracted_fields.clone().unwrap();
    assert_eq!(
        serde_json::to_value(fields).unwrap(),
        json!({"@aws.account": "111122223333", "@aws.region": "us-east-1"})
    );
}

#[test]
fn metric_filters_select_and_measure_by_system_fields() {
    let mut door = Door::open();
    let transformation = json!({"metricName": "m", "metricNamespace": "n", "metricValue": "1"});
    let put_filter = |criteria: &str| {
        json!({"logGroupName": "g", "filterName": "f", "filterPattern": "ERROR", "metricTransformations": [transformation],
            "fieldSelectionCriteria": criteria, "emitSystemFieldDimensions": ["@aws.region", "@aws.account"]})
    };
    door.ok("PutMetricFilter", put_filter("@aws.region = \"us-east-1\""));
    let described = door.ok("DescribeMetricFilters", json!({"logGroupName": "g"}));
    let described = &described["metricFilters"][0];
    assert_eq!(described["emitSystemFieldDimensions"], json!(["@aws.account", "@aws.region"]));
    assert_eq!(described["fieldSelectionCriteria"], "@aws.region = \"us-east-1\"");
    door.put(&[(NOON, "ERROR 1"), (NOON, "ERROR 2")]);
    let outputs = door.engine.drain();
    let [Output::Datum(made)] = &outputs[..] else { panic!("{outputs:?}") };
    let dimensions: Vec<_> = made.datum.dimensions.iter().map(|one| (one.name.as_ref(), one.value.as_ref())).collect();
    assert_eq!(dimensions, [("@aws.account", "111122223333"), ("@aws.region", "us-east-1")]);
    door.ok("PutMetricFilter", put_filter("@aws.region NOT IN [\"us-east-1\"]"));
    door.put(&[(NOON, "ERROR 3")]);
    assert!(door.engine.drain().is_empty());

    let mut four = put_filter("");
    four["filterPattern"] = "{ $.a = 1 }".into();
    four["metricTransformations"][0]["dimensions"] = json!({"a": "$.a", "b": "$.b"});
    assert_eq!(door.refused("PutMetricFilter", four).0, "InvalidParameterException", "system fields are counted");
}

#[test]
fn destinations_are_put_listed_and_deleted() {
    let mut door = Door::open();
    let put = |name: &str, target: &str| json!({"destinationName": name, "targetArn": target, "roleArn": ROLE});
    let first = door.ok("PutDestination", put("b", STREAM));
    let arn = "arn:aws:logs:us-east-1:111122223333:destination:b";
    let expected =
        json!({"destinationName": "b", "targetArn": STREAM, "roleArn": ROLE, "arn": arn, "creationTime": millis(NOON)});
    assert_eq!(first, json!({"destination": expected}));
    door.ok("PutDestination", put("a", FIREHOSE));
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
        "Action": "logs:PutSubscriptionFilter", "Resource": arn,
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}]})
    .to_string();
    door.ok("PutDestinationPolicy", json!({"destinationName": "b", "accessPolicy": policy, "forceUpdate": true}));
    door.set("2026-05-04T13:00:00Z").ok("PutDestination", put("b", FIREHOSE));
    let listed = door.ok("DescribeDestinations", json!({}));
    assert_eq!(listed["destinations"][0]["destinationName"], "a");
    let b = &listed["destinations"][1];
    assert_eq!((&b["accessPolicy"], &b["targetArn"]), (&json!(policy), &json!(FIREHOSE)));
    assert_eq!(b["creationTime"], millis(NOON), "an update keeps time and policy");
    let some = door.ok("DescribeDestinations", json!({"DestinationNamePrefix": "b", "limit": 1}));
    assert_eq!(some, json!({"destinations": [b]}));

    for (policy, why) in
        [("{", "JSON"), (r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#, "Principal")]
    {
        let (code, message) =
            door.refused("PutDestinationPolicy", json!({"destinationName": "b", "accessPolicy": policy}));
        assert!(
            code == "InvalidParameterException" && message.starts_with("Invalid access policy"),
            "{why}: {message}"
        );
    }
    let long = json!({"destinationName": "b", "accessPolicy": " ".repeat(5121)});
    assert_eq!(door.refused("PutDestinationPolicy", long).0, "InvalidParameterException");
    let nowhere = json!({"destinationName": "x", "accessPolicy": policy});
    assert_eq!(door.refused("PutDestinationPolicy", nowhere), invalid("The specified destination does not exist."));
    assert_eq!(door.refused("PutDestination", put("c", arn)).0, "InvalidParameterException");

    door.ok("DeleteDestination", json!({"destinationName": "b"}));
    assert_eq!(door.refused("DeleteDestination", json!({"destinationName": "b"})), missing("destination"));
}

#[test]
fn a_destination_of_the_own_account_sends_on() {
    let mut door = Door::open();
    door.ok("PutDestination", json!({"destinationName": "d", "targetArn": STREAM, "roleArn": ROLE}));
    let arn = "arn:aws:logs:us-east-1:111122223333:destination:d";
    door.subscribe("f", "", arn);
    door.put(&[(NOON, "x")]);
    let sent = door.deliveries();
    assert_eq!((sent.len(), sent[0].target.as_str()), (1, STREAM));
    let refused = door.refused("PutSubscriptionFilter", filter("n", "", &format!("{arn}x")));
    assert_eq!(refused, missing("destination"));
    let elsewhere = filter("n", "", "arn:aws:logs:eu-west-1:111122223333:destination:d");
    assert_eq!(door.refused("PutSubscriptionFilter", elsewhere).0, "InvalidParameterException");
    door.ok("DeleteDestination", json!({"destinationName": "d"}));
    door.put(&[(NOON, "y")]);
    assert!(matches!(&door.engine.drain()[..], [Output::SubscriptionFailed(_)]));
}

/// The principal who puts a filter is judged, not only its account.
#[test]
fn a_policy_may_name_a_role() {
    let mut door = Door::open();
    door.ok("PutDestination", json!({"destinationName": "d", "targetArn": STREAM, "roleArn": ROLE}));
    let arn = "arn:aws:logs:us-east-1:111122223333:destination:d";
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": {"AWS": ROLE}, "Action": "logs:*", "Resource": arn}]});
    door.ok("PutDestinationPolicy", json!({"destinationName": "d", "accessPolicy": policy.to_string()}));
    let caller = Caller::root(place()).with_principal(ROLE.parse().unwrap());
    let request = filter("f", "", arn).to_string();
    let error = door.engine.call(at(NOON), &caller, "PutSubscriptionFilter", &request).unwrap_err();
    assert_eq!(error.code, "AccessDeniedException");
    door.ok("PutSubscriptionFilter", filter("f", "", arn));
    door.ok("PutLogEvents", put("s", &[(NOON, "x")]));
}

#[test]
fn the_account_subscribes_to_all_groups_but_some() {
    let mut door = Door::open();
    door.ok("CreateLogGroup", json!({"logGroupName": "/aws/lambda/eat"}));
    door.ok("CreateLogStream", json!({"logGroupName": "/aws/lambda/eat", "logStreamName": "s"}));
    let document = json!({"DestinationArn": FUNCTION, "FilterPattern": "ERROR", "Distribution": "Random"}).to_string();
    let policy = json!({"policyName": "all", "policyType": "SUBSCRIPTION_FILTER_POLICY", "policyDocument": document,
        "selectionCriteria": "LogGroupName NOT IN [\"h\"]"});
    door.ok("PutAccountPolicy", policy);
    door.subscribe("own", "", FUNCTION);
    door.put(&[(NOON, "ERROR 1"), (NOON, "fine")]);
    let sent = door.messages();
    let names: Vec<_> = sent.iter().map(|one| (one.subscription_filters.join(" "), one.log_events.len())).collect();
    assert_eq!(names, [("own".to_owned(), 2), ("all".to_owned(), 1)], "it comes besides the group's own");

    door.ok("CreateLogGroup", json!({"logGroupName": "h"}));
    door.ok("CreateLogStream", json!({"logGroupName": "h", "logStreamName": "s"}));
    for group in ["h", "/aws/lambda/eat"] {
        let mut events = put("s", &[(NOON, "ERROR 2")]);
        events["logGroupName"] = group.into();
        door.ok("PutLogEvents", events);
        assert!(door.deliveries().is_empty(), "{group}");
    }
}

fn policy_of_account(destination: &str, role: Option<&str>) -> Value {
    let mut document = json!({"DestinationArn": destination, "FilterPattern": "ERROR"});
    role.into_iter().for_each(|role| document["RoleArn"] = role.into());
    json!({"policyName": "all", "policyType": "SUBSCRIPTION_FILTER_POLICY", "policyDocument": document.to_string()})
}

#[test]
fn the_accounts_subscription_is_checked_as_a_groups_is() {
    let mut door = Door::open();
    let foreign = FUNCTION.replace("111122223333", "444455556666");
    for (destination, role) in [
        (STREAM, None),
        (FIREHOSE, None),
        (STREAM, Some("arn:aws:iam::444455556666:role/logs")),
        (&foreign, None),
        ("arn:aws:sqs:us-east-1:111122223333:eat", None),
        ("arn:aws:logs:us-east-1:111122223333:destination:none", None),
    ] {
        let of_account = door.refused("PutAccountPolicy", policy_of_account(destination, role));
        let mut filter = filter("f", "ERROR", destination);
        filter.as_object_mut().unwrap().remove("roleArn");
        role.into_iter().for_each(|role| filter["roleArn"] = role.into());
        assert_eq!(of_account, door.refused("PutSubscriptionFilter", filter), "{destination} {role:?}");
    }
    assert!(door.engine.account_subscription("g").is_none() && door.engine.drain().is_empty());
}

#[test]
fn the_accounts_subscription_looks_whether_its_destination_is_reachable() {
    let mut door = Door::open();
    door.ok("PutAccountPolicy", policy_of_account(STREAM, Some(ROLE)));
    let [delivery] = &door.deliveries()[..] else { panic!("one control message") };
    let control = SubscriptionMessage::of_delivery(delivery).unwrap();
    assert_eq!(
        (control.message_type, &*control.owner, &*delivery.target),
        (MessageType::Control, "CloudwatchLogs", STREAM)
    );
    door.ok("PutAccountPolicy", policy_of_account(STREAM, Some(ROLE)));
    assert!(door.deliveries().is_empty(), "the destination is known");
    door.ok("PutAccountPolicy", policy_of_account(FUNCTION, None));
    let [delivery] = &door.deliveries()[..] else { panic!("another destination") };
    let gone = Outcome::error(ErrorCode::NoResource, "there is no such function");
    assert_eq!(door.engine.report(door.now, delivery.id, gone), Some(Reported::Dropped));
    let failed = door.engine.drain();
    assert!(
        matches!(&failed[..], [Output::SubscriptionFailed(failed)] if &*failed.filter == "all" && failed.log_group.is_empty())
    );
}
