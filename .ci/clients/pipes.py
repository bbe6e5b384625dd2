"""EventBridge Pipes with boto3: paths, query strings, times and tags as unmodified clients send and read them, and
records that a source has.

    pipes.py URL

A pipe is made, read, changed, listed, stopped, started and deleted; records go through it to a log group. Every step
asserts.
"""

import json
import sys
import urllib.request
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
ACCOUNT = "123456789012"
HERE = f"arn:aws:pipes:us-east-1:{ACCOUNT}:pipe/"
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:cranes"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:docks"
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/pipes/cranes"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/pipe"

CONFIG = Config(retries={"total_max_attempts": 1})
pipes = boto3.client("pipes", endpoint_url=URL, config=CONFIG)
logs = boto3.client("logs", endpoint_url=URL, config=CONFIG)


def main():
    made()
    changed()
    listed()
    tags()
    carried()
    farewell()
    print(f"   boto3 {boto3.__version__}, pipes")


def made():
    made = pipes.create_pipe(
        Name="weigh", Source=QUEUE, Target=TOPIC, RoleArn=ROLE, Tags={"stage": "test"}, DesiredState="STOPPED",
        SourceParameters={"FilterCriteria": {"Filters": [{"Pattern": '{"body":{"kg":[{"numeric":[">",1000]}]}}'}]}},
        TargetParameters={"InputTemplate": '{"kg": <$.body.kg>}'},
    )
    same((made["Arn"], made["CurrentState"], made["CreationTime"]), (HERE + "weigh", "CREATING", START))
    read = pipes.describe_pipe(Name="weigh")
    same((read["CurrentState"], read["DesiredState"], read["Tags"]), ("STOPPED", "STOPPED", {"stage": "test"}))
    same(read["TargetParameters"], {"InputTemplate": '{"kg": <$.body.kg>}'})
    same(read["SourceParameters"]["SqsQueueParameters"], {"BatchSize": 10, "MaximumBatchingWindowInSeconds": 0})
    refused("ConflictException", 409, pipes.create_pipe, Name="weigh", Source=QUEUE, Target=TOPIC, RoleArn=ROLE)
    refused("NotFoundException", 404, pipes.describe_pipe, Name="none")
    refused("ValidationException", 400, pipes.create_pipe, Name="x", Source=QUEUE, Target="arn:aws:s3:::b", RoleArn=ROLE)


def changed():
    same(pipes.start_pipe(Name="weigh")["CurrentState"], "STARTING")
    same(pipes.stop_pipe(Name="weigh")["CurrentState"], "STOPPING")
    changed = pipes.update_pipe(Name="weigh", RoleArn=ROLE, DesiredState="RUNNING", Description="of cranes")
    same((changed["CurrentState"], changed["DesiredState"]), ("UPDATING", "RUNNING"))
    read = pipes.describe_pipe(Name="weigh")
    same((read["CurrentState"], read["Description"], read["Target"]), ("RUNNING", "of cranes", TOPIC))


def listed():
    pipes.create_pipe(Name="abc", Source=QUEUE + "2", Target=TOPIC, RoleArn=ROLE)
    pages = pipes.get_paginator("list_pipes").paginate(PaginationConfig={"PageSize": 1})
    same([pipe["Name"] for page in pages for pipe in page["Pipes"]], ["abc", "weigh"])
    same([pipe["Name"] for pipe in pipes.list_pipes(NamePrefix="w", CurrentState="RUNNING")["Pipes"]], ["weigh"])
    same(pipes.list_pipes(SourcePrefix=QUEUE + "2")["Pipes"][0]["Source"], QUEUE + "2")


def tags():
    pipes.tag_resource(resourceArn=HERE + "weigh", tags={"team": "quay"})
    pipes.untag_resource(resourceArn=HERE + "weigh", tagKeys=["stage"])
    same(pipes.list_tags_for_resource(resourceArn=HERE + "weigh")["tags"], {"team": "quay"})


def carried():
    """A message that the filter lets in is a log event, and the steps are logged beside it."""
    logs.create_log_group(logGroupName="/pipes/cranes")
    pipes.update_pipe(
        Name="weigh", RoleArn=ROLE, Target=GROUP,
        TargetParameters={"CloudWatchLogsParameters": {"LogStreamName": "$.body.dock"}},
        LogConfiguration={"Level": "INFO", "CloudwatchLogsLogDestination": {"LogGroupArn": GROUP}},
    )
    records = [
        {"messageId": "m1", "receiptHandle": "h1", "body": json.dumps({"kg": 1200, "dock": "d7"})},
        {"messageId": "m2", "receiptHandle": "h2", "body": json.dumps({"kg": 900, "dock": "d7"})},
    ]
    same(hand_in({"source": QUEUE, "records": records}), {"taken": 1, "filtered": 1, "left": 0})
    told = json.load(urllib.request.urlopen(URL + "/_cupola/deliveries"))["pipes"][-2:]
    news = {what: names[0]["receipt_handle"] for one in told for what, names in one["news"].items()}
    same(news, {"Filtered": "h2", "Done": "h1"})
    written = logs.get_log_events(logGroupName="/pipes/cranes", logStreamName="d7")["events"]
    same([event["message"] for event in written], ['{"kg": 1200}'])
    steps = logs.get_log_events(logGroupName="/pipes/cranes", logStreamName="pipe/weigh", startFromHead=True)["events"]
    names = [json.loads(step["message"])["messageType"] for step in steps]
    same((names[0], names[-1]), ("EXECUTION_STARTED", "EXECUTION_SUCCEEDED"))


def hand_in(records):
    request = urllib.request.Request(URL + "/_cupola/pipes", method="POST", data=json.dumps(records).encode())
    return json.load(urllib.request.urlopen(request))


def farewell():
    deleted = pipes.delete_pipe(Name="weigh")
    same((deleted["DesiredState"], deleted["CurrentState"]), ("DELETED", "DELETING"))
    refused("NotFoundException", 404, pipes.start_pipe, Name="weigh")


def refused(code, status, call, **request):
    try:
        call(**request)
    except ClientError as error:
        same((error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
    else:
        raise AssertionError(f"{code} was expected of {request}")


def same(got, expected):
    assert got == expected, f"{got!r} is not {expected!r}"


main()
