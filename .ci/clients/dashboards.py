"""CloudWatch's dashboards and metric streams with boto3.

    dashboards.py URL PROTOCOL ANSWERS, as recorder.py says

Every step asserts.
"""

import json
from datetime import timedelta

from recorder import ACCOUNT, NOW, PROTOCOL, advance, ask, call, refused, same, walk

FIREHOSE = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/lake"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/stream"


def dashboards():
    arn = f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/Shop-1"
    markdown = {"markdown": "# Shöp <&> 🛒\n\ttills"}
    text = {"type": "text", "x": 0, "y": 0, "width": 6, "height": 2, "properties": markdown}
    body = json.dumps({"widgets": [text]}, ensure_ascii=False)
    same(ask("put_dashboard", DashboardName="Shop-1", DashboardBody=body)["DashboardValidationMessages"], [])
    got = ask("get_dashboard", DashboardName="Shop-1")
    same((got["DashboardName"], got["DashboardArn"], got["DashboardBody"]), ("Shop-1", arn, body))
    odd = {"type": "metric", "properties": {"region": "us-east-1", "colour": "red", "metrics": [["Shop", "Placed"]]}}
    said = ask("put_dashboard", DashboardName="Odd", DashboardBody=json.dumps({"widgets": [odd]}))
    same([message["DataPath"] for message in said["DashboardValidationMessages"]], ["/widgets/0/properties"])
    assert all(message["Message"] for message in said["DashboardValidationMessages"]), said
    broken = json.dumps({"widgets": [text, {"type": "picture", "properties": {}}]})
    error = refused("InvalidParameterInput", 400, "put_dashboard", DashboardName="Broken", DashboardBody=broken)
    same(type(error).__name__, "DashboardInvalidInputError")
    messages = error.response.get("dashboardValidationMessages")
    if PROTOCOL == "query":
        # Of XML within errors boto3 makes dictionaries, without asking the model.
        messages = [error.response["Error"]["dashboardValidationMessages"]["member"]]
    same([message["DataPath"] for message in messages], ["/widgets/1/type"])
    entries = ask("list_dashboards", DashboardNamePrefix="Shop")["DashboardEntries"]
    size = len(body.encode())
    same(entries, [{"DashboardName": "Shop-1", "DashboardArn": arn, "LastModified": NOW, "Size": size}])
    error = refused("ResourceNotFound", 404, "get_dashboard", DashboardName="Broken")
    same(type(error).__name__, "ResourceNotFound")
    refused("InvalidParameterValue", 400, "put_dashboard", DashboardName="Shop 1", DashboardBody=body)
    refused("InvalidParameterValue", 400, "list_dashboards", NextToken="forged")
    ask("tag_resource", ResourceARN=arn, Tags=[{"Key": "team", "Value": ""}, {"Key": "a&b", "Value": "x=1"}])
    ask("untag_resource", ResourceARN=arn, TagKeys=["team"])
    same(ask("list_tags_for_resource", ResourceARN=arn)["Tags"], [{"Key": "a&b", "Value": "x=1"}])
    ask("delete_dashboards", DashboardNames=["Shop-1", "Odd"])
    same(ask("list_dashboards")["DashboardEntries"], [])


def streams():
    one = dict(FirehoseArn=FIREHOSE, RoleArn=ROLE, OutputFormat="json")
    included = [{"Namespace": "Shop", "MetricNames": ["Placed", "Latency"]}]
    extra = [{"IncludeMetrics": [{"Namespace": "Shop", "MetricName": "Latency"}], "AdditionalStatistics": ["tm99"]}]
    arn = ask("put_metric_stream", Name="shop", IncludeFilters=included, StatisticsConfigurations=extra, **one)["Arn"]
    same(arn, f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:metric-stream/shop")
    other = {**one, "OutputFormat": "opentelemetry1.0"}
    ask("put_metric_stream", Name="rest", ExcludeFilters=[{"Namespace": "Shop"}], **other)
    got = ask("get_metric_stream", Name="shop")
    same((got["State"], got["CreationDate"], got["IncludeFilters"]), ("running", NOW, included))
    same(got["StatisticsConfigurations"], extra)
    same((got["FirehoseArn"], got["RoleArn"], got["OutputFormat"]), (FIREHOSE, ROLE, "json"))
    first = ask("list_metric_streams", MaxResults=1)
    second = ask("list_metric_streams", MaxResults=1, NextToken=first["NextToken"])
    same([entry["Name"] for page in (first, second) for entry in page["Entries"]], ["rest", "shop"])
    assert "NextToken" not in second, second
    ask("stop_metric_streams", Names=["rest"])
    ask("put_metric_data", Namespace="Shop", MetricData=[{"MetricName": "Placed", "Value": 2.5, "Unit": "Count"}])
    advance(NOW + timedelta(minutes=1))
    (delivery,) = [it for it in call("GET", "/_cupola/deliveries")["deliveries"] if it["target"] == FIREHOSE]
    same(delivery["payload"]["value"], {"max": 2.5, "min": 2.5, "sum": 2.5, "count": 1.0})
    entries = ask("list_metric_streams")["Entries"]
    same([(entry["Name"], entry["State"]) for entry in entries], [("rest", "stopped"), ("shop", "running")])
    ask("start_metric_streams", Names=["rest"])
    ask("delete_metric_stream", Name="rest")
    error = refused("ResourceNotFoundException", 404, "get_metric_stream", Name="rest")
    same(type(error).__name__, "ResourceNotFoundException")
    both = dict(IncludeFilters=[{"Namespace": "A"}], ExcludeFilters=[{"Namespace": "B"}])
    refused("InvalidParameterCombination", 400, "put_metric_stream", Name="both", **both, **one)
    refused("InvalidNextToken", 400, "list_metric_streams", NextToken="forged")


walk(dashboards, streams)
