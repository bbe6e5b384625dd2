"""Traces with the X-Ray SDK: it asks for sampling rules, sends segments as packets, and boto3 reads what came of them.

    tracing.py URL DAEMON

Every step asserts.
"""

import json
import sys
import time
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3
from aws_xray_sdk.core import xray_recorder
from aws_xray_sdk.core.models import http
from botocore.config import Config

URL, DAEMON = sys.argv[1], sys.argv[2]

xray = boto3.client("xray", endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


def main():
    now = datetime.now(timezone.utc).replace(microsecond=0)
    advance(now)
    rules()
    sample()
    requests()
    graph(now)
    summaries(now)
    print(f"   boto3 {boto3.__version__}, aws-xray-sdk")


def advance(now):
    body = json.dumps({"now": now.isoformat().replace("+00:00", "Z")}).encode()
    urllib.request.urlopen(urllib.request.Request(URL + "/_cupola/clock", data=body, method="PUT"))


def rules():
    """Orders are always sampled, pings never."""
    everything = dict(ResourceARN="*", ServiceName="*", ServiceType="*", Host="*", HTTPMethod="*", Version=1)
    for name, path, priority, rate in [("orders", "/orders*", 1, 1), ("pings", "/ping", 2, 0)]:
        rule = dict(RuleName=name, URLPath=path, Priority=priority, FixedRate=rate, ReservoirSize=0, **everything)
        xray.create_sampling_rule(SamplingRule=rule)
    known = [record["SamplingRule"]["RuleName"] for record in xray.get_sampling_rules()["SamplingRuleRecords"]]
    same(sorted(known), ["Default", "orders", "pings"])


def sample():
    """Waits until the SDK's sampler has the rules; it asks the daemon for them."""
    xray_recorder.configure(service="shop", daemon_address=DAEMON, sampling=True, context_missing="LOG_ERROR")
    sampler = xray_recorder.sampler
    for _ in range(100):
        sampler.should_trace({"path": "/ping", "method": "GET", "host": "shop"})
        if sampler._cache.rules:
            break
        time.sleep(0.1)
    same(sorted(rule.name for rule in sampler._cache.rules), ["Default", "orders", "pings"])


def requests():
    """Three orders of which one fails, and ten pings that nobody sees."""
    for number, status in enumerate([200, 200, 500]):
        ask("/orders", status, number)
    for number in range(10):
        ask("/ping", 200, number)


def ask(path, status, number):
    sampled = xray_recorder.sampler.should_trace({"path": path, "method": "GET", "host": "shop", "service": "shop"})
    segment = xray_recorder.begin_segment("shop", sampling=1 if sampled else 0)
    segment.put_http_meta(http.URL, "http://shop" + path)
    segment.put_http_meta(http.STATUS, status)
    segment.put_annotation("number", number)
    with xray_recorder.in_subsegment("rates.example.com", namespace="remote") as call:
        if call:
            call.put_http_meta(http.STATUS, 200)
    if status >= 500:
        segment.add_fault_flag()
    xray_recorder.end_segment()


def graph(now):
    """Packets take their time; the map has a client, the shop and what the shop calls."""
    for _ in range(100):
        services = xray.get_service_graph(StartTime=now - timedelta(minutes=5), EndTime=now + timedelta(minutes=5))["Services"]
        shop = [service for service in services if service["Name"] == "shop" and service.get("Type") != "client"]
        if shop and shop[0]["SummaryStatistics"]["TotalCount"] == 3:
            break
        time.sleep(0.1)
    statistics = shop[0]["SummaryStatistics"]
    same((statistics["OkCount"], statistics["FaultStatistics"]["TotalCount"]), (2, 1))
    names = sorted((service["Name"], service.get("Type", "")) for service in services)
    same(names, [("rates.example.com", "remote"), ("shop", ""), ("shop", "client")])


def summaries(now):
    """The failed order is found by a filter expression, and read whole."""
    window = dict(StartTime=now - timedelta(minutes=5), EndTime=now + timedelta(minutes=5))
    found = xray.get_trace_summaries(FilterExpression='service("shop") { fault } AND annotation.number = 2', **window)
    same(len(found["TraceSummaries"]), 1)
    trace = found["TraceSummaries"][0]
    same((trace["HasFault"], trace["Http"]["HttpStatus"], trace["Http"]["HttpURL"]), (True, 500, "http://shop/orders"))
    documents = [json.loads(segment["Document"]) for segment in xray.batch_get_traces(TraceIds=[trace["Id"]])["Traces"][0]["Segments"]]
    same(sorted(document["name"] for document in documents), ["rates.example.com", "shop"])
    none = xray.get_trace_summaries(FilterExpression='http.url CONTAINS "ping"', **window)
    same(none["TraceSummaries"], [])


def same(got, expected):
    assert got == expected, f"got {got}, expected {expected}"


if __name__ == "__main__":
    main()
