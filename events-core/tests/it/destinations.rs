//! Connections, API destinations and global endpoints.

use cupola_base::Timestamp;
use cupola_events::Output;
use serde_json::{Value, json};

use crate::support::Door;

impl Door {
    fn connection(&mut self) -> Value {
        let parameters = json!({"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "s3cret"}});
        let request = json!({"Name": "c", "AuthorizationType": "API_KEY", "AuthParameters": parameters});
        self.ask("CreateConnection", request)
    }
}

#[test]
fn secrets_are_never_shown() {
    let mut door = Door::new();
    let secret = json!({"Key": "k", "Value": "s3cret", "IsValueSecret": true});
    let open = json!({"Key": "o", "Value": "open", "IsValueSecret": false});
    let http = json!({"HeaderParameters": [secret, open]});
    for (kind, member, shown, given) in [
        ("BASIC", "BasicAuthParameters", json!({"Username": "u"}), json!({"Username": "u", "Password": "s3cret"})),
        (
            "API_KEY",
            "ApiKeyAuthParameters",
            json!({"ApiKeyName": "n"}),
            json!({"ApiKeyName": "n", "ApiKeyValue": "s3cret"}),
        ),
        (
            "OAUTH_CLIENT_CREDENTIALS",
            "OAuthParameters",
            json!({"ClientParameters": {"ClientID": "i"}, "AuthorizationEndpoint": "https://a.example",
                "HttpMethod": "POST"}),
            json!({"ClientParameters": {"ClientID": "i", "ClientSecret": "s3cret"},
                "AuthorizationEndpoint": "https://a.example", "HttpMethod": "POST"}),
        ),
    ] {
        let parameters = json!({(member): given, "InvocationHttpParameters": http});
        let request = json!({"Name": kind, "AuthorizationType": kind, "AuthParameters": parameters});
        assert_eq!(door.ask("CreateConnection", request)["ConnectionState"], "AUTHORIZED");
        let answer = door.ask("DescribeConnection", json!({"Name": kind}));
        assert_eq!(answer["AuthParameters"][member], shown);
        let header = &answer["AuthParameters"]["InvocationHttpParameters"]["HeaderParameters"];
        assert_eq!(*header, json!([{"Key": "k", "IsValueSecret": true}, open]));
        assert!(answer["SecretArn"].as_str().unwrap().contains(":secret:events!connection/"));
    }
    let snapshot = serde_json::to_string(&door.engine.snapshot()).unwrap();
    assert!(!snapshot.contains("s3cret"));
}

#[test]
fn an_api_destination_is_as_active_as_its_connection() {
    let mut door = Door::new();
    let connection = door.connection()["ConnectionArn"].clone();
    let request = json!({
        "Name": "d", "ConnectionArn": connection, "InvocationEndpoint": "https://quay.example/*", "HttpMethod": "POST",
    });
    let made = door.ask("CreateApiDestination", request.clone());
    assert_eq!(made["ApiDestinationState"], "ACTIVE");
    let arn = made["ApiDestinationArn"].as_str().unwrap().to_owned();
    assert!(arn.starts_with("arn:aws:events:us-east-1:111122223333:api-destination/d/"));
    let described = door.ask("DescribeApiDestination", json!({"Name": "d"}));
    assert_eq!((&described["InvocationRateLimitPerSecond"], &described["HttpMethod"]), (&json!(300), &json!("POST")));

    door.now = Timestamp::from_secs(9);
    assert_eq!(door.ask("DeauthorizeConnection", json!({"Name": "c"}))["ConnectionState"], "DEAUTHORIZED");
    assert_eq!(door.ask("ListApiDestinations", json!({}))["ApiDestinations"][0]["ApiDestinationState"], "INACTIVE");
    let updated = door.ask("UpdateConnection", json!({"Name": "c", "Description": "again"}));
    assert_eq!((&updated["ConnectionState"], &updated["LastAuthorizedTime"]), (&json!("AUTHORIZED"), &json!(9.0)));
    let updated = door.ask("UpdateApiDestination", json!({"Name": "d", "InvocationRateLimitPerSecond": 5}));
    assert_eq!((&updated["ApiDestinationState"], &updated["CreationTime"]), (&json!("ACTIVE"), &json!(7.0)));

    door.ask("PutRule", json!({"Name": "r", "EventPattern": "{\"source\": [\"quay\"]}"}));
    door.ask("PutTargets", json!({"Rule": "r", "Targets": [{"Id": "d", "Arn": arn}]}));
    let entry = json!({"Source": "quay", "DetailType": "t", "Detail": "{}"});
    door.ask("PutEvents", json!({"Entries": [entry]}));
    assert!(matches!(&door.engine.drain()[..], [Output::Delivery(draft)] if draft.target == arn));

    assert!(door.refused("CreateApiDestination", request.clone()).starts_with("ResourceAlreadyExistsException"));
    door.ask("DeleteConnection", json!({"Name": "c"}));
    assert_eq!(door.ask("DescribeApiDestination", json!({"Name": "d"}))["ApiDestinationState"], "INACTIVE");
    door.ask("DeleteApiDestination", json!({"Name": "d"}));
    assert_eq!(
        door.refused("DescribeApiDestination", json!({"Name": "d"})),
        "ResourceNotFoundException: Failed to describe the api-destination(s). An api-destination 'd' does not exist."
    );
    assert!(door.refused("CreateApiDestination", request).starts_with("ResourceNotFoundException"), "no connection");
    assert_eq!(
        door.refused("DeleteConnection", json!({"Name": "c"})),
        "ResourceNotFoundException: Failed to describe the connection(s). Connection 'c' does not exist."
    );
}

#[test]
fn what_is_no_destination_is_refused() {
    let mut door = Door::new();
    let connection = door.connection()["ConnectionArn"].clone();
    let basic = json!({"Name": "b", "AuthorizationType": "BASIC", "AuthParameters": {}});
    assert_eq!(
        door.refused("CreateConnection", basic),
        "ValidationException: Parameter AuthParameters is not valid. Reason: those of the authorization type are missing."
    );
    let http = json!({
        "Name": "d", "ConnectionArn": connection, "InvocationEndpoint": "http://quay.example", "HttpMethod": "POST",
    });
    assert!(door.refused("CreateApiDestination", http).contains("must begin with https://"));
    let unknown = json!({"Name": "b", "AuthorizationType": "NONE", "AuthParameters": {}});
    assert!(door.refused("CreateConnection", unknown).contains("enum value set"));
    let twice = door.raw(
        "CreateConnection",
        &json!({"Name": "c", "AuthorizationType": "API_KEY",
        "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "n", "ApiKeyValue": "v"}}}),
    );
    assert_eq!(twice.unwrap_err().to_string(), "ResourceAlreadyExistsException: Connection c already exists.");
}

#[test]
fn an_endpoint_joins_two_buses_of_one_name() {
    let mut door = Door::new();
    let bus = |region: &str, name: &str| json!({"EventBusArn": format!("arn:aws:events:{region}:111122223333:event-bus/{name}")});
    let routing = json!({"FailoverConfig": {
        "Primary": {"HealthCheck": "arn:aws:route53:::healthcheck/a"}, "Secondary": {"Route": "us-west-2"},
    }});
    let request = |first: Value, second: Value| json!({"Name": "e", "RoutingConfig": routing, "ReplicationConfig": {"State": "DISABLED"}, "EventBuses": [first, second]});
    for (first, second, reason) in [
        (bus("us-east-1", "a"), bus("us-east-1", "a"), "two regions"),
        (bus("us-east-1", "a"), bus("us-west-2", "b"), "same name"),
    ] {
        assert!(door.refused("CreateEndpoint", request(first, second)).contains(reason));
    }
    let made = door.ask("CreateEndpoint", request(bus("us-east-1", "default"), bus("us-west-2", "default")));
    assert_eq!((&made["State"], &made["RoutingConfig"]), (&json!("ACTIVE"), &routing));
    let id = made["EndpointId"].as_str().unwrap().to_owned();
    assert_eq!(made["EndpointUrl"], format!("https://{id}.endpoint.events.amazonaws.com"));
    let updated = door.ask("UpdateEndpoint", json!({"Name": "e", "ReplicationConfig": {"State": "ENABLED"}}));
    assert_eq!(updated["ReplicationConfig"], json!({"State": "ENABLED"}));
    assert_eq!(door.ask("ListEndpoints", json!({"NamePrefix": "e"}))["Endpoints"], json!([updated]));

    let entry = json!({"Source": "a", "DetailType": "b", "Detail": "{}"});
    door.ask("PutEvents", json!({"Entries": [entry], "EndpointId": id}));
    assert!(
        door.refused("PutEvents", json!({"Entries": [entry], "EndpointId": "x.veo"})).contains("no endpoint x.veo")
    );
    door.ask("DeleteEndpoint", json!({"Name": "e"}));
    assert!(door.refused("DescribeEndpoint", json!({"Name": "e"})).starts_with("ResourceNotFoundException"));
}
