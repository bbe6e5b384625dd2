#!/usr/bin/env bash
# The story of walkthrough.py with the AWS CLI.
#
#   walkthrough.sh URL
set -euo pipefail
url=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
account=123456789012
topic=arn:aws:sns:us-east-1:$account:ops
queue=arn:aws:sqs:us-east-1:$account:alarms

cli() { aws --endpoint-url "$url" --output text "$@"; }

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

# control METHOD PATH [BODY]
control() {
  python3 - "$url$2" "$1" "${3-}" <<'PY'
import sys, urllib.request
url, method, body = sys.argv[1:]
print(urllib.request.urlopen(urllib.request.Request(url, data=body.encode() or None, method=method)).read().decode())
PY
}

advance() { control PUT /_cupola/clock "{\"now\": \"$1\"}" >"$work/clock"; }

cli logs create-log-group --log-group-name auth
cli logs create-log-stream --log-group-name auth --log-stream-name host-1
cli logs put-metric-filter --log-group-name auth --filter-name failed --filter-pattern '"Failed password"' \
  --metric-transformations metricName=Failed,metricNamespace=Auth,metricValue=1
cli cloudwatch put-metric-alarm --alarm-name guessing --namespace Auth --metric-name Failed --statistic Sum --period 60 \
  --evaluation-periods 1 --threshold 3 --comparison-operator GreaterThanOrEqualToThreshold --alarm-actions "$topic"
same "$(cli events put-rule --name on-alarm --event-pattern '{"detail": {"state": {"value": ["ALARM"]}}}')" \
  "arn:aws:events:us-east-1:$account:rule/on-alarm"
same "$(cli events put-targets --rule on-alarm --targets "Id=queue,Arn=$queue" --query FailedEntryCount)" 0

advance 2026-05-04T06:00:20Z
cat >"$work/lines.json" <<'JSON'
[{"timestamp": 1777874420000, "message": "Failed password for root"},
 {"timestamp": 1777874420000, "message": "Failed password for admin"},
 {"timestamp": 1777874420000, "message": "Accepted password for ann"},
 {"timestamp": 1777874420000, "message": "Failed password for git"}]
JSON
cli logs put-log-events --log-group-name auth --log-stream-name host-1 --log-events "file://$work/lines.json" >"$work/put"
same "$(cli logs filter-log-events --log-group-name auth --filter-pattern Accepted --query 'events[].message')" \
  "Accepted password for ann"
advance 2026-05-04T06:01:00Z
same "$(cli cloudwatch describe-alarms --alarm-names guessing --query 'MetricAlarms[].[StateValue,StateReason]')" \
  "ALARM	Threshold Crossed: 1 datapoint [3.0 (04/05/26 06:00:00)] was greater than or equal to the threshold (3.0)."
control GET /_cupola/deliveries >"$work/deliveries.json"
python3 - "$work/deliveries.json" "$topic" "$queue" <<'PY'
import json, sys
deliveries = json.load(open(sys.argv[1]))["deliveries"]
assert sorted(delivery["target"] for delivery in deliveries) == sorted(sys.argv[2:]), deliveries
event = next(delivery["payload"] for delivery in deliveries if delivery["target"] == sys.argv[3])
assert event["detail"]["state"]["value"] == "ALARM", event
PY

same "$(cli xray get-sampling-rules --query 'SamplingRuleRecords[].SamplingRule.RuleName')" Default
same "$(cli --no-sign-request xray get-sampling-rules --query 'SamplingRuleRecords[].SamplingRule.RuleName')" Default

python3 - >"$work/data.json" <<'PY'
import json
host = [{"Name": "Host", "Value": "h" * 200}]
print(json.dumps([{"MetricName": "Size", "Value": n, "Timestamp": "2026-05-04T06:00:30Z", "Dimensions": host} for n in range(100)]))
PY
cli cloudwatch put-metric-data --namespace Big --metric-data "file://$work/data.json"
same "$(cli cloudwatch list-metrics --namespace Big --query 'length(Metrics)')" 1

refused ResourceAlreadyExistsException logs create-log-group --log-group-name auth
refused ResourceNotFound cloudwatch set-alarm-state --alarm-name none --state-value OK --state-reason because
refused InvalidParameterException logs put-metric-filter --log-group-name auth --filter-name broken \
  --filter-pattern '[a, b' --metric-transformations metricName=A,metricNamespace=B,metricValue=1
