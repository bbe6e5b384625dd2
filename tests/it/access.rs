//! Who may call what, by the policies of the services' documents.

#![expect(clippy::unwrap_used, reason = "a policy that cannot be set up fails the test")]

use cupola::audit::{Lookup, Organization};
use cupola::base::policy::Policy;
use cupola::{
    Access, ApiError, Arn, Authorizer, Caller, Grant, ManagedPolicy, NamedPolicy, Observatory, Place, Refusal, Service,
    Snapshot, Timestamp, Universe,
};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_secs(1_777_874_400);
const ADA: &str = "arn:aws:iam::111122223333:user/ops/ada";
const STRANGER: &str = "arn:aws:iam::444455556666:user/bob";

fn place() -> Place {
    Place::parse("111122223333", "us-east-1").unwrap()
}

fn arn(text: &str) -> Arn {
    Arn::parse(text).unwrap()
}

fn caller(principal: &str) -> Caller {
    Caller::root(place()).with_principal(arn(principal))
}

fn policy(name: &str, statements: Value) -> NamedPolicy {
    let document = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    NamedPolicy::new(name, Policy::parse(&document).unwrap())
}

fn allow(action: &str, resource: &str) -> NamedPolicy {
    policy(&format!("allow {action}"), json!({"Effect": "Allow", "Action": action, "Resource": resource}))
}

fn sky(access: Authorizer) -> Observatory {
    Observatory::new(place(), 0).with_authorizer(access)
}

fn call(sky: &mut Observatory, who: &str, service: Service, action: &str, input: Value) -> Result<Value, ApiError> {
    let answer = sky.call(NOW, &caller(who), service, action, &input.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap())
}

fn access(sky: &Observatory, who: &str, service: Service, action: &str, input: Value) -> Access {
    let verdict = sky.explain_access(&caller(who), service, action, &input.to_string()).unwrap();
    assert_eq!(verdict.is_allowed(), verdict.refusal().is_none());
    verdict
        .resources
        .iter()
        .map(|resource| resource.access)
        .find(|one| matches!(one, Access::Refused(_)))
        .unwrap_or_else(|| verdict.resources[0].access)
}

/// Each action of X-Ray is let through if, and only if, the policy names it.
#[test]
fn the_read_only_and_the_write_only_policy_of_x_ray() {
    for name in ["AWSXrayReadOnlyAccess", "AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess"] {
        let document = ManagedPolicy::ALL.iter().find(|managed| managed.name == name).unwrap().document;
        let sky = sky(Authorizer::new().with(&arn(ADA), NamedPolicy::managed(name).unwrap()));
        for operation in Service::XRay.operations() {
            let is_named = document.contains(&format!("\"xray:{}\"", operation.name));
            let access = access(&sky, ADA, Service::XRay, operation.name, json!({}));
            let expected = if is_named {
                Access::Allowed(Grant::IdentityPolicy)
            } else {
                Access::Refused(Refusal::NoIdentityPolicy)
            };
            assert_eq!(access, expected, "{name}: {}", operation.name);
        }
    }
}

#[test]
fn a_reader_reads_and_a_writer_writes() {
    let (reader, writer) = ("arn:aws:iam::111122223333:role/viewer", "arn:aws:iam::111122223333:role/service/agent");
    let access = Authorizer::new()
        .with(&arn(reader), NamedPolicy::managed("CloudWatchReadOnlyAccess").unwrap())
        .with(&arn(writer), NamedPolicy::managed("CloudWatchAgentServerPolicy").unwrap());
    let mut sky = sky(access);
    let (reader, writer) =
        ("arn:aws:sts::111122223333:assumed-role/viewer/ada", "arn:aws:sts::111122223333:assumed-role/agent/i-1");
    let put = json!({"Namespace": "Quay", "MetricData": [{"MetricName": "Lifts", "Value": 1}]});
    call(&mut sky, writer, Service::CloudWatch, "PutMetricData", put.clone()).unwrap();
    call(&mut sky, writer, Service::Logs, "CreateLogGroup", json!({"logGroupName": "gate"})).unwrap();
    call(&mut sky, reader, Service::Logs, "DescribeLogGroups", json!({})).unwrap();
    let listed = call(&mut sky, reader, Service::CloudWatch, "ListMetrics", json!({})).unwrap();
    assert_eq!(listed["Metrics"].as_array().map(Vec::len), Some(1));

    let refused = call(&mut sky, reader, Service::CloudWatch, "PutMetricData", put).unwrap_err();
    assert_eq!((&*refused.code, refused.status), ("AccessDenied", 403));
    let refused = call(&mut sky, reader, Service::Logs, "DeleteLogGroup", json!({"logGroupName": "gate"})).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/viewer/ada is not authorized to perform: \
         logs:DeleteLogGroup on resource: arn:aws:logs:us-east-1:111122223333:log-group:gate:log-stream: because no \
         identity-based policy allows the logs:DeleteLogGroup action"
    );
    assert!(call(&mut sky, writer, Service::Logs, "FilterLogEvents", json!({"logGroupName": "gate"})).is_err());
}

#[test]
fn a_log_group_is_meant_by_either_form_of_its_name() {
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:gate";
    for (resource, group_is, stream_is) in [
        (group.to_owned(), true, false),
        (format!("{group}:*"), true, true),
        (format!("{group}:log-stream:north"), false, true),
        (format!("{group}-2:*"), false, false),
    ] {
        let sky = sky(Authorizer::new().with(&arn(ADA), allow("logs:*", &resource)));
        let is_allowed = |action: &str| {
            let request = json!({"logGroupName": "gate", "logStreamName": "north"});
            matches!(access(&sky, ADA, Service::Logs, action, request), Access::Allowed(_))
        };
        assert_eq!((is_allowed("DeleteLogGroup"), is_allowed("PutLogEvents")), (group_is, stream_is), "{resource}");
    }
}

#[test]
fn conditions_see_what_the_request_says() {
    let of_quay = json!({"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*",
        "Condition": {"StringEquals": {"cloudwatch:namespace": "Quay"}}});
    let own_rules = json!({"Effect": "Allow", "Action": "events:PutRule", "Resource": "*",
        "Condition": {"ForAllValues:StringEquals": {"events:source": "quay"}, "Null": {"events:source": "false"}}});
    let own_events = json!({"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*",
        "Condition": {"StringEquals": {"events:source": "quay", "events:detail-type": "Crane moved"}}});
    let named = json!({"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*",
        "Condition": {"StringEquals": {"aws:RequestTag/team": "${aws:username}", "aws:RequestedRegion": "us-east-1"}}});
    let policy = policy("own", json!([of_quay, own_rules, own_events, named]));
    let sky = sky(Authorizer::new().with(&arn(ADA), policy));
    let rule = |sources: Value| json!({"Name": "r", "EventPattern": json!({"source": sources}).to_string()});
    let entry = |source: &str| json!({"Source": source, "DetailType": "Crane moved", "Detail": "{}"});
    let tagged = |team: &str| json!({"logGroupName": "gate", "tags": {"team": team}});
    for (service, action, request, expected) in [
        (Service::CloudWatch, "PutMetricData", json!({"Namespace": "Quay"}), true),
        (Service::CloudWatch, "PutMetricData", json!({"Namespace": "Sea"}), false),
        (Service::Events, "PutRule", rule(json!(["quay"])), true),
        (Service::Events, "PutRule", rule(json!(["quay", "sea"])), false),
        (Service::Events, "PutEvents", json!({"Entries": [entry("quay")]}), true),
        (Service::Events, "PutEvents", json!({"Entries": [entry("quay"), entry("sea")]}), false),
        (Service::Logs, "CreateLogGroup", tagged("ada"), true),
        (Service::Logs, "CreateLogGroup", tagged("bob"), false),
    ] {
        let access = access(&sky, ADA, service, action, request.clone());
        assert_eq!(matches!(access, Access::Allowed(_)), expected, "{action} {request}");
    }
}

/// A call from another account needs a policy on either side.
#[test]
fn another_account_needs_its_own_policy_and_that_of_the_bus() {
    let bus = "arn:aws:events:us-east-1:111122223333:event-bus/default";
    let rules = "arn:aws:events:us-east-1:111122223333:rule/*";
    let statement = |action: &str, resource: &str| {
        json!({"Sid": action.replace(':', ""), "Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": action,
            "Resource": resource})
    };
    let of_bus = json!({"Version": "2012-10-17",
        "Statement": [statement("events:PutEvents", bus), statement("events:PutRule", rules)]});
    let request = json!({"Name": "r", "EventPattern": r#"{"source": ["quay"]}"#});
    for (has_identity, has_resource, expected) in [
        (false, false, Access::Refused(Refusal::NoIdentityPolicy)),
        (false, true, Access::Refused(Refusal::NoIdentityPolicy)),
        (true, false, Access::Refused(Refusal::NoResourcePolicy)),
        (true, true, Access::Allowed(Grant::BothPolicies)),
    ] {
        let known = Authorizer::new();
        let known = if has_identity { known.with(&arn(STRANGER), allow("events:*", "*")) } else { known };
        let mut sky = sky(known);
        if has_resource {
            let root = "arn:aws:iam::111122223333:root";
            call(&mut sky, root, Service::Events, "PutPermission", json!({"Policy": of_bus.to_string()})).unwrap();
        }
        let is = access(&sky, STRANGER, Service::Events, "PutRule", request.clone());
        assert_eq!(is, expected, "{has_identity} {has_resource}");
        let made = call(&mut sky, STRANGER, Service::Events, "PutRule", request.clone());
        assert_eq!(made.is_ok(), has_identity && has_resource);

        let entries = json!({"Entries": [{"Source": "quay", "DetailType": "t", "Detail": "{}"}]});
        let put = call(&mut sky, STRANGER, Service::Events, "PutEvents", entries);
        match (has_identity, has_resource) {
            (false, _) => assert_eq!(put.unwrap_err().code, "AccessDeniedException"),
            (true, of_bus) => {
                let code = &put.unwrap()["Entries"][0]["ErrorCode"];
                assert_eq!(
                    *code,
                    if of_bus { Value::Null } else { json!("AccessDeniedException") },
                    "told by the entry"
                );
            }
        }
    }
}

#[test]
fn within_an_account_either_side_is_enough_and_a_denial_wins() {
    let mut sky = sky(Authorizer::new());
    let root = "arn:aws:iam::111122223333:root";
    let rules = "arn:aws:events:us-east-1:111122223333:rule/*";
    let statement = |effect: &str, action: &str| {
        json!({"Sid": action.replace(':', ""), "Effect": effect, "Principal": {"AWS": [ADA, root]}, "Action": action,
            "Resource": rules})
    };
    let of_bus = json!({"Version": "2012-10-17",
        "Statement": [statement("Allow", "events:PutRule"), statement("Deny", "events:DeleteRule")]});
    call(&mut sky, root, Service::Events, "PutPermission", json!({"Policy": of_bus.to_string()})).unwrap();
    let put = json!({"Name": "r", "EventPattern": r#"{"source": ["quay"]}"#});
    let name = json!({"Name": "r"});
    assert_eq!(access(&sky, ADA, Service::Events, "PutRule", put), Access::Allowed(Grant::ResourcePolicy));
    let denied = Access::Refused(Refusal::ResourceDenies);
    assert_eq!(access(&sky, ADA, Service::Events, "DeleteRule", name.clone()), denied);
    assert_eq!(access(&sky, root, Service::Events, "DeleteRule", name.clone()), denied, "the account's root as well");
    assert_eq!(access(&sky, root, Service::Events, "EnableRule", name), Access::Allowed(Grant::Root));
}

#[test]
fn policies_of_logs_traces_and_registries_are_asked() {
    let root = "arn:aws:iam::111122223333:root";
    let mut sky = sky(Authorizer::new());
    let statement = |action: &str, resource: &str| {
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ADA}, "Action": action,
            "Resource": resource}]})
        .to_string()
    };
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:gate:*";
    let logs = json!({"policyName": "gates", "policyDocument": statement("logs:PutLogEvents", group)});
    let traces = json!({"PolicyName": "ada", "PolicyDocument": statement("xray:PutTraceSegments", "*")});
    call(&mut sky, root, Service::Logs, "PutResourcePolicy", logs).unwrap();
    call(&mut sky, root, Service::XRay, "PutResourcePolicy", traces).unwrap();
    call(&mut sky, root, Service::Schemas, "CreateRegistry", json!({"RegistryName": "quay"})).unwrap();
    let schema = "arn:aws:schemas:us-east-1:111122223333:schema/quay/*";
    let registry = json!({"RegistryName": "quay", "Policy": statement("schemas:DescribeSchema", schema)});
    call(&mut sky, root, Service::Schemas, "PutResourcePolicy", registry).unwrap();
    let granted = Access::Allowed(Grant::ResourcePolicy);
    let events = |group: &str| json!({"logGroupName": group, "logStreamName": "north"});
    let named = |registry: &str| json!({"RegistryName": registry, "SchemaName": "crane"});
    assert_eq!(access(&sky, ADA, Service::Logs, "PutLogEvents", events("gate")), granted);
    assert_ne!(access(&sky, ADA, Service::Logs, "PutLogEvents", events("yard")), granted);
    assert_eq!(access(&sky, ADA, Service::XRay, "PutTraceSegments", json!({})), granted);
    assert_ne!(access(&sky, ADA, Service::XRay, "GetTraceSummaries", json!({})), granted);
    assert_eq!(access(&sky, ADA, Service::Schemas, "DescribeSchema", named("quay")), granted);
    assert_ne!(access(&sky, ADA, Service::Schemas, "DescribeSchema", named("sea")), granted);
}

#[test]
fn what_is_refused_is_recorded_and_what_is_no_request_is_left_to_the_door() {
    let mut sky = Observatory::new(place(), 0).with_self_audit().with_authorizer(Authorizer::new());
    let refused = call(&mut sky, ADA, Service::Logs, "CreateLogGroup", json!({"logGroupName": "gate"}));
    assert_eq!(refused.unwrap_err().code, "AccessDeniedException");
    let page = sky.audit(NOW).lookup_events(NOW, &Lookup::new(), None).unwrap();
    let record: Value = serde_json::from_str(page.events[0].record.as_str()).unwrap();
    assert_eq!((&record["eventName"], &record["errorCode"]), (&json!("CreateLogGroup"), &json!("AccessDenied")));

    let unknown = sky.call(NOW, &caller(ADA), Service::Logs, "Nothing", "{}").unwrap_err();
    assert_eq!(unknown.code, "UnknownOperationException");
    let broken = sky.call(NOW, &caller(ADA), Service::Logs, "CreateLogGroup", "{").unwrap_err();
    assert_eq!(broken.code, "SerializationException");
    assert!(sky.call(NOW, &caller(ADA).privileged(), Service::Logs, "DescribeLogGroups", "").is_ok());
}

#[test]
fn an_authorizer_is_kept_and_asked_everywhere() {
    let access = Authorizer::new().with(&arn(ADA), allow("logs:*", "*"));
    let text = serde_json::to_string(&sky(access.clone()).snapshot()).unwrap();
    let again = Observatory::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(again.authorizer(), Some(&access));

    let mut universe = Universe::new(0).with_authorizer(access);
    for region in ["us-east-1", "eu-west-1"] {
        let there = Place::parse("111122223333", region).unwrap();
        let ada = Caller::root(there).with_principal(arn(ADA));
        assert!(universe.call(NOW, &ada, Service::Logs, "DescribeLogGroups", "").is_ok());
        assert!(universe.call(NOW, &ada, Service::XRay, "GetSamplingRules", "").is_err());
        let why = universe.explain_access(&ada, Service::XRay, "GetSamplingRules", "").unwrap().to_string();
        assert!(why.contains("allow logs:*: not allowed") && why.contains("it is not about this action"), "{why}");
    }
    let mut restored = Universe::restore(universe.snapshot()).unwrap();
    assert_eq!(restored.authorizer(), universe.authorizer());
    let alone = restored.observatory(NOW, &place()).unwrap();
    assert!(alone.call(NOW, &caller(ADA), Service::XRay, "GetSamplingRules", "").is_err(), "also by itself");
}

#[test]
fn the_organization_of_a_universe_is_known() {
    let of_org = json!({"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-quay123456"}}});
    let mut universe = Universe::new(0).with_authorizer(Authorizer::new().with(&arn(ADA), policy("org", of_org)));
    assert!(universe.call(NOW, &caller(ADA), Service::Logs, "DescribeLogGroups", "").is_err());
    universe.set_organization(NOW, Organization::new("o-quay123456", place().account));
    assert!(universe.call(NOW, &caller(ADA), Service::Logs, "DescribeLogGroups", "").is_ok());
}
