"""One story with boto3: lines become a metric, the metric an alarm, the alarm an event, the event a delivery.

    walkthrough.py URL [PROTOCOL]

PROTOCOL is what this boto3 must speak with CloudWatch: json of current ones, query of old ones.
smithy-rpc-v2-cbor is what other SDKs speak; boto3 can, and is made to prefer it. Every step asserts.
"""

import json
import sys
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3
import botocore.model
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
PROTOCOL = sys.argv[2] if len(sys.argv) > 2 else None
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)
ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:ops"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:alarms"


if PROTOCOL == "smithy-rpc-v2-cbor":
    known = botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS
    botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = sorted(known, key=lambda name: name != PROTOCOL)


def client(service):
    return boto3.client(service, endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


logs, cloudwatch, events, xray, trail = map(client, ["logs", "cloudwatch", "events", "xray", "cloudtrail"])


def main():
    check_protocol()
    set_up()
    ring()
    read_deliveries()
    sampling()
    lake()
    big_body()
    errors()
    places()
    print(f"   boto3 {boto3.__version__}, CloudWatch over {protocol()}")


def protocol():
    model = cloudwatch.meta.service_model
    return getattr(model, "resolved_protocol", None) or model.metadata["protocol"]


def check_protocol():
    if PROTOCOL:
        same(protocol(), PROTOCOL)


def set_up():
    logs.create_log_group(logGroupName="auth")
    logs.create_log_stream(logGroupName="auth", logStreamName="host-1")
    logs.put_metric_filter(
        logGroupName="auth",
        filterName="failed",
        filterPattern='"Failed password"',
        metricTransformations=[{"metricName": "Failed", "metricNamespace": "Auth", "metricValue": "1"}],
    )
    same(logs.describe_metric_filters(logGroupName="auth")["metricFilters"][0]["filterPattern"], '"Failed password"')
    cloudwatch.put_metric_alarm(
        AlarmName="guessing",
        Namespace="Auth",
        MetricName="Failed",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=3,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        AlarmActions=[TOPIC],
    )
    pattern = {"source": ["aws.cloudwatch"], "detail": {"alarmName": ["guessing"], "state": {"value": ["ALARM"]}}}
    rule = events.put_rule(Name="on-alarm", EventPattern=json.dumps(pattern))
    same(rule["RuleArn"], f"arn:aws:events:us-east-1:{ACCOUNT}:rule/on-alarm")
    same(events.put_targets(Rule="on-alarm", Targets=[{"Id": "queue", "Arn": QUEUE}])["FailedEntryCount"], 0)


def ring():
    at = START + timedelta(seconds=20)
    advance(at)
    lines = [f"Failed password for {user}" for user in ("root", "admin", "git")] + ["Accepted password for ann"]
    put = logs.put_log_events(
        logGroupName="auth",
        logStreamName="host-1",
        logEvents=[{"timestamp": int(at.timestamp() * 1000), "message": line} for line in lines],
    )
    assert not put.get("rejectedLogEventsInfo"), put
    alarm = describe()
    same(alarm["StateValue"], "INSUFFICIENT_DATA")
    same((alarm["Threshold"], alarm["Period"], alarm["Dimensions"]), (3.0, 60, []))
    advance(START + timedelta(seconds=60))
    alarm = describe()
    same(alarm["StateValue"], "ALARM")
    same(
        alarm["StateReason"],
        "Threshold Crossed: 1 datapoint [3.0 (04/05/26 06:00:00)] was greater than or equal to the threshold (3.0).",
    )
    same(alarm["StateUpdatedTimestamp"], START + timedelta(seconds=60))
    points = cloudwatch.get_metric_statistics(
        Namespace="Auth",
        MetricName="Failed",
        StartTime=START,
        EndTime=START + timedelta(minutes=5),
        Period=60,
        Statistics=["Sum", "SampleCount"],
    )["Datapoints"]
    same([(point["Timestamp"], point["Sum"]) for point in points], [(START, 3.0)])


def describe():
    (alarm,) = cloudwatch.describe_alarms(AlarmNames=["guessing"])["MetricAlarms"]
    return alarm


def read_deliveries():
    deliveries = call("GET", "/_cupola/deliveries")["deliveries"]
    by_target = {delivery["target"]: delivery for delivery in deliveries}
    same(sorted(by_target), sorted([TOPIC, QUEUE]))
    event = by_target[QUEUE]["payload"]
    same((event["detail-type"], event["detail"]["state"]["value"]), ("CloudWatch Alarm State Change", "ALARM"))
    same(by_target[QUEUE]["at"], "2026-05-04T06:01:00Z")
    assert "guessing" in by_target[TOPIC]["cause"], by_target[TOPIC]


def sampling():
    rules = xray.get_sampling_rules()["SamplingRuleRecords"]
    same([record["SamplingRule"]["RuleName"] for record in rules], ["Default"])
    unsigned = call("POST", "/GetSamplingRules", {})
    same(unsigned["SamplingRuleRecords"][0]["SamplingRule"]["RuleName"], "Default")
    document = {
        "RuleName": "Default",
        "ClientID": "0123456789abcdef01234567",
        "Timestamp": START.timestamp(),
        "RequestCount": 10,
        "SampledCount": 1,
        "BorrowCount": 0,
    }
    targets = call("POST", "/SamplingTargets", {"SamplingStatisticsDocuments": [document]})
    same(targets["SamplingTargetDocuments"][0]["RuleName"], "Default")


def lake():
    activity = [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["ActivityAuditLog"]}]}]
    made = trail.create_event_data_store(
        Name="yard", AdvancedEventSelectors=activity, RetentionPeriod=30, TerminationProtectionEnabled=False
    )
    same((made["Status"], made["RetentionPeriod"], made["MultiRegionEnabled"]), ("CREATED", 30, True))
    store = made["EventDataStoreArn"]
    same(trail.get_event_data_store(EventDataStore=store)["Status"], "ENABLED")
    same([one["Name"] for one in trail.list_event_data_stores()["EventDataStores"]], ["yard"])
    destinations = [{"Type": "EVENT_DATA_STORE", "Location": store}]
    channel = trail.create_channel(Name="cranes", Source="Custom", Destinations=destinations)["ChannelArn"]
    event = {"version": "1", "UID": "u-1", "eventSource": "cranes.example.com", "eventName": "Lift"}
    event |= {"eventTime": "2026-05-04T05:59:00Z", "recipientAccountId": ACCOUNT}
    event |= {"userIdentity": {"type": "operator", "principalId": "ana"}}
    entries = [{"id": "good", "eventData": json.dumps(event)}, {"id": "bad", "eventData": "{}"}]
    put = client("cloudtrail-data").put_audit_events(channelArn=channel, auditEvents=entries)
    same([one["id"] for one in put["successful"]], ["good"])
    same([one["errorCode"] for one in put["failed"]], ["FieldNotFound"])
    status = trail.get_channel(Channel=channel)["IngestionStatus"]
    same(status["LatestIngestionSuccessEventID"], put["successful"][0]["eventID"])
    sql = f"SELECT json_extract_scalar(eventJson, '$.eventData.eventName') AS name FROM {store.split('/')[1]}"
    query = trail.start_query(QueryStatement=sql)["QueryId"]
    same(trail.describe_query(QueryId=query)["QueryStatus"], "FINISHED")
    same(trail.get_query_results(QueryId=query)["QueryResultRows"], [[{"name": "Lift"}]])
    same([one["QueryId"] for one in trail.list_queries(EventDataStore=store)["Queries"]], [query])
    refused("InvalidQueryStatementException", 400, trail.start_query, QueryStatement=sql.replace("name", "nme FRM"))
    refused("InactiveQueryException", 400, trail.cancel_query, QueryId=query)
    refused("ChannelExistsForEDSException", 400, trail.delete_event_data_store, EventDataStore=store)
    trail.delete_channel(Channel=channel)
    trail.delete_event_data_store(EventDataStore=store)
    refused("InactiveEventDataStoreException", 400, trail.add_tags, ResourceId=store, TagsList=[{"Key": "a"}])
    same(trail.restore_event_data_store(EventDataStore=store)["Status"], "ENABLED")


def big_body():
    encodings = []
    cloudwatch.meta.events.register(
        "before-send.cloudwatch.PutMetricData",
        lambda request, **_: encodings.append(request.headers.get("Content-Encoding")),
    )
    data = [
        {"MetricName": "Size", "Value": float(n), "Timestamp": START, "Dimensions": [{"Name": "Host", "Value": "h" * 200}]}
        for n in range(100)
    ]
    cloudwatch.put_metric_data(Namespace="Big", MetricData=data)
    assert encodings and encodings[0] in ("gzip", b"gzip"), encodings
    (point,) = cloudwatch.get_metric_statistics(
        Namespace="Big",
        MetricName="Size",
        Dimensions=[{"Name": "Host", "Value": "h" * 200}],
        StartTime=START,
        EndTime=START + timedelta(minutes=1),
        Period=60,
        Statistics=["SampleCount", "Maximum"],
    )["Datapoints"]
    same((point["SampleCount"], point["Maximum"]), (100.0, 99.0))
    same([metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace="Big")["Metrics"]], ["Size"])


def errors():
    refused("ResourceAlreadyExistsException", 400, logs.create_log_group, logGroupName="auth")
    refused(
        "ResourceNotFound", 404, cloudwatch.set_alarm_state, AlarmName="none", StateValue="OK", StateReason="because"
    )
    refused(
        "InvalidParameterException",
        400,
        logs.put_metric_filter,
        logGroupName="auth",
        filterName="broken",
        filterPattern="[a, b",
        metricTransformations=[{"metricName": "A", "metricNamespace": "B", "metricValue": "1"}],
    )
    refused("InvalidEventPatternException", 400, events.put_rule, Name="broken", EventPattern='{"source": "x"}')
    refused("UnknownOperationException", 400, trail.list_imports)


def places():
    key = {"aws_access_key_id": "111122223333", "aws_secret_access_key": "secret"}
    other = boto3.client("logs", endpoint_url=URL, region_name="eu-west-1", **key)
    same(other.describe_log_groups()["logGroups"], [])
    other.create_log_group(logGroupName="auth")
    arn = other.describe_log_groups()["logGroups"][0]["arn"]
    assert arn.startswith("arn:aws:logs:eu-west-1:111122223333:"), arn


def refused(code, status, verb, **members):
    try:
        answer = verb(**members)
    except ClientError as error:
        same(error.response["Error"]["Code"], code)
        same(error.response["ResponseMetadata"]["HTTPStatusCode"], status)
        assert error.response["ResponseMetadata"]["RequestId"], error.response
    else:
        raise AssertionError(f"{code} was expected, not {answer}")


def advance(to):
    same(call("PUT", "/_cupola/clock", {"now": to.isoformat()})["now"], to.strftime("%Y-%m-%dT%H:%M:%SZ"))


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def same(got, expected):
    assert got == expected, f"{got!r} is not {expected!r}"


main()
