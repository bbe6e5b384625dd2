"""Logs with boto3: watchtower's handler writes, subscriptions deliver, accounts meet, a tail follows, an export ends, deliveries
are set up, an anomaly is found.

    logs.py URL

Every step asserts.
"""

import base64
import gzip
import json
import logging
import sys
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3
import watchtower
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)
ACCOUNT, CENTRAL = "123456789012", "999988887777"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:eat"
STREAM = f"arn:aws:kinesis:us-east-1:{CENTRAL}:stream/all"
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:app"


def client(account=None):
    """An access key of twelve digits is an account."""
    keys = {"aws_access_key_id": account, "aws_secret_access_key": "secret"} if account else {}
    # A session's host would begin with `streaming-`, which no local name does.
    config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False)
    return boto3.client("logs", endpoint_url=URL, config=config, **keys)


logs = client()


def main():
    handler()
    subscription()
    destination()
    live_tail()
    export()
    log_deliveries()
    anomalies()
    print(f"   boto3 {boto3.__version__}, watchtower")


def handler():
    """A program that logs through watchtower: its handler makes group and stream, and batches."""
    logger = logging.getLogger("dock")
    logger.setLevel(logging.INFO)
    cloud = watchtower.CloudWatchLogHandler(
        log_group_name="app", log_stream_name="dock", boto3_client=logs, send_interval=1, create_log_group=True
    )
    cloud.addFilter(at_start)
    logger.addHandler(cloud)
    logger.info("crane 7 moved")
    logger.error("crane 9 is stuck")
    logger.info({"crane": 4, "state": "idle"})
    cloud.close()
    logger.removeHandler(cloud)
    events = logs.get_log_events(logGroupName="app", logStreamName="dock", startFromHead=True)["events"]
    messages = [event["message"] for event in events]
    same(messages, ["crane 7 moved", "crane 9 is stuck", '{"crane": 4, "state": "idle"}'])


def at_start(record):
    """The endpoint's clock is ours, and so are the times of the records."""
    record.created = START.timestamp()
    return True


def subscription():
    logs.put_subscription_filter(
        logGroupName="app", filterName="stuck", filterPattern="stuck", destinationArn=FUNCTION
    )
    put("crane 2 is stuck", "crane 3 moved")
    control, data = [decoded(sent) for sent in deliveries(FUNCTION)]
    same((control["messageType"], control["owner"]), ("CONTROL_MESSAGE", "CloudwatchLogs"))
    same((data["messageType"], data["owner"], data["logGroup"], data["logStream"]), ("DATA_MESSAGE", ACCOUNT, "app", "dock"))
    same(data["subscriptionFilters"], ["stuck"])
    same([event["message"] for event in data["logEvents"]], ["crane 2 is stuck"])
    described = logs.describe_subscription_filters(logGroupName="app")["subscriptionFilters"]
    same([(one["filterName"], one["distribution"]) for one in described], [("stuck", "ByLogStream")])
    try:
        logs.put_subscription_filter(
            logGroupName="app", filterName="k", filterPattern="", destinationArn=STREAM.replace(CENTRAL, ACCOUNT)
        )
        raise AssertionError("a stream needs a role")
    except ClientError as error:
        same(error.response["Error"]["Code"], "InvalidParameterException")


def destination():
    """Another account lets this one in, and its stream gets what this one logs."""
    central = client(CENTRAL)
    role = f"arn:aws:iam::{CENTRAL}:role/in"
    arn = central.put_destination(destinationName="all", targetArn=STREAM, roleArn=role)["destination"]["arn"]
    wanted = {"logGroupName": "app", "filterName": "to-all", "filterPattern": "", "destinationArn": arn}
    try:
        logs.put_subscription_filter(**wanted)
        raise AssertionError("nobody was let in")
    except ClientError as error:
        same(error.response["Error"]["Code"], "AccessDeniedException")
    allow = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "logs:PutSubscriptionFilter", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    central.put_destination_policy(destinationName="all", accessPolicy=policy)
    logs.put_subscription_filter(**wanted)
    put("crane 5 moved")
    data = decoded(deliveries(STREAM)[-1])
    same((data["owner"], [event["message"] for event in data["logEvents"]]), (ACCOUNT, ["crane 5 moved"]))
    same([one["destinationName"] for one in central.describe_destinations()["destinations"]], ["all"])


def live_tail():
    stream = logs.start_live_tail(logGroupIdentifiers=[GROUP], logEventFilterPattern="stuck")["responseStream"]
    events = iter(stream)
    same(next(events)["sessionStart"]["logGroupIdentifiers"], [GROUP])
    put("crane 6 is stuck", "crane 6 moved")
    advance(1)
    update = next(events)["sessionUpdate"]
    same(update["sessionMetadata"], {"sampled": False})
    same([(one["logStreamName"], one["message"]) for one in update["sessionResults"]], [("dock", "crane 6 is stuck")])
    advance(2)
    same(next(events)["sessionUpdate"]["sessionResults"], [])
    stream.close()


def export():
    begin, end = int(START.timestamp() * 1000), int((START + timedelta(hours=1)).timestamp() * 1000)
    task = logs.create_export_task(logGroupName="app", fromTime=begin, to=end, destination="archive")["taskId"]
    assert status(task) in ("PENDING", "RUNNING")
    advance(3600 + 60)
    same(status(task), "COMPLETED")


def log_deliveries():
    """A distribution's logs to a bucket and a delivery stream; what is in use stays."""
    site = f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1"
    source = logs.put_delivery_source(name="site", resourceArn=site, logType="ACCESS_LOGS")["deliverySource"]
    same((source["service"], source["resourceArns"]), ("cloudfront", [site]))
    stream = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/all"
    for name, resource, kind in (("bucket", "arn:aws:s3:::archive", "S3"), ("stream", stream, "FH")):
        to = {"destinationResourceArn": resource}
        made = logs.put_delivery_destination(name=name, deliveryDestinationConfiguration=to)["deliveryDestination"]
        same(made["deliveryDestinationType"], kind)
        files = {"s3DeliveryConfiguration": {"suffixPath": "{yyyy}/{MM}"}} if kind == "S3" else {}
        logs.create_delivery(deliverySourceName="site", deliveryDestinationArn=made["arn"], tags={"a": "b"}, **files)
    first, second = logs.describe_deliveries()["deliveries"]
    same(first["s3DeliveryConfiguration"]["suffixPath"], "AWSLogs/{account-id}/CloudFront/{yyyy}/{MM}/")
    same(len(second["recordFields"]), 33)
    same(logs.list_tags_for_resource(resourceArn=first["arn"])["tags"], {"a": "b"})
    try:
        logs.delete_delivery_source(name="site")
        raise AssertionError("a source in use was deleted")
    except ClientError as refused:
        same(refused.response["Error"]["Code"], "ConflictException")
    logs.update_delivery_configuration(id=second["id"], recordFields=["date", "time"], fieldDelimiter=",")
    same(logs.get_delivery(id=second["id"])["delivery"]["recordFields"], ["date", "time"])
    pages = logs.get_paginator("describe_configuration_templates").paginate()
    assert any(one["service"] == "bedrock" for page in pages for one in page["configurationTemplates"])


def anomalies():
    """A detector is made, told, paused and removed; with other clocks, what it finds is tested in the library."""
    arn = logs.create_log_anomaly_detector(logGroupArnList=[GROUP], detectorName="quay", tags={"team": "quay"})["anomalyDetectorArn"]
    got = logs.get_log_anomaly_detector(anomalyDetectorArn=arn)
    same((got["detectorName"], got["evaluationFrequency"], got["anomalyDetectorStatus"]), ("quay", "FIVE_MIN", "TRAINING"))
    same(logs.list_tags_for_resource(resourceArn=arn)["tags"], {"team": "quay"})
    advance(26 * 3600)
    (listed,) = logs.get_paginator("list_log_anomaly_detectors").paginate(filterLogGroupArn=GROUP).search("anomalyDetectors[]")
    same((listed["anomalyDetectorArn"], listed["anomalyDetectorStatus"]), (arn, "ANALYZING"))
    at = int((START + timedelta(hours=26)).timestamp() * 1000)
    event = {"timestamp": at, "message": "ERROR brake of crane 9 does not hold"}
    logs.put_log_events(logGroupName="app", logStreamName="dock", logEvents=[event])
    advance(26 * 3600 + 300)
    (found,) = logs.get_paginator("list_anomalies").paginate(anomalyDetectorArn=arn).search("anomalies[]")
    same((found["patternString"], found["priority"], found["state"]), ("ERROR brake of crane <*> does not hold", "HIGH", "Active"))
    same((found["histogram"], found["logSamples"]), ({str(at): 1}, [event]))
    period = {"value": 1, "suppressionUnit": "HOURS"}
    logs.update_anomaly(anomalyDetectorArn=arn, anomalyId=found["anomalyId"], suppressionType="LIMITED", suppressionPeriod=period)
    (found,) = logs.list_anomalies(suppressionState="SUPPRESSED")["anomalies"]
    same((found["state"], found["suppressedUntil"]), ("Suppressed", at + 300_000 + 3_600_000))
    logs.update_log_anomaly_detector(anomalyDetectorArn=arn, enabled=False, evaluationFrequency="ONE_HOUR")
    got = logs.get_log_anomaly_detector(anomalyDetectorArn=arn)
    same((got["anomalyDetectorStatus"], got["evaluationFrequency"]), ("PAUSED", "ONE_HOUR"))
    logs.delete_log_anomaly_detector(anomalyDetectorArn=arn)
    try:
        logs.get_log_anomaly_detector(anomalyDetectorArn=arn)
        raise AssertionError("it is gone")
    except ClientError as error:
        same(error.response["Error"]["Code"], "ResourceNotFoundException")


def status(task):
    return logs.describe_export_tasks(taskId=task)["exportTasks"][0]["status"]["code"]


def put(*messages):
    now = int(START.timestamp() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    logs.put_log_events(logGroupName="app", logStreamName="dock", logEvents=events)


def deliveries(target):
    answer = json.load(urllib.request.urlopen(URL + "/_cupola/deliveries"))
    return [one["payload"] for one in answer["deliveries"] if one["target"] == target]


def decoded(payload):
    """What a function, or the reader of a stream, makes of what it gets."""
    data = payload["awslogs"]["data"] if isinstance(payload, dict) else payload
    return json.loads(gzip.decompress(base64.b64decode(data)))


def advance(seconds):
    now = (START + timedelta(seconds=seconds)).isoformat()
    body = json.dumps({"now": now.replace("+00:00", "Z")}).encode()
    urllib.request.urlopen(urllib.request.Request(URL + "/_cupola/clock", data=body, method="PUT"))


def same(got, expected):
    assert got == expected, f"got {got}, expected {expected}"


if __name__ == "__main__":
    main()
