//! Who may do what on a bus: permissions, policies, managed rules.

#![expect(clippy::unwrap_used, reason = "a request that is not well formed may panic")]

use cupola_base::policy::Requester;
use cupola_base::{AccountId, ApiError, Caller, EventEnvelope, Place, Timestamp, json::Json};
use cupola_events::{BusName, Engine, Output, PutRule, RuleName};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(7);
const OTHER: &str = "arn:aws:iam::444455556666:user/ada";

struct Door {
    engine: Engine,
    caller: Caller,
}

impl Door {
    fn new() -> Self {
        let place = Place::parse("111122223333", "us-east-1").unwrap();
        let mut door = Self { engine: Engine::new(place.clone(), 0), caller: Caller::root(place) };
        door.ask("CreateEventBus", json!({"Name": "yard"}));
        door
    }

    fn raw(&mut self, action: &str, input: &Value) -> Result<String, ApiError> {
        self.engine.call(NOW, &self.caller, action, &input.to_string())
    }

    fn ask(&mut self, action: &str, input: Value) -> Value {
        let answer = self.raw(action, &input).unwrap_or_else(|error| panic!("{action}: {error}"));
        serde_json::from_str(&answer).unwrap()
    }

    fn refused(&mut self, action: &str, input: Value) -> String {
        self.raw(action, &input).unwrap_err().to_string()
    }

    fn be(&mut self, principal: &str) {
        let root = Caller::root(self.engine.place().clone());
        self.caller = if principal == "own" { root } else { root.with_principal(principal.parse().unwrap()) };
    }

    fn policy(&mut self, statements: Value) {
        self.be("own");
        let policy = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        self.ask("PutPermission", json!({"EventBusName": "yard", "Policy": policy}));
    }

    /// The code of each entry, empty for those accepted.
    fn put(&mut self, entries: &[(&str, &str)]) -> Vec<String> {
        let entry = |(source, bus): &(&str, &str)| json!({"Source": source, "DetailType": "t", "Detail": "{\"service\":\"EC2\"}", "EventBusName": bus});
        let entries: Vec<Value> = entries.iter().map(entry).collect();
        let answer = self.ask("PutEvents", json!({"Entries": entries}));
        let code = |entry: &Value| entry["ErrorCode"].as_str().unwrap_or_default().to_owned();
        answer["Entries"].as_array().unwrap().iter().map(code).collect()
    }
}

fn allow(action: Value, resource: &str, condition: Value) -> Value {
    json!({
        "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": action,
        "Resource": format!("arn:aws:events:us-east-1:111122223333:{resource}"), "Condition": condition,
    })
}

#[test]
fn a_permission_is_a_statement_of_the_policy() {
    let mut door = Door::new();
    let give = |id: &str, principal: &str| json!({"EventBusName": "yard", "Action": "events:PutEvents", "Principal": principal, "StatementId": id});
    door.ask("PutPermission", give("a", "444455556666"));
    let mut organization = give("b", "*");
    organization["Condition"] = json!({"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"});
    door.ask("PutPermission", organization);
    door.ask("PutPermission", give("a", "777788889999"));
    let policy = door.ask("DescribeEventBus", json!({"Name": "yard"}))["Policy"].as_str().unwrap().to_owned();
    let resource = "arn:aws:events:us-east-1:111122223333:event-bus/yard";
    let expected = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::777788889999:root"},
         "Action": "events:PutEvents", "Resource": resource},
        {"Sid": "b", "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": resource,
         "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
    ]});
    assert_eq!(serde_json::from_str::<Value>(&policy).unwrap(), expected);
    assert_eq!(door.ask("ListEventBuses", json!({"NamePrefix": "y"}))["EventBuses"][0]["Policy"], json!(policy));

    let remove = |id: &str| json!({"EventBusName": "yard", "StatementId": id});
    assert_eq!(
        door.refused("RemovePermission", remove("c")),
        "ResourceNotFoundException: Statement with the provided id does not exist."
    );
    door.ask("RemovePermission", remove("a"));
    door.ask("RemovePermission", remove("b"));
    assert_eq!(door.ask("DescribeEventBus", json!({"Name": "yard"})).get("Policy"), None);
    assert_eq!(
        door.refused("RemovePermission", remove("b")),
        "ResourceNotFoundException: EventBus does not have a policy."
    );
    door.ask("PutPermission", give("a", "*"));
    door.ask("RemovePermission", json!({"EventBusName": "yard", "RemoveAllPermissions": true}));
    assert_eq!(door.ask("DescribeEventBus", json!({"Name": "yard"})).get("Policy"), None);
}

#[test]
fn what_is_no_permission_is_refused() {
    let mut door = Door::new();
    let statement = json!({"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": "*"});
    let policy = |statement: Value| json!({"Policy": json!({"Statement": statement}).to_string()});
    let without = |name: &str| {
        let mut less = statement.clone();
        less.as_object_mut().unwrap().remove(name);
        less
    };
    let long = json!({"Statement": statement, "Id": "x".repeat(10_240)}).to_string();
    for (input, text) in [
        (json!({"Policy": "{"}), "ValidationException: Parameter Policy is not valid. Reason: not JSON"),
        (
            policy(without("Principal")),
            "ValidationException: Parameter Policy is not valid. Reason: statement 1 has no Principal.",
        ),
        (
            policy(without("Resource")),
            "ValidationException: Parameter Policy is not valid. Reason: statement 1 has no Resource.",
        ),
        (json!({"Policy": long}), "PolicyLengthExceededException: The event bus policy is too long"),
        (json!({}), "ValidationException: Parameter(s) Policy or Action, Principal and StatementId must be specified"),
        (json!({"Policy": "{}", "StatementId": "a"}), "ValidationException: Parameter(s) Policy or"),
        (
            json!({"Action": "events:PutRule", "Principal": "*", "StatementId": "a"}),
            "ValidationException: Provided value in parameter 'action' is not supported.",
        ),
        (
            json!({"Action": "events:PutEvents", "Principal": "1234", "StatementId": "a b"}),
            "ValidationException: 2 validation errors detected: Value '1234' at 'principal' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: (\\d{12}|\\*); Value 'a b' at 'statementId'",
        ),
        (json!({"EventBusName": "none", "Policy": "{}"}), "ResourceNotFoundException: Event bus none does not exist."),
    ] {
        let refused = door.refused("PutPermission", input);
        assert!(refused.starts_with(text), "{refused}");
    }
}

#[test]
fn other_accounts_put_events_where_a_policy_lets_them() {
    let mut door = Door::new();
    door.be(OTHER);
    let denied = "AccessDeniedException";
    assert_eq!(door.put(&[("a", "yard"), ("a", "default")]), [denied, denied]);

    let source = json!({"StringEquals": {"events:source": ["a", "b"], "events:detail.service": "EC2"}});
    door.policy(json!([allow(json!("events:PutEvents"), "event-bus/yard", source)]));
    door.be(OTHER);
    assert_eq!(door.put(&[("a", "yard"), ("c", "yard"), ("a", "default")]), ["", denied, denied]);
    door.be("arn:aws:sts::444455556666:assumed-role/Crane/s");
    assert_eq!(door.put(&[("b", "yard")]), [""]);
    door.be("arn:aws:iam::777788889999:root");
    assert_eq!(door.put(&[("b", "yard")]), [denied]);

    let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": {"StringLike": {"events:detail-type": "t*"}}});
    door.policy(json!([deny]));
    door.be("own");
    assert_eq!(door.put(&[("a", "yard"), ("a", "default")]), [denied, ""], "a deny binds the own account");
    let invoked = json!({"Bool": {"events:eventBusInvocation": "true"}});
    door.policy(json!([allow(json!("events:PutEvents"), "event-bus/yard", invoked)]));
    door.be(OTHER);
    assert_eq!(door.put(&[("a", "yard")]), [denied], "no rule sends it");
}

#[test]
fn an_event_carries_the_account_of_its_sender() {
    let mut door = Door::new();
    door.policy(json!([allow(json!("events:PutEvents"), "event-bus/yard", json!({}))]));
    let pattern = json!({"account": ["444455556666"]}).to_string();
    door.ask("PutRule", json!({"Name": "r", "EventBusName": "yard", "EventPattern": pattern}));
    let target = json!({"Id": "q", "Arn": "arn:aws:sqs:us-east-1:111122223333:q"});
    door.ask("PutTargets", json!({"Rule": "r", "EventBusName": "yard", "Targets": [target]}));
    door.put(&[("a", "yard")]);
    door.be(OTHER);
    door.put(&[("a", "yard")]);
    let outputs = door.engine.drain();
    let [Output::Delivery(draft)] = &outputs[..] else { panic!("{outputs:?}") };
    assert!(draft.payload.to_string().contains(r#""account":"444455556666""#));
}

#[test]
fn an_organisation_is_known_when_it_is_told() {
    let mut door = Door::new();
    let condition = json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}});
    door.policy(json!([{"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": "*",
        "Condition": condition}]));
    door.be(OTHER);
    assert_eq!(door.put(&[("a", "yard")]), ["AccessDeniedException"]);
    let account = AccountId::new("444455556666").unwrap();
    door.engine.tell_organization(NOW, account, Some("o-1".into()));
    assert_eq!(door.put(&[("a", "yard")]), [""]);
    door.engine.tell_organization(NOW, account, None);
    assert_eq!(door.put(&[("a", "yard")]), ["AccessDeniedException"]);
}

#[test]
fn other_accounts_change_the_rules_that_a_policy_gives_them() {
    let mut door = Door::new();
    let pattern = |source: &str| json!({"source": [source]}).to_string();
    let put = |name: &str, source: &str| json!({"Name": name, "EventBusName": "yard", "EventPattern": pattern(source)});
    door.ask("PutRule", put("own", "a"));
    door.be(OTHER);
    assert_eq!(
        door.refused("PutRule", put("theirs", "a")),
        "AccessDeniedException: User: arn:aws:iam::444455556666:user/ada is not authorized to perform: events:PutRule \
         on resource: arn:aws:events:us-east-1:111122223333:rule/yard/theirs because no resource-based policy allows \
         the events:PutRule action"
    );
    let condition = json!({
        "StringEqualsIfExists": {"events:creatorAccount": "${aws:PrincipalAccount}"},
        "ForAllValues:StringEquals": {"events:source": "a"},
        "ForAllValues:ArnLike": {"events:TargetArn": "arn:aws:sqs:*:444455556666:*"},
    });
    let rules = json!(["events:PutRule", "events:DescribeRule", "events:*Targets", "events:DeleteRule"]);
    door.policy(json!([allow(rules, "rule/yard/*", condition)]));
    door.be(OTHER);
    door.ask("PutRule", put("theirs", "a"));
    let named = |name: &str| json!({"Name": name, "EventBusName": "yard"});
    assert_eq!(door.ask("DescribeRule", named("theirs"))["CreatedBy"], "444455556666");
    assert!(door.refused("PutRule", put("theirs", "b")).starts_with("AccessDenied"), "another source");
    assert!(door.refused("DescribeRule", named("own")).starts_with("AccessDenied"), "made by another");
    assert!(door.refused("DisableRule", named("theirs")).starts_with("AccessDenied"), "not given");
    assert!(door.refused("ListRules", json!({"EventBusName": "yard"})).starts_with("AccessDenied"), "not given");
    let targets = |account: &str| {
        let target = json!({"Id": "q", "Arn": format!("arn:aws:sqs:us-east-1:{account}:q")});
        json!({"Rule": "theirs", "EventBusName": "yard", "Targets": [target]})
    };
    assert!(door.refused("PutTargets", targets("111122223333")).starts_with("AccessDenied"), "another's queue");
    door.ask("PutTargets", targets("444455556666"));
    assert!(door.refused("CreateEventBus", json!({"Name": "x"})).starts_with("AccessDenied"));
    assert!(door.refused("PutPermission", json!({"Policy": "{}"})).starts_with("AccessDenied"));
    door.be("own");
    assert_eq!(door.ask("DescribeRule", named("own"))["CreatedBy"], "111122223333");
    door.ask("PutRule", put("theirs", "b"));
    assert_eq!(door.ask("DescribeRule", named("theirs"))["CreatedBy"], "444455556666");
}

#[test]
fn access_explains_itself() {
    let mut door = Door::new();
    let source = json!({"StringEquals": {"events:source": "a"}});
    door.policy(json!([allow(json!("events:PutEvents"), "event-bus/yard", source)]));
    let bus = BusName::new("yard").unwrap();
    let event = EventEnvelope::new("e", door.caller.place.clone(), NOW, "b", "t", Json::parse("{}").unwrap());
    let who = Requester::aws(OTHER.parse().unwrap());
    let request = door.engine.event_request(who, &bus, &event, None);
    let explanation = door.engine.explain_access(&bus, &request).unwrap();
    assert!(!explanation.allowed);
    assert_eq!(
        explanation.to_string(),
        "refused, as a request of another account; the bus's policy: not allowed\n\
         statement 1 does not apply: events:source is \"b\", StringEquals wants \"a\""
    );
}

#[test]
fn a_managed_rule_is_its_services_own() {
    let mut door = Door::new();
    let text = "ManagedRuleException: Scaling is a managed rule. Set 'force' parameter to true to override.";
    let rule = PutRule::new(RuleName::new("Scaling").unwrap(), r#"{"source": ["aws.ec2"]}"#);
    door.engine.put_managed_rule(NOW, "autoscaling.amazonaws.com", rule.clone()).unwrap();
    let target = cupola_events::Target::new(
        cupola_events::TargetId::new("q").unwrap(),
        "arn:aws:sqs:us-east-1:111122223333:q".parse().unwrap(),
    );
    door.engine.put_managed_targets(NOW, &rule.id, vec![target]).unwrap();
    let pattern = "{\"source\": [\"a\"]}";
    let arn = "arn:aws:events:us-east-1:111122223333:rule/Scaling";
    for (action, input) in [
        ("PutRule", json!({"Name": "Scaling", "EventPattern": pattern})),
        ("DeleteRule", json!({"Name": "Scaling"})),
        ("DeleteRule", json!({"Name": "Scaling", "Force": false})),
        ("EnableRule", json!({"Name": "Scaling"})),
        ("DisableRule", json!({"Name": "Scaling"})),
        (
            "PutTargets",
            json!({"Rule": "Scaling", "Targets": [{"Id": "z", "Arn": "arn:aws:sqs:us-east-1:111122223333:z"}]}),
        ),
        ("RemoveTargets", json!({"Rule": "Scaling", "Ids": ["q"]})),
        ("TagResource", json!({"ResourceARN": arn, "Tags": [{"Key": "a", "Value": "b"}]})),
        ("UntagResource", json!({"ResourceARN": arn, "TagKeys": ["a"]})),
    ] {
        assert_eq!(door.refused(action, input), text, "{action}");
    }
    assert_eq!(door.ask("DescribeRule", json!({"Name": "Scaling"}))["ManagedBy"], "autoscaling.amazonaws.com");
    assert_eq!(door.ask("ListRules", json!({}))["Rules"][0]["ManagedBy"], "autoscaling.amazonaws.com");
    door.ask("RemoveTargets", json!({"Rule": "Scaling", "Ids": ["q"], "Force": true}));
    door.ask("DeleteRule", json!({"Name": "Scaling", "Force": true}));
    assert!(door.refused("DescribeRule", json!({"Name": "Scaling"})).starts_with("ResourceNotFound"));
}
