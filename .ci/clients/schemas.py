"""The schema registry with boto3: paths, query strings, statuses, times and bytes as unmodified clients send and read them.

    schemas.py URL

A discoverer learns the form of events put with another client; a schema goes through its versions; code of it comes
as an archive that Python itself opens, imports and runs. Every step asserts.
"""

import importlib.util
import io
import json
import pathlib
import sys
import tempfile
import zipfile
from datetime import datetime, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
ACCOUNT = "123456789012"
BUS = f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default"
HERE = f"arn:aws:schemas:us-east-1:{ACCOUNT}:"
START = datetime(2026, 5, 4, 6, tzinfo=timezone.utc)


def client(service):
    return boto3.client(service, endpoint_url=URL, config=Config(retries={"total_max_attempts": 1}))


events, schemas = client("events"), client("schemas")


def main():
    registries()
    versions()
    discovery()
    given_events()
    bindings()
    policies()
    tags()
    print(f"   boto3 {boto3.__version__}, schemas")


def status(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


def registries():
    made = schemas.create_registry(RegistryName="quay", Description="crates", Tags={"stage": "test"})
    same((status(made), made["RegistryArn"], made["Tags"]), (201, HERE + "registry/quay", {"stage": "test"}))
    refused("ConflictException", 409, schemas.create_registry, RegistryName="quay")
    refused("NotFoundException", 404, schemas.describe_registry, RegistryName="none")
    refused("ForbiddenException", 403, schemas.delete_registry, RegistryName="aws.events")
    pages = schemas.get_paginator("list_registries").paginate(PaginationConfig={"PageSize": 1})
    same([registry["RegistryName"] for page in pages for registry in page["Registries"]], ["aws.events", "quay"])
    local = schemas.list_registries(Scope="LOCAL", RegistryNamePrefix="q", Limit=5)["Registries"]
    same([registry["RegistryName"] for registry in local], ["quay"])


def document(kind):
    crate = {"type": "object", "required": ["kg"], "properties": {"kg": {"type": kind}}}
    info = {"title": "Crate", "version": "1.0.0"}
    return json.dumps({"openapi": "3.0.0", "info": info, "paths": {}, "components": {"schemas": {"Crate": crate}}})


def versions():
    name = {"RegistryName": "quay", "SchemaName": "my.quay@Crate"}
    made = schemas.create_schema(**name, Type="OpenApi3", Content=document("integer"), Tags={"a": "b"})
    same((status(made), made["SchemaVersion"], made["LastModified"]), (201, "1", START))
    same(made["SchemaArn"], HERE + "schema/quay/my.quay@Crate")
    same(schemas.update_schema(**name, Type="OpenApi3", Content=document("number"))["SchemaVersion"], "2")
    first = schemas.describe_schema(**name, SchemaVersion="1")
    same((first["Content"], first["VersionCreatedDate"], first["Tags"]), (document("integer"), START, {"a": "b"}))
    pages = schemas.get_paginator("list_schema_versions").paginate(**name, PaginationConfig={"PageSize": 1})
    same([version["SchemaVersion"] for page in pages for version in page["SchemaVersions"]], ["1", "2"])
    draft = json.loads(schemas.export_schema(**name, Type="JSONSchemaDraft4")["Content"])
    same(draft["properties"], {"kg": {"type": "number"}})
    found = schemas.search_schemas(RegistryName="quay", Keywords="crate kg")["Schemas"]
    same([version["SchemaVersion"] for version in found[0]["SchemaVersions"]], ["1", "2"])
    same(found[0]["SchemaVersions"][0]["CreatedDate"], START)
    refused("BadRequestException", 400, schemas.update_schema, **name, Type="OpenApi3", Content="{}")
    same(status(schemas.delete_schema_version(**name, SchemaVersion="1")), 204)
    refused("NotFoundException", 404, schemas.describe_schema, **name, SchemaVersion="1")
    same(status(schemas.delete_schema(**name)), 204)
    same(schemas.list_schemas(RegistryName="quay")["Schemas"], [])


def discovery():
    made = schemas.create_discoverer(SourceArn=BUS, CrossAccount=False)
    same((status(made), made["State"], made["CrossAccount"]), (201, "STARTED", False))
    discoverer = made["DiscovererId"]
    for kg in (7, 7.5):
        put("Crate weighed", {"kg": kg, "docks": [{"n": 1}]})
    name = {"RegistryName": "discovered-schemas", "SchemaName": "my.quay@CrateWeighed"}
    schema = schemas.describe_schema(**name)
    same(schema["SchemaVersion"], "2")
    properties = json.loads(schema["Content"])["components"]["schemas"]["CrateWeighed"]["properties"]
    same(properties["kg"], {"type": "number", "format": "double"})
    same(schemas.stop_discoverer(DiscovererId=discoverer)["State"], "STOPPED")
    put("Other", {})
    same(len(schemas.list_schemas(RegistryName="discovered-schemas", SchemaNamePrefix="my.")["Schemas"]), 1)
    same(schemas.start_discoverer(DiscovererId=discoverer)["State"], "STARTED")
    same(schemas.update_discoverer(DiscovererId=discoverer, Description="d")["Description"], "d")
    same(schemas.list_discoverers(SourceArnPrefix=BUS)["Discoverers"][0]["DiscovererArn"], HERE + "discoverer/" + discoverer)
    same(status(schemas.delete_discoverer(DiscovererId=discoverer)), 204)
    refused("NotFoundException", 404, schemas.describe_discoverer, DiscovererId=discoverer)


def put(kind, detail):
    entry = {"Source": "my.quay", "DetailType": kind, "Detail": json.dumps(detail)}
    same(events.put_events(Entries=[entry])["FailedEntryCount"], 0)


def given_events():
    given = [json.dumps({"source": "a", "detail-type": "b", "detail": {"n": n}}) for n in (1, None)]
    content = json.loads(schemas.get_discovered_schema(Type="OpenApi3", Events=given)["Content"])
    same(content["components"]["schemas"]["B"]["properties"]["n"], {"type": "integer", "format": "int64", "nullable": True})


def bindings():
    name = {"RegistryName": "aws.events", "SchemaName": "aws.ec2@EC2InstanceStateChangeNotification", "Language": "Python36"}
    refused("NotFoundException", 404, schemas.describe_code_binding, **name)
    made = schemas.put_code_binding(**name, SchemaVersion="1")
    same((status(made), made["Status"], made["CreationDate"]), (202, "CREATE_COMPLETE", START))
    same(schemas.describe_code_binding(**name)["Status"], "CREATE_COMPLETE")
    archive = zipfile.ZipFile(io.BytesIO(schemas.get_code_binding_source(**name)["Body"].read()))
    same(archive.testzip(), None)
    (path,) = archive.namelist()
    with tempfile.TemporaryDirectory() as folder:
        module = load(pathlib.Path(archive.extract(path, folder)))
    detail = module.EC2InstanceStateChangeNotification.from_dict({"instance-id": "i-1", "state": "running"})
    same((detail.instance_id, detail.to_dict()["state"]), ("i-1", "running"))
    refused("BadRequestException", 400, schemas.put_code_binding, **{**name, "Language": "Java8"})


def load(path):
    spec = importlib.util.spec_from_file_location("bindings", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["bindings"] = module
    spec.loader.exec_module(module)
    return module


def policies():
    policy = {"Version": "2012-10-17", "Statement": []}
    first = schemas.put_resource_policy(RegistryName="quay", Policy=json.dumps(policy))
    read = schemas.get_resource_policy(RegistryName="quay")
    same((json.loads(text(read["Policy"])), read["RevisionId"]), (policy, first["RevisionId"]))
    stale = {"RegistryName": "quay", "Policy": "{}", "RevisionId": "x"}
    refused("PreconditionFailedException", 412, schemas.put_resource_policy, **stale)
    same(status(schemas.delete_resource_policy(RegistryName="quay")), 204)
    refused("NotFoundException", 404, schemas.get_resource_policy, RegistryName="quay")


def text(policy):
    """Some clients read the policy's JSON by themselves."""
    return policy if isinstance(policy, str) else json.dumps(policy)


def tags():
    arn = HERE + "registry/quay"
    same(status(schemas.tag_resource(ResourceArn=arn, Tags={"b": "2", "c d": "3"})), 204)
    same(status(schemas.untag_resource(ResourceArn=arn, TagKeys=["stage", "c d"])), 204)
    same(schemas.list_tags_for_resource(ResourceArn=arn)["Tags"], {"b": "2"})
    same(status(schemas.delete_registry(RegistryName="quay")), 204)


def refused(code, expected, verb, **members):
    try:
        answer = verb(**members)
    except ClientError as error:
        same((error.response["Error"]["Code"], status(error.response)), (code, expected))
        assert error.response["Error"]["Message"], error.response
    else:
        raise AssertionError(f"{code} was expected, not {answer}")


def same(got, expected):
    assert got == expected, f"{got!r} is not {expected!r}"


main()
