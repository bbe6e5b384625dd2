#!/usr/bin/env bash
# Data in and out with the AWS CLI: the shorthand of its arguments, its texts and tables, its codes.
#
#   metrics.sh URL
set -euo pipefail
url=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cli() { aws --endpoint-url "$url" --output text cloudwatch "$@"; }

same() {
  if [ "$1" != "$2" ]; then
    echo "got:      $1" >&2
    echo "expected: $2" >&2
    exit 1
  fi
}

# refused CODE ARGUMENTS...: the call must fail with this code.
refused() {
  local code=$1 said
  shift
  if said=$(cli "$@" 2>&1); then echo "expected $code, got: $said" >&2; exit 1; fi
  case $said in
    *"($code)"*) ;;
    *) echo "expected $code, got: $said" >&2; exit 1 ;;
  esac
}

advance() {
  python3 - "$url/_cupola/clock" "{\"now\": \"$1\"}" <<'PY'
import sys, urllib.request
url, body = sys.argv[1:]
urllib.request.urlopen(urllib.request.Request(url, data=body.encode(), method="PUT")).read()
PY
}

advance 2026-05-04T08:10:00Z
eight=2026-05-04T08:00:00Z
five=2026-05-04T08:05:00Z
cli put-metric-data --namespace Shop --metric-name Placed --value 4 --unit Count --timestamp 2026-05-04T08:00:12Z
cli put-metric-data --namespace Shop --metric-data \
  MetricName=Placed,Timestamp=2026-05-04T08:00:40Z,Values=1,3,Counts=2,1,Unit=Count
cli put-metric-data --namespace Shop --metric-name Placed --unit Count --timestamp 2026-05-04T08:02:59Z \
  --statistic-values Sum=30,Minimum=5,Maximum=20,SampleCount=3
cli put-metric-data --namespace Shop --metric-name Latency --timestamp 2026-05-04T08:01:00Z \
  --dimensions Host=a,Till=1 --value 12.5 --storage-resolution 1

# Times are shown as they came, which is seconds in JSON.
statistics() { cli get-metric-statistics --namespace Shop --start-time "$eight" --end-time "$five" "$@"; }

same "$(statistics --metric-name Placed --period 60 --statistics SampleCount Sum Minimum Maximum Average \
  --query 'Datapoints[].[Timestamp,SampleCount,Sum,Minimum,Maximum,Average,Unit]')" \
  "1777881600.0	4.0	9.0	1.0	4.0	2.25	Count
1777881720.0	3.0	30.0	5.0	20.0	10.0	Count"
same "$(statistics --metric-name Latency --dimensions Name=Host,Value=a Name=Till,Value=1 --period 10 --statistics Sum \
  --query 'Datapoints[].[Timestamp,Sum]')" "1777881660.0	12.5"
same "$(statistics --metric-name Placed --period 60 --extended-statistics p50 p100 \
  --query 'Datapoints[].[Timestamp,ExtendedStatistics.p50,ExtendedStatistics.p100]')" "1777881600.0	1.0	4.0"

cat >"$work/queries.json" <<'JSON'
[{"Id": "a", "MetricStat": {"Metric": {"Namespace": "Shop", "MetricName": "Placed"}, "Period": 60, "Stat": "Sum"}},
 {"Id": "half", "Expression": "FILL(a, 0) / 2", "Label": "half of ${LABEL}: ${SUM}"},
 {"Id": "s", "Expression": "SEARCH('{Shop,Host,Till} Latency', 'Maximum', 60)", "Label": ""},
 {"Id": "q", "Expression": "SELECT COUNT(Placed) FROM Shop", "Period": 60}]
JSON
data() { cli get-metric-data --start-time "$eight" --end-time "$five" --metric-data-queries "file://$work/queries.json" "$@"; }

same "$(data --scan-by TimestampAscending --query 'MetricDataResults[].join(`,`, Values[].to_string(@))')" \
  "9.0,30.0	4.5,0.0,15.0,0.0,0.0	12.5	4.0,3.0"
same "$(data --query 'MetricDataResults[].[Id,StatusCode,Timestamps[0]]')" \
  "a	Complete	1777881720.0
half	Complete	1777881840.0
s	Complete	1777881660.0
q	Complete	1777881720.0"
same "$(data --query "MetricDataResults[?Id=='half'].Label")" "half of half: 19.5"
same "$(cli list-metrics --namespace Shop --dimensions Name=Host --query 'Metrics[].[MetricName,Dimensions[].Value]')" \
  "Latency
a	1"

body='{"widgets": [{"type": "metric", "properties": {"region": "us-east-1", "colour": "red", "metrics": [["Shop", "Placed"]]}}]}'
same "$(cli put-dashboard --dashboard-name shop --dashboard-body "$body" --query 'DashboardValidationMessages[].DataPath')" \
  /widgets/0/properties
same "$(cli get-dashboard --dashboard-name shop --query DashboardBody)" "$body"
same "$(cli list-dashboards --query 'DashboardEntries[].[DashboardName,Size]')" "shop	${#body}"
cli put-metric-stream --name shop --firehose-arn arn:aws:firehose:us-east-1:123456789012:deliverystream/lake \
  --role-arn arn:aws:iam::123456789012:role/stream --output-format json --include-filters Namespace=Shop >"$work/stream"
same "$(cli list-metric-streams --query 'Entries[].[Name,State]')" "shop	running"

refused InvalidParameterInput put-dashboard --dashboard-name broken --dashboard-body '{"widgets": 1}'
refused ResourceNotFound get-dashboard --dashboard-name broken
refused InvalidParameterCombination put-metric-data --namespace Shop --metric-data MetricName=M,Value=1,Values=1,2
refused InvalidParameterValue put-metric-data --namespace AWS/EC2 --metric-name M --value 1
refused ValidationError get-metric-data --start-time "$five" --end-time "$eight" \
  --metric-data-queries "file://$work/queries.json"
