"""What was answered survives a kill: boto3 puts, the program dies by SIGKILL and starts again, boto3 reads.

    durability.py PROGRAM

Starts the program itself, on a folder of its own. Every step asserts.
"""

import signal
import subprocess
import sys
import tempfile
import threading
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

PROGRAM = sys.argv[1]
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)
KILLS = 5


def main():
    with tempfile.TemporaryDirectory() as folder:
        program, url = start(folder)
        prepare(url)
        known = []
        for number in range(KILLS):
            known += put_and_kill(program, url, number)
            program, url = start(folder)
            check(url, known)
        program.send_signal(signal.SIGTERM)
        same(program.wait(), 0)
        program, url = start(folder)
        check(url, known)
        program.kill()
        program.wait()
    print(f"   boto3 {boto3.__version__}, {KILLS} kills, {len(known)} answers")


def start(folder):
    command = [PROGRAM, "--listen", "127.0.0.1:0", "--clock", "manual", "--start", "2026-05-04T06:00:00Z", "--data-dir", folder]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    return program, program.stdout.readline().strip().removeprefix("listening on ")


def client(name, url):
    return boto3.client(name, endpoint_url=url, config=Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20))


def prepare(url):
    """A group, and a rule whose events go to a queue."""
    logs, events = client("logs", url), client("events", url)
    logs.create_log_group(logGroupName="app")
    logs.create_log_stream(logGroupName="app", logStreamName="s")
    events.put_rule(Name="orders", EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="orders", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:orders"}])


def put_and_kill(program, url, number):
    """The messages that were answered before the program died."""
    logs, metrics, answered = client("logs", url), client("cloudwatch", url), []
    enough = threading.Timer(0.3, program.kill)
    enough.start()
    try:
        for step in range(100_000):
            message = f"{number}-{step}"
            metrics.put_metric_data(Namespace="N", MetricData=[{"MetricName": "m", "Value": 1, "Timestamp": START}])
            logs.put_log_events(logGroupName="app", logStreamName="s", logEvents=[{"timestamp": int(START.timestamp() * 1000), "message": message}])
            answered.append(message)
    except BotoCoreError:
        pass
    enough.join()
    program.wait()
    assert answered, "it died before it answered anything"
    return answered


def check(url, known):
    """All that was answered is there, in order; of what was under way when it died, one each time at the most."""
    messages, token = [], None
    while True:
        page = client("logs", url).get_log_events(logGroupName="app", logStreamName="s", startFromHead=True, **({"nextToken": token} if token else {}))
        messages += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token:
            break
        token = page["nextForwardToken"]
    same([message for message in messages if message in set(known)], known)
    assert len(messages) <= len(known) + KILLS, f"{len(messages)} messages, {len(known)} known"
    data = client("cloudwatch", url).get_metric_statistics(
        Namespace="N", MetricName="m", StartTime=START, EndTime=datetime(2026, 5, 4, 7, tzinfo=timezone.utc), Period=3600, Statistics=["Sum"]
    )
    total = data["Datapoints"][0]["Sum"]
    assert len(messages) <= total <= len(messages) + KILLS, f"{total} data, {len(messages)} messages"
    same([rule["Name"] for rule in client("events", url).list_rules()["Rules"]], ["orders"])


def same(got, expected):
    assert got == expected, f"got {got}, expected {expected}"


if __name__ == "__main__":
    main()
