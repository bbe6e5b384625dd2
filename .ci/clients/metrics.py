"""CloudWatch's data with boto3: every form of a datum in, every way of reading out, the refusals.

    metrics.py URL PROTOCOL ANSWERS, as recorder.py says

Every step asserts.
"""

from datetime import timedelta

from recorder import ACCOUNT, EIGHT, NOW, PROTOCOL, ask, client, cloudwatch, refused, same, walk

HOST_A = [{"Name": "Host", "Value": "a"}]
HOST_B = [{"Name": "Host", "Value": "b"}]
ODD = [{"Name": 'a&b <c> "d"', "Value": " 'e' 100%2B+1=;/\\ "}]
WHOLE = [0.1 + 0.2, -1.5e-300, 2.0**360, -(2.0**360), 5e-324, -0.0, 1e22, 123456789.125]


def put():
    ask(
        "put_metric_data",
        Namespace="Shop",
        MetricData=[
            {"MetricName": "Placed", "Timestamp": at(0, 12), "Value": 4, "Unit": "Count"},
            {"MetricName": "Placed", "Timestamp": at(0, 40), "Values": [1, 3], "Counts": [2, 1], "Unit": "Count"},
            {
                "MetricName": "Placed",
                "Timestamp": at(2, 59),
                "StatisticValues": {"SampleCount": 3, "Sum": 30, "Minimum": 5, "Maximum": 20},
                "Unit": "Count",
            },
            latency(at(1, 0.5), HOST_A, Values=[1, 7, 250], Counts=[90, 9, 1]),
            latency(at(1, 30), HOST_B, Value=12.5),
            latency(at(3, 30), HOST_B, Values=[20.0, 40.0]),
            {"MetricName": "Zero", "Timestamp": at(0), "Values": [5, 100], "Counts": [1.5, 0]},
            {"MetricName": "Mixed", "Timestamp": at(0), "Value": 1, "Unit": "Seconds"},
            {"MetricName": "Mixed", "Timestamp": at(0), "Value": 2, "Unit": "Bytes/Second"},
            {"MetricName": "Odd", "Timestamp": at(0), "Dimensions": ODD, "Value": 1},
            {"MetricName": "Undated", "Value": 1},
        ],
    )
    ticks = [(at(4), 4), (at(4, 0.999), 6), (at(4, 30), 10), (at(5, 5), 2)]
    ask("put_metric_data", Namespace="Shop", MetricData=[tick(when, value) for when, value in ticks])
    whole = [{"MetricName": "Whole", "Timestamp": at(minute), "Value": value} for minute, value in enumerate(WHOLE)]
    ask("put_metric_data", Namespace="Exact", MetricData=whole)
    shop = {"Type": "Service", "Name": "shop", "Environment": "prod"}
    ask(
        "put_metric_data",
        Namespace="Entities",
        MetricData=[{"MetricName": "Bare", "Timestamp": at(0), "Value": 1}],
        EntityMetricData=[
            {
                "Entity": {"KeyAttributes": shop, "Attributes": {"Host": "a&b", "Till": "1"}},
                "MetricData": [{"MetricName": "Carts", "Timestamp": at(0), "Dimensions": HOST_A, "Value": 3}],
            },
            {"MetricData": [{"MetricName": "Carts", "Timestamp": at(0), "Dimensions": HOST_B, "Values": [4, 5]}]},
        ],
        StrictEntityValidation=True,
    )


def latency(when, host, **value):
    return {"MetricName": "Latency", "Timestamp": when, "Dimensions": host, "Unit": "Milliseconds", **value}


def tick(when, value):
    return {"MetricName": "Ticks", "Timestamp": when, "Value": value, "StorageResolution": 1}


def put_zipped():
    zipping, encodings = client(request_min_compression_size_bytes=1), []
    zipping.meta.events.register(
        "before-send.cloudwatch.PutMetricData",
        lambda request, **_: encodings.append(request.headers.get("Content-Encoding")),
    )
    zipping.put_metric_data(Namespace="Zipped", MetricData=[{"MetricName": "Small", "Timestamp": at(0), "Value": 1.25}])
    assert encodings in ([b"gzip"], ["gzip"]), encodings
    same(points("Zipped", "Small", "Sum"), [(at(0), 1.25)])


def statistics():
    every = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]
    answer = read_statistics("Placed", Statistics=every)
    same(answer["Label"], "Placed")
    row = lambda point: (point["Timestamp"], [point[name] for name in every], point["Unit"])
    expected = [(at(0), [4.0, 2.25, 9.0, 1.0, 4.0], "Count"), (at(2), [3.0, 10.0, 30.0, 5.0, 20.0], "Count")]
    same([row(point) for point in answer["Datapoints"]], expected)
    (three,) = read_statistics("Placed", Period=180, EndTime=at(3), Statistics=every)["Datapoints"]
    same(row(three), (at(0), [7.0, 39 / 7, 39.0, 1.0, 20.0], "Count"))
    (zero,) = read_statistics("Zero", Statistics=every)["Datapoints"]
    same(row(zero), (at(0), [1.5, 5.0, 7.5, 5.0, 100.0], "None"))
    same(points("Shop", "Latency", "SampleCount"), [])
    same(points("Shop", "Latency", "SampleCount", Dimensions=HOST_A), [(at(1), 100.0)])
    same(points("Shop", "Odd", "Sum", Dimensions=ODD), [(at(0), 1.0)])
    same(points("Shop", "Undated", "Sum", EndTime=NOW + timedelta(minutes=1)), [(NOW, 1.0)])
    same(points("Shop", "Ticks", "Sum", Period=30), [(at(4), 10.0), (at(4, 30), 10.0), (at(5), 2.0)])
    same(points("Shop", "Ticks", "Sum", Period=1), [(at(4), 10.0), (at(4, 30), 10.0), (at(5, 5), 2.0)])
    same(points("Exact", "Whole", "Maximum"), [(at(minute), value) for minute, value in enumerate(WHOLE)])
    same(points("Entities", "Bare", "Sum"), [(at(0), 1.0)])
    same(points("Entities", "Carts", "Sum", Dimensions=HOST_A), [(at(0), 3.0)])
    same(points("Entities", "Carts", "Sum", Dimensions=HOST_B), [(at(0), 9.0)])
    mixed = read_statistics("Mixed", Statistics=["Sum"])["Datapoints"]
    same([(point["Unit"], point["Sum"]) for point in mixed], [("Bytes/Second", 2.0), ("Seconds", 1.0)])
    same(points("Shop", "Mixed", "Sum", Unit="Seconds"), [(at(0), 1.0)])
    same(points("Shop", "Mixed", "Sum", Unit="Bytes"), [])


def percentiles():
    expected = {"p90": 1.0, "p99": 7.0, "p99.9": 250.0, "tm99": 153 / 99, "tc99": 99.0, "PR(1:7)": 9.0, "TS(:7)": 153.0}
    answer = read_statistics("Latency", Dimensions=HOST_A, ExtendedStatistics=list(expected))
    (point,) = answer["Datapoints"]
    same((point["Timestamp"], point["Unit"]), (at(1), "Milliseconds"))
    same(point["ExtendedStatistics"].keys(), expected.keys())
    assert all(abs(point["ExtendedStatistics"][name] - value) < 1e-9 for name, value in expected.items()), point
    # 08:02 has a statistic set, of which there are no percentiles.
    placed = read_statistics("Placed", ExtendedStatistics=["p50"])["Datapoints"]
    same([(point["Timestamp"], point["ExtendedStatistics"]) for point in placed], [(at(0), {"p50": 1.0})])
    p99, iqm = read_data([metric("p99", "Latency", "p99", HOST_A), metric("iqm", "Latency", "IQM", HOST_A)])
    same((p99["Label"], series(p99)), ("Latency p99", [(at(1), 7.0)]))
    same((iqm["Label"], series(iqm)), ("Latency IQM", [(at(1), 1.0)]))


def math():
    queries = [
        metric("a", "Placed", "Sum"),
        metric("b", "Latency", "Average", HOST_B),
        expression("c", "a + b"),
        expression("filled", "FILL(a, 0)"),
        expression("over", "a > 10"),
        expression("both", "METRICS() * 2", Label="twice"),
        {**expression("hidden", "a * 100"), "ReturnData": False},
    ]
    a, b = [(at(0), 9.0), (at(2), 30.0)], [(at(1), 12.5), (at(3), 30.0)]
    results = read_data(queries)
    same([result["Id"] for result in results], ["a", "b", "c", "filled", "over", "both", "both"])
    same({result["StatusCode"] for result in results}, {"Complete"})
    same(series(results[0]), a)
    same(series(results[1]), b)
    same(series(results[2]), sorted(a + b))
    same(series(results[3]), [(at(0), 9.0), (at(1), 0.0), (at(2), 30.0), (at(3), 0.0), (at(4), 0.0)])
    same(series(results[4]), [(at(0), 0.0), (at(2), 1.0)])
    same(series(results[6]), [(when, 2 * value) for when, value in b])
    same([result["Label"] for result in results[:3]], ["Placed Sum", "Latency Average", "c"])
    same([result["Label"] for result in results[5:7]], ["twice Placed Sum", "twice Latency Average"])
    (newest_first,) = read_data([metric("a", "Placed", "Sum")], ScanBy=None)
    same(series(newest_first), a[::-1])


def finding():
    search = """SEARCH('{Shop,Host} MetricName="Latency"', 'SampleCount', 60)"""
    insights = "SELECT MAX(Latency) FROM SCHEMA(Shop, Host) GROUP BY Host ORDER BY MAX() DESC LIMIT 5"
    found = read_data([expression("s", search, Label=""), {**expression("i", insights), "Period": 60}])
    a, b = [(at(1), 250.0)], [(at(1), 12.5), (at(3), 40.0)]
    same([(result["Id"], series(result)) for result in found[2:]], [("i", a), ("i", b)])
    same([result["Label"] for result in found[2:]], ["a", "b"])
    same([result["Id"] for result in found[:2]], ["s", "s"])
    same([series(result) for result in found[:2]], [[(at(1), 100.0)], [(at(1), 1.0), (at(3), 2.0)]])
    nothing = read_data([metric("none", "Unheard", "Sum"), expression("empty", "SEARCH('{Nowhere}', 'Sum', 60)")])
    same([(result["Label"], series(result), result["StatusCode"]) for result in nothing], [("Unheard", [], "Complete")])


def labels():
    text = "${PROP('Dim.Host')}: ${MAX} & <${DATAPOINT_COUNT}> ${PROP('Stat')}"
    (result,) = read_data([{**metric("a", "Latency", "Average", HOST_B), "Label": text}])
    same(result["Label"], "b: 30 & <2> Average")
    timed = [{**metric("a", "Latency", "Average", HOST_B), "Label": "${LAST_TIME}"}]
    (here,), (there,) = read_data(timed), read_data(timed, LabelOptions={"Timezone": "+0200"})
    assert here["Label"] != there["Label"], here
    mixed = read_data([metric("a", "Mixed", "Sum")])[0]
    same((series(mixed), mixed["Label"]), ([(at(0), 2.0)], "Mixed"))
    message = {"Code": "MultipleUnits", "Value": "Multiple units returned: '[Bytes/Second, Seconds]'"}
    same(mixed["Messages"], [message])


def pages_of_data():
    queries = [metric("a", "Placed", "Sum"), metric("b", "Latency", "Average", HOST_B), metric("t", "Ticks", "Maximum")]
    members = dict(MetricDataQueries=queries, StartTime=EIGHT, EndTime=at(10), ScanBy="TimestampAscending")
    pages = list(cloudwatch.get_paginator("get_metric_data").paginate(**members, PaginationConfig={"PageSize": 3}))
    assert len(pages) == 2 and "NextToken" in pages[0], pages
    statuses = [(result["Id"], result["StatusCode"]) for result in pages[0]["MetricDataResults"]]
    same(statuses[:2], [("a", "Complete"), ("b", "PartialData")])
    joined = {}
    for result in (result for page in pages for result in page["MetricDataResults"]):
        joined.setdefault(result["Id"], []).extend(series(result))
    whole = {result["Id"]: series(result) for result in read_data(queries, EndTime=at(10))}
    same(joined, whole)
    refused("InvalidNextToken", 400, "get_metric_data", **members, NextToken="forged")


def listing():
    parity = lambda n: [*HOST_A, {"Name": "N", "Value": str(n % 2)}]
    many = [{"MetricName": f"Metric{n:03}", "Dimensions": parity(n), "Value": 1} for n in range(501)]
    ask("put_metric_data", Namespace="Many", MetricData=many)
    pages = list(cloudwatch.get_paginator("list_metrics").paginate(Namespace="Many"))
    same([len(page["Metrics"]) for page in pages], [500, 1])
    same([found["MetricName"] for page in pages for found in page["Metrics"]], [f"Metric{n:03}" for n in range(501)])
    even = cloudwatch.get_paginator("list_metrics").paginate(
        Namespace="Many", Dimensions=[{"Name": "Host"}, {"Name": "N", "Value": "0"}], PaginationConfig={"MaxItems": 300}
    )
    same(len(even.build_full_result()["Metrics"]), 251)
    same(names(Namespace="Shop", MetricName="Latency", Dimensions=[{"Name": "Host", "Value": "b"}]), ["Latency"])
    same(names(Namespace="Shop", Dimensions=[{"Name": "Host"}, {"Name": "Till"}]), [])
    same(names(Namespace="Entities"), ["Bare", "Carts", "Carts"])
    same(names(Namespace="Shop", RecentlyActive="PT3H"), names(Namespace="Shop"))
    (odd,) = ask("list_metrics", Namespace="Shop", MetricName="Odd")["Metrics"]
    same(odd, {"Namespace": "Shop", "MetricName": "Odd", "Dimensions": ODD})
    owned = ask("list_metrics", Namespace="Entities", IncludeLinkedAccounts=True)
    same(owned["OwningAccounts"], [ACCOUNT] * 3)


def refusals():
    data()
    bounds()
    reading()


def data():
    error = refused_datum("InvalidParameterCombination", Value=1, Values=[2])
    raised(
        error,
        "InvalidParameterCombinationException",
        "The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive"
        " and you have specified both.",
    )
    same(error.response["Error"]["Type"], "Sender")
    raised(
        refused_datum("InvalidParameterValue", Values=[1, 2], Counts=[1]),
        "InvalidParameterValueException",
        "The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.",
    )
    error = refused_datum("MissingParameter", StatisticValues={"SampleCount": 1, "Sum": 1, "Minimum": 1})
    raised(error, "MissingRequiredParameterException")
    refused_datum("InvalidParameterCombination")
    refused_datum("InvalidParameterCombination", Counts=[1])
    refused_datum("InvalidParameterValue", Value=2.0**361)
    refused_datum("InvalidParameterValue", Value=1, StorageResolution=30)
    refused_datum("InvalidParameterValue", Value=1, Timestamp=NOW + timedelta(hours=3))
    refused_datum("InvalidParameterValue", Value=1, Timestamp=NOW - timedelta(days=15))
    refused("MissingParameter", 400, "put_metric_data", Namespace="Bad", MetricData=[])
    one = [{"MetricName": "M", "Value": 1}]
    refused("InvalidParameterValue", 400, "put_metric_data", Namespace="AWS/EC2", MetricData=one)
    same(names(Namespace="Bad"), [])


def bounds():
    refused_datum("ValidationError", Value=1, Unit="Fortnights")
    too_long = "x" * 256
    error = refused("ValidationError", 400, "list_metrics", MetricName=too_long, Namespace="")
    message = error.response["Error"]["Message"]
    assert message.startswith("2 validation errors detected: "), message
    for member in (f"Value '{too_long}' at 'metricName' failed", "Value '' at 'namespace' failed"):
        assert member in message, message


def reading():
    combination, value = "InvalidParameterCombination", "InvalidParameterValue"
    wanted = dict(Namespace="Shop", MetricName="Placed", StartTime=EIGHT, EndTime=at(5), Period=60, Statistics=["Sum"])
    refused_statistics = lambda code, **members: refused(code, 400, "get_metric_statistics", **{**wanted, **members})
    refused_statistics(value, Period=7)
    refused_statistics(combination, ExtendedStatistics=["p9"])
    refused_statistics("ValidationError", Statistics=["p9"])
    error = refused_statistics(value, EndTime=EIGHT)
    raised(error, value + "Exception", "The parameter StartTime must be less than the parameter EndTime.")
    error = refused_statistics(combination, StartTime=EIGHT - timedelta(days=1), EndTime=at(1))
    raised(
        error,
        combination + "Exception",
        "You have requested up to 1441 datapoints, which exceeds the limit of 1440. You may reduce the datapoints"
        " requested by increasing Period, or decreasing the time range.",
    )
    a = metric("a", "Placed", "Sum")
    range_of = dict(StartTime=EIGHT, EndTime=at(5))
    for queries in ([expression("a", "b + 1")], [a, a], [{**a, "Id": "A"}], [expression("a", "1 +")]):
        refused("ValidationError", 400, "get_metric_data", MetricDataQueries=queries, **range_of)
    backwards = dict(StartTime=at(5), EndTime=EIGHT)
    error = refused("ValidationError", 400, "get_metric_data", MetricDataQueries=[a], **backwards)
    same(error.response["Error"]["Message"], "The parameter EndTime must be greater than StartTime.")
    refused(value, 400, "list_metrics", NextToken="forged")


def raised(error, name, message=None):
    same(type(error).__name__, name)
    if message:
        same(error.response["Error"]["Message"], message)


def refused_datum(code, **members):
    return refused(code, 400, "put_metric_data", Namespace="Bad", MetricData=[{"MetricName": "M", **members}])


def at(minute, second=0):
    return EIGHT + timedelta(minutes=minute, seconds=second)


def read_statistics(name, **members):
    wanted = dict(Namespace="Shop", MetricName=name, StartTime=EIGHT, EndTime=NOW, Period=60)
    return ask("get_metric_statistics", **{**wanted, **members})


def points(namespace, name, statistic, **members):
    datapoints = read_statistics(name, Namespace=namespace, Statistics=[statistic], **members)["Datapoints"]
    return [(point["Timestamp"], point[statistic]) for point in datapoints]


def metric(id, name, stat, dimensions=()):
    which = {"Namespace": "Shop", "MetricName": name, "Dimensions": list(dimensions)}
    return {"Id": id, "MetricStat": {"Metric": which, "Period": 60, "Stat": stat}}


def expression(id, text, **members):
    return {"Id": id, "Expression": text, **members}


def read_data(queries, ScanBy="TimestampAscending", EndTime=EIGHT + timedelta(minutes=5), **members):
    order = {"ScanBy": ScanBy} if ScanBy else {}
    wanted = dict(MetricDataQueries=queries, StartTime=EIGHT, EndTime=EndTime)
    return ask("get_metric_data", **wanted, **order, **members)["MetricDataResults"]


def insight_rules():
    definition = (
        '{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["access*"], "LogFormat": "JSON",'
        ' "Contribution": {"Keys": ["$.ip"]}, "AggregateOn": "Count"}'
    )
    ask("put_insight_rule", RuleName="talkers", RuleDefinition=definition, Tags=[{"Key": "a", "Value": "b"}])
    (rule,) = ask("describe_insight_rules")["InsightRules"]
    rule.pop("ApplyOnTransformedLogs", None)  # boto3 1.35 does not know it
    same((rule["Name"], rule["State"], rule["Definition"]), ("talkers", "ENABLED", definition))
    (failure,) = ask("disable_insight_rules", RuleNames=["talkers", "none"])["Failures"]
    same((failure["FailureResource"], failure["FailureCode"]), ("none", "404"))
    same(ask("enable_insight_rules", RuleNames=["talkers"])["Failures"], [])
    report = dict(RuleName="talkers", StartTime=EIGHT, EndTime=NOW, Period=60)
    got = ask("get_insight_rule_report", **report, Metrics=["UniqueContributors"])
    same((got["KeyLabels"], got["AggregateValue"], got["Contributors"]), (["$.ip"], 0, []))
    refused("InvalidParameterValue", 400, "put_insight_rule", RuleName="x", RuleDefinition="{}")
    refused("InvalidParameterValue", 400, "get_insight_rule_report", **{**report, "Period": 61})
    refused("ResourceNotFoundException", 404, "get_insight_rule_report", **{**report, "RuleName": "x"})
    arn = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:insight-rule/talkers"
    same(ask("list_tags_for_resource", ResourceARN=arn)["Tags"], [{"Key": "a", "Value": "b"}])
    same(ask("delete_insight_rules", RuleNames=["talkers"])["Failures"], [])


def series(result):
    return list(zip(result["Timestamps"], result["Values"]))


def names(**filters):
    return [found["MetricName"] for found in ask("list_metrics", **filters)["Metrics"]]


walk(put, put_zipped, statistics, percentiles, math, finding, labels, pages_of_data, listing, insight_rules, refusals)
