"""Composite alarms with boto3: lines become a metric, the metric two alarms, and the two one, which a third suppresses.

    composites.py URL PROTOCOL ANSWERS, as recorder.py says

Every step asserts.
"""

import json
from datetime import timedelta

import boto3
from botocore.config import Config

from recorder import ACCOUNT, NOW, URL, advance, ask, cloudwatch, refused, same, walk

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:ops"
ARN = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:"
RULE = f'ALARM("some failed") AND ALARM({ARN}many-failed) OR FALSE'
WHOLE = {
    "AlarmName": "break-in",
    "AlarmDescription": "Länger als »gut«",
    "AlarmRule": RULE,
    "ActionsEnabled": True,
    "OKActions": [TOPIC + "-ok"],
    "AlarmActions": [TOPIC],
    "InsufficientDataActions": [],
    "ActionsSuppressor": "maintenance",
    "ActionsSuppressorWaitPeriod": 30,
    "ActionsSuppressorExtensionPeriod": 60,
}

logs = boto3.client("logs", endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


def put():
    logs.create_log_group(logGroupName="auth")
    logs.create_log_stream(logGroupName="auth", logStreamName="host-1")
    logs.put_metric_filter(
        logGroupName="auth",
        filterName="failed",
        filterPattern='"Failed password"',
        metricTransformations=[{"metricName": "Failed", "metricNamespace": "Auth", "metricValue": "1"}],
    )
    # Nothing is ever published to the suppressor's metric, so that it stays what it is set to.
    for name, metric, threshold in (("some failed", "Failed", 1), ("many-failed", "Failed", 3), ("maintenance", "Works", 1)):
        ask(
            "put_metric_alarm",
            AlarmName=name,
            Namespace="Auth",
            MetricName=metric,
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=threshold,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="ignore",
        )
    ask("put_composite_alarm", **WHOLE, Tags=[{"Key": "team", "Value": "doors"}])
    cloudwatch.get_waiter("composite_alarm_exists").wait(AlarmNames=["break-in"], AlarmTypes=["CompositeAlarm"])
    same(ask("list_tags_for_resource", ResourceARN=ARN + "break-in")["Tags"], [{"Key": "team", "Value": "doors"}])


def describe():
    alarm = composite()
    same({name: alarm[name] for name in WHOLE}, WHOLE)
    same((alarm["AlarmArn"], alarm["StateValue"]), (ARN + "break-in", "OK"))
    same(alarm["StateReason"], ARN + "break-in was created and its alarm rule evaluates to OK")
    same(alarm["StateUpdatedTimestamp"], NOW)
    children = ask("describe_alarms", ChildrenOfAlarmName="break-in")
    same([child["AlarmName"] for child in children["MetricAlarms"]], ["many-failed", "some failed"])
    parents = ask("describe_alarms", ParentsOfAlarmName="some failed")
    same(parents["CompositeAlarms"], [{"AlarmName": "break-in", "AlarmArn": ARN + "break-in"}])
    both = list(
        cloudwatch.get_paginator("describe_alarms").paginate(
            AlarmTypes=["MetricAlarm", "CompositeAlarm"], PaginationConfig={"PageSize": 2}
        )
    )
    same([len(page["MetricAlarms"]) + len(page["CompositeAlarms"]) for page in both], [2, 2])


def ring():
    at = NOW + timedelta(minutes=1, seconds=20)
    advance(at)
    lines = [{"timestamp": int(at.timestamp() * 1000), "message": "Failed password for root"} for _ in range(4)]
    logs.put_log_events(logGroupName="auth", logStreamName="host-1", logEvents=lines)
    advance(NOW + timedelta(minutes=2))
    alarm = composite()
    same((alarm["StateValue"], alarm["ActionsSuppressedBy"]), ("ALARM", "WaitPeriod"))
    same(alarm["ActionsSuppressedReason"], "Actions suppressed by WaitPeriod")
    told = json.loads(alarm["StateReasonData"])["triggeringAlarms"]
    same([child["arn"] for child in told], [ARN + "many-failed", ARN + "some failed"])
    ask("set_alarm_state", AlarmName="maintenance", StateValue="ALARM", StateReason="works")
    advance(NOW + timedelta(minutes=4))
    same(composite()["ActionsSuppressedBy"], "Alarm")
    ask("set_alarm_state", AlarmName="maintenance", StateValue="OK", StateReason="done")
    same(composite()["ActionsSuppressedBy"], "ExtensionPeriod")
    advance(NOW + timedelta(minutes=5))
    alarm = composite()
    assert "ActionsSuppressedBy" not in alarm, alarm
    same(alarm["StateTransitionedTimestamp"], NOW + timedelta(minutes=2))
    history = ask(
        "describe_alarm_history",
        AlarmName="break-in",
        AlarmTypes=["CompositeAlarm"],
        HistoryItemType="Action",
        ScanBy="TimestampAscending",
    )
    acted = [(item["Timestamp"], item["HistorySummary"]) for item in history["AlarmHistoryItems"]]
    told = "Successfully executed action " + TOPIC
    same(acted, [(NOW + timedelta(seconds=30), told + "-ok"), (NOW + timedelta(minutes=5), told)])


def refusals():
    refused("ValidationError", 400, "put_composite_alarm", AlarmName="c", AlarmRule="ALARM(ghost")
    refused("ValidationError", 400, "put_composite_alarm", AlarmName="c", AlarmRule="ALARM(ghost)")
    error = refused("ValidationError", 400, "delete_alarms", AlarmNames=["many-failed", "maintenance"])
    told = "Cannot delete many-failed,maintenance as there are composite alarm(s) depending on them."
    same(error.response["Error"]["Message"], told)
    refused("ValidationError", 400, "describe_alarms", ChildrenOfAlarmName="break-in", StateValue="OK")
    ask("delete_alarms", AlarmNames=["break-in"])
    ask("delete_alarms", AlarmNames=["some failed", "many-failed", "maintenance"])
    answer = ask("describe_alarms", AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    same((answer["MetricAlarms"], answer["CompositeAlarms"]), ([], []))


def composite():
    (alarm,) = ask("describe_alarms", AlarmNames=["break-in"], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    return alarm


walk(put, describe, ring, refusals)
