//! Data sources of log groups, and the groups of queries, through the service's API.

use cupola_logs::{DataSource, Snapshot, Timestamp};
use serde_json::{Value, json};

use crate::door::{Door, NOON, at, millis};

impl Door {
    fn group(&mut self, name: &str, source: Option<(&str, &str)>) {
        let tags = source.map(|(name, kind)| json!({"cw:datasource:name": name, "cw:datasource:type": kind}));
        self.ok("CreateLogGroup", json!({"logGroupName": name, "tags": tags}));
    }

    /// `name.type.format: count` of each.
    fn summaries(&mut self, mut request: Value) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            let answer = self.ok("ListAggregateLogGroupSummaries", request.clone());
            found.extend(answer["aggregateLogGroupSummaries"].as_array().unwrap().iter().map(shown));
            let Some(token) = answer.get("nextToken") else { return found };
            request["nextToken"] = token.clone();
        }
    }
}

fn shown(summary: &Value) -> String {
    let identifiers = summary["groupingIdentifiers"].as_array().unwrap().iter();
    let parts: Vec<String> =
        identifiers.map(|one| format!("{}={}", one["key"].as_str().unwrap(), one["value"].as_str().unwrap())).collect();
    format!("{}: {}", parts.join(" "), summary["logGroupCount"])
}

const BY_TYPE: &str = "DATA_SOURCE_NAME_AND_TYPE";
const BY_FORMAT: &str = "DATA_SOURCE_NAME_TYPE_AND_FORMAT";

/// Five groups of three sources, one of which was told, and one without.
fn harbour() -> Door {
    let mut door = Door::empty();
    for (name, source) in [
        ("/docks/a", Some(("harbour", "docks"))),
        ("/docks/b", Some(("harbour", "docks"))),
        ("/gates", Some(("harbour", "gates"))),
        ("/flow", None),
        ("/none", None),
    ] {
        door.group(name, source);
    }
    let flow = DataSource::new("amazon_vpc", "flow").in_format("OCSF");
    door.engine.tell_data_source(door.now, "/flow", Some(flow)).unwrap();
    door
}

#[test]
fn groups_are_counted_by_what_they_hold() {
    let mut door = harbour();
    let (flow, docks, gates) = (
        "dataSource.Name=amazon_vpc dataSource.Type=flow",
        "dataSource.Name=harbour dataSource.Type=docks: 2",
        "dataSource.Name=harbour dataSource.Type=gates: 1",
    );
    let all = [format!("{flow}: 1"), docks.into(), gates.into(), ": 1".into()];
    assert_eq!(door.summaries(json!({"groupBy": BY_TYPE})), all);
    assert_eq!(door.summaries(json!({"groupBy": BY_TYPE, "limit": 1})), all, "page by page");
    assert_eq!(door.summaries(json!({"groupBy": BY_FORMAT}))[0], format!("{flow} dataSource.Format=OCSF: 1"));
    for (more, expected) in [
        (json!({"logGroupNamePattern": "^/docks|gates"}), &all[1..3]),
        (json!({"dataSources": [{"name": "harbour", "type": "gates"}]}), &all[2..3]),
        (json!({"dataSources": [{"name": "amazon_*"}, {"name": "*", "type": "docks"}]}), &all[..2]),
        (json!({"logGroupClass": "INFREQUENT_ACCESS"}), &all[..0]),
    ] {
        let mut request = more;
        request["groupBy"] = json!(BY_TYPE);
        assert_eq!(door.summaries(request.clone()), expected, "{request}");
    }
}

#[test]
fn pages_go_on_though_the_last_source_is_gone() {
    let mut door = harbour();
    let first = door.ok("ListAggregateLogGroupSummaries", json!({"groupBy": BY_TYPE, "limit": 3}));
    assert!(shown(&first["aggregateLogGroupSummaries"][2]).contains("gates"));
    door.ok("DeleteLogGroup", json!({"logGroupName": "/gates"}));
    let rest = json!({"groupBy": BY_TYPE, "limit": 3, "nextToken": first["nextToken"]});
    assert_eq!(door.summaries(rest), [": 1"]);
}

#[test]
fn what_was_told_stays() {
    let mut door = harbour();
    let text = serde_json::to_string(&door.engine.snapshot()).unwrap();
    door.engine = cupola_logs::Engine::restore(serde_json::from_str::<Snapshot>(&text).unwrap()).unwrap();
    assert_eq!(door.engine.data_source("/flow").unwrap().unwrap().kind, "flow");
    door.engine.tell_data_source(door.now, "/flow", None).unwrap();
    assert_eq!(door.engine.data_source("/flow").unwrap(), None);
    assert!(door.engine.tell_data_source(door.now, "/x", None).is_err());
}

#[test]
fn tags_name_only_what_they_may() {
    let mut door = Door::empty();
    for (number, (name, kind)) in
        [("aws_x", "a"), ("amazon_x", "a"), ("Big", "a"), ("a-b", "a"), ("", "a"), ("fine", "a b"), ("fine", "")]
            .into_iter()
            .enumerate()
    {
        let group = format!("g{number}");
        door.group(&group, Some((name, kind)));
        assert_eq!(door.engine.data_source(&group).unwrap(), None, "{name} {kind}");
    }
    door.ok("CreateLogGroup", json!({"logGroupName": "g", "tags": {"cw:datasource:name": "a_1"}}));
    assert_eq!(door.engine.data_source("g").unwrap(), Some(DataSource::new("a_1", "default")));
    door.ok("UntagLogGroup", json!({"logGroupName": "g", "tags": ["cw:datasource:name"]}));
    assert_eq!(door.engine.data_source("g").unwrap(), None);
}

#[test]
fn groups_are_listed_by_what_they_hold() {
    let mut door = harbour();
    let answer = door.ok("ListLogGroups", json!({"dataSources": [{"name": "harbour", "type": "docks"}]}));
    let names: Vec<&Value> =
        answer["logGroups"].as_array().unwrap().iter().map(|group| &group["logGroupName"]).collect();
    assert_eq!(names, ["/docks/a", "/docks/b"]);
}

#[test]
fn fields_are_those_of_all_groups_of_the_source() {
    let mut door = harbour();
    for (group, line) in
        [("/docks/a", r#"{"ship": "Ana", "tons": 7}"#), ("/docks/b", r#"{"tons": 7.5}"#), ("/gates", r#"{"no": 1}"#)]
    {
        door.ok("CreateLogStream", json!({"logGroupName": group, "logStreamName": "s"}));
        let events = json!([{"timestamp": millis(NOON), "message": line}]);
        door.ok("PutLogEvents", json!({"logGroupName": group, "logStreamName": "s", "logEvents": events}));
    }
    let request = json!({"dataSourceName": "harbour", "dataSourceType": "docks"});
    let field = |name: &str, kind: &str| json!({"logFieldName": name, "logFieldType": {"type": kind}});
    let expected = json!({"logFields": [field("ship", "string"), field("tons", "double")]});
    assert_eq!(door.ok("GetLogFields", request.clone()), expected);

    // What has expired is not looked at.
    door.ok("PutRetentionPolicy", json!({"logGroupName": "/docks/a", "retentionInDays": 1}));
    door.set("2026-05-05T12:00:01Z");
    assert_eq!(door.ok("GetLogFields", request), json!({"logFields": [field("tons", "double")]}));
    let none = door.refused("GetLogFields", json!({"dataSourceName": "harbour", "dataSourceType": "x"}));
    assert_eq!(none, crate::door::missing("data source"));
}

#[test]
fn fields_are_those_that_transformers_make() {
    let mut door = Door::empty();
    door.group("g", Some(("harbour", "docks")));
    door.ok("CreateLogStream", json!({"logGroupName": "g", "logStreamName": "s"}));
    let config = json!([{"grok": {"match": "%{WORD:ship} %{NUMBER:tons}"}}, {"typeConverter": {"entries": [{"key": "tons", "type": "integer"}]}}]);
    door.ok("PutTransformer", json!({"logGroupIdentifier": "g", "transformerConfig": config}));
    door.put(&[(NOON, "Ana 7")]);
    let answer = door.ok("GetLogFields", json!({"dataSourceName": "harbour", "dataSourceType": "docks"}));
    let fields: Vec<String> = answer["logFields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| {
            format!("{}:{}", field["logFieldName"].as_str().unwrap(), field["logFieldType"]["type"].as_str().unwrap())
        })
        .collect();
    assert!(fields.contains(&"ship:string".to_owned()) && fields.contains(&"tons:long".to_owned()), "{fields:?}");
}

#[test]
fn the_groups_of_a_query_are_told_page_by_page() {
    let mut door = Door::empty();
    let names: Vec<String> = (0..120).map(|number| format!("app/{number:03}")).collect();
    names.iter().for_each(|name| door.group(name, None));
    door.group("web", None);
    let window = (at(NOON).as_secs() - 60, at(NOON).as_secs());
    let query = json!({"queryString": "SOURCE logGroups(namePrefix: ['app/']) | fields @message", "startTime": window.0, "endTime": window.1});
    let id = door.ok("StartQuery", query)["queryId"].clone();
    let (mut found, mut page, mut pages) = (Vec::new(), json!({"queryId": id, "maxResults": 50}), 0);
    loop {
        let answer = door.ok("ListLogGroupsForQuery", page.clone());
        found.extend(answer["logGroupIdentifiers"].as_array().unwrap().clone());
        pages += 1;
        let Some(token) = answer.get("nextToken") else { break };
        page["nextToken"] = token.clone();
    }
    assert_eq!((found, pages), (names.into_iter().map(Value::from).collect(), 3));
    assert_eq!(door.refused("ListLogGroupsForQuery", json!({"queryId": "x"})), crate::door::missing("query"));
    assert_eq!(
        door.refused("ListLogGroupsForQuery", json!({"queryId": id, "maxResults": 49})).0,
        "InvalidParameterException"
    );
}

#[test]
fn groups_without_the_index_are_passed_over() {
    let mut door = Door::open();
    door.group("h", None);
    door.ok("PutIndexPolicy", json!({"logGroupIdentifier": "h", "policyDocument": r#"{"Fields": ["ship"]}"#}));
    let now = Timestamp::parse(NOON).unwrap().as_secs();
    let query = json!({"logGroupNames": ["g", "h"], "queryString": "filterIndex ship = 'Ana'", "startTime": now, "endTime": now});
    let id = door.ok("StartQuery", query)["queryId"].clone();
    assert_eq!(door.ok("ListLogGroupsForQuery", json!({"queryId": id}))["logGroupIdentifiers"], json!(["h"]));
}

#[test]
fn index_policies_may_be_for_what_groups_hold() {
    let mut door = harbour();
    let policy = |name: &str, field: &str, criteria: &str| {
        json!({"policyName": name, "policyType": "FIELD_INDEX_POLICY", "selectionCriteria": criteria,
            "policyDocument": format!("{{\"Fields\": [\"{field}\"]}}")})
    };
    door.ok("PutAccountPolicy", policy("a", "tons", r#"DataSourceName = "harbour" AND DataSourceType = "docks""#));
    door.ok("PutAccountPolicy", policy("b", "ship", r#"DataSourceName = "harbour""#));
    door.ok("PutAccountPolicy", policy("c", "name", r#"LogGroupNamePrefix = "/docks/b""#));
    let mut fields = |group: &str| {
        let found = door.ok("DescribeFieldIndexes", json!({"logGroupIdentifiers": [group]}));
        let fields = found["fieldIndexes"].as_array().unwrap().iter();
        fields.map(|index| index["fieldIndexName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(fields("/docks/a"), ["tons"]);
    assert_eq!(fields("/docks/b"), ["name"], "one for the name counts first");
    assert_eq!(fields("/gates"), ["ship"]);
    assert!(fields("/flow").is_empty() && fields("/none").is_empty());
}

#[test]
fn refusals() {
    let mut door = Door::empty();
    assert_eq!(door.refused("ListAggregateLogGroupSummaries", json!({"groupBy": "X"})).0, "ValidationException");
    assert_eq!(door.refused("ListAggregateLogGroupSummaries", json!({})).0, "ValidationException");
    let linked = json!({"groupBy": BY_TYPE, "includeLinkedAccounts": true});
    assert!(door.refused("ListAggregateLogGroupSummaries", linked).1.ends_with("is not supported yet."));
    let pattern = json!({"groupBy": BY_TYPE, "logGroupNamePattern": "a.*b"});
    assert_eq!(door.refused("ListAggregateLogGroupSummaries", pattern).0, "InvalidParameterException");
    assert_eq!(door.refused("GetLogFields", json!({"dataSourceName": "x"})).0, "InvalidParameterException");
}
