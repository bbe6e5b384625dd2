"""Logs Insights with boto3: queries are started and polled as dashboards do it, saved, helped by a table, refused with places, and run by a calendar.

    queries.py URL

Every step asserts.
"""

import json
import sys
import time
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)
LINES = [(0, "north", 200, 12), (10, "north", 500, 90), (200, "south", 200, 7), (290, "north", 200, 8)]
HAS_TABLES = hasattr(boto3.client("logs", region_name="us-east-1"), "create_lookup_table")
HAS_SCHEDULES = hasattr(boto3.client("logs", region_name="us-east-1"), "create_scheduled_query")
ROLE = "arn:aws:iam::123456789012:role/q"

logs = boto3.client("logs", endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


def main():
    write()
    graph()
    lines()
    refused()
    saved()
    table()
    listed()
    scheduled()
    print(f"   boto3 {boto3.__version__}, queries")


def write():
    logs.create_log_group(logGroupName="docks")
    logs.create_log_stream(logGroupName="docks", logStreamName="s")
    events = [{"timestamp": millis(-600 + at), "message": json.dumps({"dock": dock, "status": status, "ms": ms})} for at, dock, status, ms in LINES]
    logs.put_log_events(logGroupName="docks", logStreamName="s", logEvents=events)


def graph():
    """A panel of a dashboard: a query over an hour, asked for until it is complete, its rows as series."""
    answer = ask("filter ispresent(ms) | stats count(*) as hits, max(ms) as slowest by dock, bin(1m)")
    statistics = answer["statistics"]
    same((statistics["recordsMatched"], statistics["recordsScanned"]), (4.0, 4.0))
    series = {}
    for row in rows(answer):
        series.setdefault(row["dock"], []).append((row["bin(1m)"], row["hits"], row["slowest"]))
    expected = {
        "north": [("2026-05-04 05:50:00.000", "2", "90"), ("2026-05-04 05:54:00.000", "1", "8")],
        "south": [("2026-05-04 05:53:00.000", "1", "7")],
    }
    same({dock: sorted(points) for dock, points in series.items()}, expected)


def lines():
    """A panel of lines, and the whole event behind one of them."""
    found = rows(ask("fields @timestamp, status, @message | filter status >= 500 | sort @timestamp desc | limit 5"))
    same([(row["@timestamp"], row["status"]) for row in found], [("2026-05-04 05:50:10.000", "500")])
    record = logs.get_log_record(logRecordPointer=found[0]["@ptr"])["logRecord"]
    same((record["dock"], record["ms"], record["@logStream"]), ("north", "90", "s"))


def refused():
    try:
        start("fields dock | filtre status = 1")
    except ClientError as error:
        same(error.response["Error"]["Code"], "MalformedQueryException")
        place = error.response["queryCompileError"]["location"]
        same((place["startCharOffset"], place["endCharOffset"]), (14, 20))
    else:
        raise AssertionError("a command that does not exist was taken")


def saved():
    text = "stats max(ms) as slowest by dock | sort slowest desc"
    saved = logs.put_query_definition(name="docks/slowest", queryString=text, logGroupNames=["docks"])["queryDefinitionId"]
    found = logs.describe_query_definitions(queryDefinitionNamePrefix="docks/")["queryDefinitions"]
    same([(one["queryDefinitionId"], one["queryString"]) for one in found], [(saved, text)])
    same([(row["dock"], row["slowest"]) for row in rows(ask(found[0]["queryString"]))], [("north", "90"), ("south", "7")])


def table():
    if not HAS_TABLES:
        return
    made = logs.create_lookup_table(lookupTableName="masters", tableBody="dock,master\nnorth,Ana\n")["lookupTableArn"]
    found = rows(ask("lookup masters dock OUTPUT master | stats count(*) as n by master | sort n desc"))
    same([(row.get("master"), row["n"]) for row in found], [("Ana", "3"), (None, "1")])
    logs.delete_lookup_table(lookupTableArn=made)


def listed():
    queries = logs.describe_queries(logGroupName="docks")["queries"]
    assert queries and all(query["status"] == "Complete" for query in queries), queries
    try:
        logs.stop_query(queryId=queries[0]["queryId"])
    except ClientError as error:
        same(error.response["Error"]["Code"], "InvalidParameterException")
    else:
        raise AssertionError("a query that had ended was stopped")


def scheduled():
    """A query of every hour: it runs as the clock is moved, and its result lies where it is told."""
    if not HAS_SCHEDULES:
        return
    destination = {"s3Configuration": {"destinationIdentifier": "s3://answers/docks", "roleArn": ROLE}}
    settings = {"queryLanguage": "CWLI", "queryString": "stats count(*) as n by dock | sort n desc", "executionRoleArn": ROLE}
    settings |= {"logGroupIdentifiers": ["docks"], "scheduleExpression": "cron(0 * * * ? *)", "startTimeOffset": 7200}
    made = logs.create_scheduled_query(name="hourly", **settings, destinationConfiguration=destination, tags={"team": "docks"})
    arn = made["scheduledQueryArn"]
    same((made["state"], logs.list_tags_for_resource(resourceArn=arn)["tags"]), ("ENABLED", {"team": "docks"}))
    body = json.dumps({"now": (START + timedelta(hours=1, minutes=5)).isoformat()}).encode()
    urllib.request.urlopen(urllib.request.Request(URL + "/_cupola/clock", data=body, method="PUT"))
    window = {"startTime": int(START.timestamp()), "endTime": int((START + timedelta(hours=2)).timestamp())}
    [run] = logs.get_scheduled_query_history(identifier="hourly", **window)["triggerHistory"]
    same((run["executionStatus"], run["triggeredTimestamp"]), ("Complete", int((START + timedelta(hours=1)).timestamp())))
    [delivered] = run["destinations"]
    same((delivered["status"], delivered["processedIdentifier"]), ("COMPLETE", f"s3://answers/docks/{run['queryId']}.json"))
    found = rows(logs.get_query_results(queryId=run["queryId"]))
    same([(row["dock"], row["n"]) for row in found], [("north", "3"), ("south", "1")])
    same(logs.list_log_groups_for_query(queryId=run["queryId"])["logGroupIdentifiers"], ["docks"])
    same(logs.get_scheduled_query(identifier=arn)["lastExecutionStatus"], "Complete")
    same([one["name"] for one in logs.list_scheduled_queries(state="ENABLED")["scheduledQueries"]], ["hourly"])
    changed = logs.update_scheduled_query(identifier="hourly", **settings, state="DISABLED")
    same((changed["state"], "destinationConfiguration" in changed), ("DISABLED", False))
    logs.delete_scheduled_query(identifier=arn)
    try:
        logs.get_scheduled_query(identifier="hourly")
    except ClientError as error:
        same(error.response["Error"]["Code"], "ResourceNotFoundException")
    else:
        raise AssertionError("a scheduled query that was deleted is there")
    sources()


def sources():
    """Log groups by what they hold, and the fields of that."""
    logs.tag_log_group(logGroupName="docks", tags={"cw:datasource:name": "harbour", "cw:datasource:type": "docks"})
    [summary] = logs.list_aggregate_log_group_summaries(groupBy="DATA_SOURCE_NAME_AND_TYPE")["aggregateLogGroupSummaries"]
    same((summary["logGroupCount"], [one["value"] for one in summary["groupingIdentifiers"]]), (1, ["harbour", "docks"]))
    fields = logs.get_log_fields(dataSourceName="harbour", dataSourceType="docks")["logFields"]
    types = [(field["logFieldName"], field["logFieldType"]["type"]) for field in fields]
    same(types, [("dock", "string"), ("ms", "long"), ("status", "long")])


def ask(text):
    """Starts a query and polls until it has ended."""
    query = start(text)
    for _ in range(100):
        answer = logs.get_query_results(queryId=query)
        if answer["status"] not in ("Scheduled", "Running"):
            same(answer["status"], "Complete")
            return answer
        time.sleep(0.05)
    raise AssertionError("the query does not end")


def start(text):
    window = {"startTime": int((START - timedelta(hours=1)).timestamp()), "endTime": int(START.timestamp())}
    return logs.start_query(logGroupNames=["docks"], queryString=text, **window)["queryId"]


def rows(answer):
    return [{field["field"]: field["value"] for field in row} for row in answer["results"]]


def millis(seconds):
    return int((START + timedelta(seconds=seconds)).timestamp() * 1000)


def same(got, expected):
    assert got == expected, f"got {got}, expected {expected}"


if __name__ == "__main__":
    main()
