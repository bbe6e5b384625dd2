"""A CloudWatch client that keeps what it was answered, for the walk-throughs that all protocols take alike.

The walk-through is started with URL PROTOCOL ANSWERS. PROTOCOL is what this boto3 must speak: json of current
ones, smithy-rpc-v2-cbor when it is made to prefer it, query of old ones. Each answer as boto3 reads it is written
to the file ANSWERS: run.sh holds those of all protocols against each other, so that they are alike to the bit.
"""

import json
import sys
import urllib.request
from datetime import datetime, timedelta, timezone

import boto3
import botocore.model
from botocore.config import Config
from botocore.exceptions import ClientError

URL, PROTOCOL, ANSWERS = sys.argv[1:]
ACCOUNT = "123456789012"
EIGHT = datetime(2026, 5, 4, 8, tzinfo=timezone.utc)
NOW = EIGHT + timedelta(minutes=10)

if PROTOCOL == "smithy-rpc-v2-cbor":
    known = botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS
    botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = sorted(known, key=lambda name: name != PROTOCOL)


def client(**config):
    return boto3.client("cloudwatch", endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}, **config))


cloudwatch = client()
# What the client itself would refuse reaches the endpoint, too.
unchecked = client(parameter_validation=False)
answers = []


def walk(*steps):
    """Takes the steps at ten past eight, and writes what was answered."""
    model = cloudwatch.meta.service_model
    same(getattr(model, "resolved_protocol", None) or model.metadata["protocol"], PROTOCOL)
    advance(NOW)
    for step in steps:
        step()
    with open(ANSWERS, "w") as file:
        json.dump(answers, file, indent=1, sort_keys=True, default=lambda at: at.astimezone(timezone.utc).isoformat())
    print(f"   boto3 {boto3.__version__} over {PROTOCOL}, {len(answers)} answers")


def ask(verb, **members):
    answer = getattr(cloudwatch, verb)(**members)
    answers.append([verb, {name: value for name, value in answer.items() if name != "ResponseMetadata"}])
    return answer


def refused(code, status, verb, **members):
    try:
        answer = getattr(unchecked, verb)(**members)
    except ClientError as error:
        said = error.response
        same((said["Error"]["Code"], said["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        assert said["ResponseMetadata"]["RequestId"], said
        answers.append([verb, said["Error"]["Code"], said["Error"].get("Message", "")])
        return error
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
