"""EventBridge Scheduler with boto3: paths, query strings, times and tags as unmodified clients send and read them.

    scheduler.py URL

A group and its schedule are made, read, changed, listed and deleted. Every step asserts.
"""

import sys
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
ACCOUNT = "123456789012"
HERE = f"arn:aws:scheduler:us-east-1:{ACCOUNT}:"
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)
TARGET = {
    "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:cranes",
    "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/scheduler",
    "Input": '{"dock":7}',
}
WINDOW = {"Mode": "OFF"}

scheduler = boto3.client("scheduler", endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


def main():
    groups()
    schedules()
    tags()
    farewell()
    print(f"   boto3 {boto3.__version__}, scheduler")


def groups():
    made = scheduler.create_schedule_group(Name="quay", Tags=[{"Key": "stage", "Value": "test"}])
    same(made["ScheduleGroupArn"], HERE + "schedule-group/quay")
    group = scheduler.get_schedule_group(Name="quay")
    same((group["State"], group["CreationDate"]), ("ACTIVE", START))
    refused("ConflictException", 409, scheduler.create_schedule_group, Name="quay")
    refused("ResourceNotFoundException", 404, scheduler.get_schedule_group, Name="none")
    pages = scheduler.get_paginator("list_schedule_groups").paginate(PaginationConfig={"PageSize": 1})
    same([group["Name"] for page in pages for group in page["ScheduleGroups"]], ["default", "quay"])


def schedules():
    name = {"Name": "weigh", "GroupName": "quay"}
    whole = {**name, "FlexibleTimeWindow": WINDOW, "Target": TARGET}
    made = scheduler.create_schedule(**whole, ScheduleExpression="rate(5 minutes)", StartDate=START)
    same(made["ScheduleArn"], HERE + "schedule/quay/weigh")
    read = scheduler.get_schedule(**name)
    same((read["ScheduleExpression"], read["State"], read["StartDate"]), ("rate(5 minutes)", "ENABLED", START))
    same((read["Target"]["Input"], read["FlexibleTimeWindow"]), (TARGET["Input"], WINDOW))
    refused("ConflictException", 409, scheduler.create_schedule, **whole, ScheduleExpression="rate(5 minutes)")
    refused("ResourceNotFoundException", 404, scheduler.get_schedule, Name="weigh")
    refused("ValidationException", 400, scheduler.create_schedule, **{**whole, "Name": "x"}, ScheduleExpression="rate(5)")
    changed = {"ScheduleExpression": "cron(0 6 * * ? *)", "ScheduleExpressionTimezone": "Europe/Berlin"}
    scheduler.update_schedule(**whole, **changed, State="DISABLED")
    read = scheduler.get_schedule(**name)
    same({member: read[member] for member in changed}, changed)
    same((read["State"], "StartDate" in read), ("DISABLED", False))
    listed = scheduler.list_schedules(GroupName="quay", NamePrefix="we", State="DISABLED", MaxResults=5)["Schedules"]
    same([(schedule["Name"], schedule["Target"]) for schedule in listed], [("weigh", {"Arn": TARGET["Arn"]})])
    same(scheduler.list_schedules(GroupName="quay", State="ENABLED")["Schedules"], [])


def tags():
    arn = HERE + "schedule-group/quay"
    scheduler.tag_resource(ResourceArn=arn, Tags=[{"Key": "c d", "Value": "3"}])
    scheduler.untag_resource(ResourceArn=arn, TagKeys=["stage", "none"])
    same(scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"], [{"Key": "c d", "Value": "3"}])


def farewell():
    scheduler.delete_schedule(Name="weigh", GroupName="quay")
    refused("ResourceNotFoundException", 404, scheduler.delete_schedule, Name="weigh", GroupName="quay")
    scheduler.delete_schedule_group(Name="quay")
    same(scheduler.list_schedules(GroupName="default")["Schedules"], [])


def refused(code, expected, verb, **members):
    try:
        answer = verb(**members)
    except ClientError as error:
        got = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        same(got, (code, expected))
        assert error.response["Error"]["Message"], error.response
    else:
        raise AssertionError(f"{code} was expected, not {answer}")


def same(got, expected):
    assert got == expected, f"{got!r} is not {expected!r}"


main()
