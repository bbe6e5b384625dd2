"""CloudWatch Synthetics with boto3.

    synthetics.py URL

Every step asserts.
"""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
ACCOUNT = "123456789012"
client = boto3.client("synthetics", endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


def refused(code, status, action, **arguments):
    try:
        getattr(client, action)(**arguments)
    except ClientError as error:
        got = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        assert got == (code, status), got
        return
    raise AssertionError(f"{action} was not refused")


CREATE = dict(
    Name="shop",
    Code={"ZipFile": b"PK\x03\x04", "Handler": "index.handler"},
    ArtifactS3Location="s3://results/shop",
    ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/canary",
    Schedule={"Expression": "rate(5 minutes)", "DurationInSeconds": 3600},
    RunConfig={"TimeoutInSeconds": 60, "MemoryInMB": 960, "EnvironmentVariables": {"STAGE": "test"}},
    RuntimeVersion="syn-nodejs-puppeteer-9.1",
    Tags={"team": "quay"},
)

made = client.create_canary(**CREATE)["Canary"]
assert (made["Name"], made["Status"]["State"]) == ("shop", "CREATING"), made
got = client.get_canary(Name="shop")["Canary"]
assert got["Status"]["State"] == "READY" and got["Tags"] == {"team": "quay"}, got
assert got["Schedule"] == CREATE["Schedule"] and got["RunConfig"]["MemoryInMB"] == 960, got
assert "ZipFile" not in got["Code"] and got["Code"]["SourceLocationArn"].startswith("arn:aws:lambda:"), got
assert got["Timeline"]["Created"].year == 2026, got
refused("ValidationException", 400, "create_canary", **CREATE)
refused("ValidationException", 400, "create_canary", **{**CREATE, "Name": "late", "RuntimeVersion": "syn-nodejs-puppeteer-3.9"})
refused("ResourceNotFoundException", 404, "start_canary", Name="other")
client.start_canary(Name="shop")
refused("ConflictException", 409, "start_canary", Name="shop")
refused("ConflictException", 409, "delete_canary", Name="shop", DeleteLambda=True)
(run,) = client.get_canary_runs(Name="shop")["CanaryRuns"]
assert run["Status"]["State"] == "RUNNING" and run["Name"] == "shop", run
(last,) = client.describe_canaries_last_run(Names=["shop"])["CanariesLastRun"]
assert last["LastRun"]["Id"] == run["Id"], last
client.update_canary(Name="shop", SuccessRetentionPeriodInDays=7)
assert client.describe_canaries()["Canaries"][0]["SuccessRetentionPeriodInDays"] == 7
client.stop_canary(Name="shop")
assert client.get_canary(Name="shop")["Canary"]["Status"]["State"] == "STOPPED"
arn = f"arn:aws:synthetics:us-east-1:{ACCOUNT}:canary:shop"
client.tag_resource(ResourceArn=arn, Tags={"stage": "a&b"})
client.untag_resource(ResourceArn=arn, TagKeys=["team"])
assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"stage": "a&b"}
refused("NotFoundException", 404, "list_tags_for_resource", ResourceArn=arn + "2")
first = client.describe_runtime_versions(MaxResults=3)
second = client.describe_runtime_versions(MaxResults=3, NextToken=first["NextToken"])
assert first["RuntimeVersions"][0]["VersionName"] == "syn-nodejs-puppeteer-9.1", first
assert len(second["RuntimeVersions"]) == 3 and second["RuntimeVersions"] != first["RuntimeVersions"]
if hasattr(client, "start_canary_dry_run"):
    dry = client.start_canary_dry_run(Name="shop", SuccessRetentionPeriodInDays=14)["DryRunConfig"]
    assert dry["LastDryRunExecutionStatus"] == "RUNNING", dry
    tried = client.get_canary(Name="shop", DryRunId=dry["DryRunId"])["Canary"]
    assert tried["SuccessRetentionPeriodInDays"] == 14 and tried["DryRunConfig"] == dry, tried
    (run,) = client.get_canary_runs(Name="shop", RunType="DRY_RUN")["CanaryRuns"]
    assert run["DryRunConfig"] == {"DryRunId": dry["DryRunId"]}, run
    refused("ConflictException", 409, "update_canary", Name="shop", DryRunId=dry["DryRunId"])
group = client.create_group(Name="Prüfung", Tags={"team": "quay"})["Group"]
client.associate_resource(GroupIdentifier=group["Id"], ResourceArn=arn)
assert client.list_group_resources(GroupIdentifier="Prüfung")["Resources"] == [arn]
assert client.list_associated_groups(ResourceArn=arn)["Groups"][0]["Id"] == group["Id"]
assert client.list_tags_for_resource(ResourceArn=group["Arn"])["Tags"] == {"team": "quay"}
refused("ConflictException", 409, "create_group", Name="Prüfung")
client.disassociate_resource(GroupIdentifier=group["Arn"], ResourceArn=arn)
assert client.get_group(GroupIdentifier=group["Arn"])["Group"]["Name"] == "Prüfung"
assert len(client.list_groups()["Groups"]) == 1
client.delete_group(GroupIdentifier="Prüfung")
refused("ResourceNotFoundException", 404, "get_group", GroupIdentifier="Prüfung")
client.delete_canary(Name="shop")
refused("ResourceNotFoundException", 404, "get_canary", Name="shop")
print(f"   boto3 {boto3.__version__}, synthetics")
