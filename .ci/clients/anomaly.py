"""CloudWatch's anomaly detectors with boto3.

    anomaly.py URL PROTOCOL ANSWERS, as recorder.py says

Every step asserts.
"""

from datetime import timedelta

from recorder import NOW, ask, refused, same, walk

SINGLE = {"Namespace": "Shop", "MetricName": "Placed", "Dimensions": [{"Name": "Till", "Value": "1"}], "Stat": "Sum"}
STAT = {"Metric": {key: SINGLE[key] for key in ("Namespace", "MetricName", "Dimensions")}, "Period": 300, "Stat": "Sum"}


def detectors():
    excluded = [{"StartTime": NOW - timedelta(hours=9), "EndTime": NOW - timedelta(hours=8)}]
    settings = {"ExcludedTimeRanges": excluded, "MetricTimezone": "Europe/Berlin"}
    spikes = {"PeriodicSpikes": True}
    ask("put_anomaly_detector", SingleMetricAnomalyDetector=SINGLE, Configuration=settings, MetricCharacteristics=spikes)
    queries = [{"Id": "m", "MetricStat": STAT, "ReturnData": False}, {"Id": "e", "Expression": "m / 2", "ReturnData": True}]
    ask("put_anomaly_detector", MetricMathAnomalyDetector={"MetricDataQueries": queries})
    (got,) = ask("describe_anomaly_detectors")["AnomalyDetectors"]
    same(got["SingleMetricAnomalyDetector"], SINGLE)
    same((got["Configuration"], got["MetricCharacteristics"], got["StateValue"]), (settings, spikes, "PENDING_TRAINING"))
    both = ["SINGLE_METRIC", "METRIC_MATH"]
    first = ask("describe_anomaly_detectors", AnomalyDetectorTypes=both, MaxResults=1)
    second = ask("describe_anomaly_detectors", AnomalyDetectorTypes=both, MaxResults=1, NextToken=first["NextToken"])
    (math,) = second["AnomalyDetectors"]
    same(math["MetricMathAnomalyDetector"]["MetricDataQueries"], queries)
    refused("InvalidParameterCombination", 400, "put_anomaly_detector", SingleMetricAnomalyDetector=SINGLE, Stat="Sum")
    refused("MissingParameter", 400, "put_anomaly_detector", Namespace="Shop", MetricName="Placed")
    refused("InvalidParameterValue", 400, "put_anomaly_detector", Namespace="Shop", MetricName="Placed", Stat="Mean")
    refused("InvalidNextToken", 400, "describe_anomaly_detectors", NextToken="forged")
    ask("delete_anomaly_detector", MetricMathAnomalyDetector={"MetricDataQueries": queries})
    error = refused("ResourceNotFoundException", 404, "delete_anomaly_detector", SingleMetricAnomalyDetector={**SINGLE, "Stat": "p99"})
    same(type(error).__name__, "ResourceNotFoundException")


def bands():
    """Four hours of one value, excluded for one: three hours are enough."""
    hours = range(4 * 12)
    times = [NOW - timedelta(minutes=5 * slot) for slot in hours]
    data = [{"MetricName": "Placed", "Dimensions": SINGLE["Dimensions"], "Timestamp": at, "Value": 200} for at in times]
    ask("put_metric_data", Namespace="Shop", MetricData=data)
    queries = [
        {"Id": "m", "MetricStat": STAT, "ReturnData": False},
        {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 3)", "Label": "placed"},
    ]
    got = ask("get_metric_data", MetricDataQueries=queries, StartTime=NOW, EndTime=NOW + timedelta(minutes=10))
    found = [(result["Id"], result["Label"], result["Values"]) for result in got["MetricDataResults"]]
    same(found, [("band", "placed High", [206.0, 206.0]), ("band", "placed Low", [194.0, 194.0])])


walk(detectors, bands)
