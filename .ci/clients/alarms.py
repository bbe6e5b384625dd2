"""CloudWatch's alarms with boto3: every member in and out, states, history, pages, tags.

    alarms.py URL PROTOCOL ANSWERS, as recorder.py says

Every step asserts.
"""

import json
from datetime import timedelta

from recorder import ACCOUNT, NOW, advance, ask, cloudwatch, refused, same, walk

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:ops"
TILL = [{"Name": "Till", "Value": "<1> & 2"}]
ARN = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:"
WHOLE = {
    "AlarmName": "slow & steady <1>",
    "AlarmDescription": "Länger als »gut«\n",
    "ActionsEnabled": False,
    "OKActions": [TOPIC],
    "AlarmActions": [TOPIC, TOPIC + "-2"],
    "InsufficientDataActions": [],
    "MetricName": "Latency",
    "Namespace": "Shop",
    "Statistic": "Average",
    "Dimensions": TILL,
    "Period": 60,
    "Unit": "Milliseconds",
    "EvaluationPeriods": 5,
    "DatapointsToAlarm": 3,
    "Threshold": 0.1 + 0.2,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    "TreatMissingData": "notBreaching",
}
LEAST = {
    "AlarmName": "rate",
    "MetricName": "Placed",
    "Namespace": "Shop",
    "Statistic": "SampleCount",
    "Period": 10,
    "EvaluationPeriods": 1,
    "Threshold": 1e22,
    "ComparisonOperator": "LessThanThreshold",
    "TreatMissingData": "breaching",
    "AlarmActions": [TOPIC],
}


def put():
    ask("put_metric_alarm", **WHOLE, Tags=[{"Key": "team", "Value": "tills"}])
    ask("put_metric_alarm", **LEAST)
    cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=["rate"])
    tags = ask("list_tags_for_resource", ResourceARN=ARN + WHOLE["AlarmName"])["Tags"]
    same(tags, [{"Key": "team", "Value": "tills"}])


def describe():
    answer = ask("describe_alarms", AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    rate, slow = answer["MetricAlarms"]
    same({name: slow[name] for name in WHOLE}, WHOLE)
    same({name: rate[name] for name in LEAST}, LEAST)
    same((slow["AlarmArn"], slow["StateValue"]), (ARN + WHOLE["AlarmName"], "INSUFFICIENT_DATA"))
    same((slow["AlarmConfigurationUpdatedTimestamp"], slow["StateUpdatedTimestamp"]), (NOW, NOW))
    same((rate["ActionsEnabled"], rate["Dimensions"], rate["OKActions"]), (True, [], []))
    assert not {"Unit", "DatapointsToAlarm", "AlarmDescription", "Metrics"} & rate.keys(), rate
    same(answer["CompositeAlarms"], [])
    of_metric = ask(
        "describe_alarms_for_metric", Namespace="Shop", MetricName="Latency", Dimensions=TILL, Statistic="Average"
    )
    same([alarm["AlarmName"] for alarm in of_metric["MetricAlarms"]], [WHOLE["AlarmName"]])
    pages = list(cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 1}))
    found = [alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"]]
    same(found, ["rate", WHOLE["AlarmName"]])


def states():
    data = json.dumps({"by": "hand <&>"})
    name = WHOLE["AlarmName"]
    ask("enable_alarm_actions", AlarmNames=[name])
    ask("set_alarm_state", AlarmName=name, StateValue="ALARM", StateReason="because <&>", StateReasonData=data)
    (slow,) = ask("describe_alarms", AlarmNames=[name], StateValue="ALARM")["MetricAlarms"]
    same((slow["StateReason"], slow["StateReasonData"], slow["ActionsEnabled"]), ("because <&>", data, True))
    advance(NOW + timedelta(minutes=2))
    (rate,) = ask("describe_alarms", AlarmNamePrefix="rat")["MetricAlarms"]
    same(rate["StateValue"], "ALARM")
    history = list(
        cloudwatch.get_paginator("describe_alarm_history").paginate(AlarmName=name, PaginationConfig={"PageSize": 2})
    )
    items = [item for page in history for item in page["AlarmHistoryItems"]]
    assert len(history) > 1 and all(json.loads(item["HistoryData"]) for item in items), items
    kinds = {item["HistoryItemType"] for item in items}
    same(kinds, {"ConfigurationUpdate", "StateUpdate", "Action"})
    since = dict(AlarmName=name, HistoryItemType="StateUpdate", StartDate=NOW, EndDate=NOW + timedelta(minutes=1))
    ask("describe_alarm_history", **since, ScanBy="TimestampAscending", AlarmTypes=["MetricAlarm"])
    ask("disable_alarm_actions", AlarmNames=[name, "rate"])


def refusals():
    error = refused("ResourceNotFound", 404, "set_alarm_state", AlarmName="none", StateValue="OK", StateReason="")
    same(type(error).__name__, "ResourceNotFound")
    unread = dict(AlarmName="rate", StateValue="OK", StateReason="", StateReasonData="{")
    error = refused("InvalidFormat", 400, "set_alarm_state", **unread)
    same(type(error).__name__, "InvalidFormatFault")
    refused("ValidationError", 400, "set_alarm_state", AlarmName="rate", StateValue="SAD", StateReason="")
    refused("ValidationError", 400, "put_metric_alarm", **{**WHOLE, "TreatMissingData": "perhaps"})
    error = refused("InvalidNextToken", 400, "describe_alarms", NextToken="forged")
    same(type(error).__name__, "InvalidNextToken")
    refused("InvalidNextToken", 400, "describe_alarm_history", NextToken="forged")
    ask("delete_alarms", AlarmNames=["rate", WHOLE["AlarmName"]])
    same(ask("describe_alarms")["MetricAlarms"], [])
    error = refused("ResourceNotFoundException", 404, "list_tags_for_resource", ResourceARN=ARN + "rate")
    same(type(error).__name__, "ResourceNotFoundException")


walk(put, describe, states, refusals)
