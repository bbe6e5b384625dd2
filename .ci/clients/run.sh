#!/usr/bin/env bash
# The AWS CLI, boto3 (current and 1.35), the JavaScript SDK, Terraform and a browser, unmodified against a running endpoint.
#
# Makes its own virtual environments below the target folder (pinned in new.txt, old.txt and xray.txt; pip
# needs its registry the first time only), builds and starts the endpoint on a free port with a
# manual clock, and runs each walk-through on a fresh state. Ends with an error when one fails. Without Node.js, or Terraform
# with its mirror, their walks are skipped, with a line; Chromium is installed where that is possible.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}
environments=$target/clients

main() {
  environment new
  environment old
  environment xray
  # With the features that tests build with: then nothing is built twice.
  cargo build --quiet --workspace --bins --examples
  start_endpoint
  walk "boto3, current" "$environments/new/bin/python" "$here/walkthrough.py" "$url" json
  walk "boto3, made to prefer CBOR" "$environments/new/bin/python" "$here/walkthrough.py" "$url" smithy-rpc-v2-cbor
  walk "boto3 1.35, which speaks query" "$environments/old/bin/python" "$here/walkthrough.py" "$url" query
  alike metrics.py
  alike dashboards.py
  alike alarms.py
  alike anomaly.py
  alike composites.py
  walk "boto3, schemas" "$environments/new/bin/python" "$here/schemas.py" "$url"
  walk "boto3 1.35, schemas" "$environments/old/bin/python" "$here/schemas.py" "$url"
  walk "boto3, scheduler" "$environments/new/bin/python" "$here/scheduler.py" "$url"
  walk "boto3 1.35, scheduler" "$environments/old/bin/python" "$here/scheduler.py" "$url"
  walk "boto3, pipes" "$environments/new/bin/python" "$here/pipes.py" "$url"
  walk "boto3 1.35, pipes" "$environments/old/bin/python" "$here/pipes.py" "$url"
  walk "boto3, synthetics" "$environments/new/bin/python" "$here/synthetics.py" "$url"
  walk "boto3 1.35, synthetics" "$environments/old/bin/python" "$here/synthetics.py" "$url"
  walk "boto3 and watchtower, logs" "$environments/new/bin/python" "$here/logs.py" "$url"
  walk "boto3, queries" "$environments/new/bin/python" "$here/queries.py" "$url"
  walk "boto3 1.35, queries" "$environments/old/bin/python" "$here/queries.py" "$url"
  walk "boto3 and the X-Ray SDK, traces" "$environments/xray/bin/python" "$here/tracing.py" "$url" "$daemon"
  walk "boto3, kills" "$environments/new/bin/python" "$here/durability.py" "$target/debug/cupola-endpoint"
  walk "AWS CLI" env PATH="$environments/new/bin:$PATH" bash "$here/walkthrough.sh" "$url"
  walk "AWS CLI, metrics" env PATH="$environments/new/bin:$PATH" bash "$here/metrics.sh" "$url"
  walk "AWS CLI, logs" env PATH="$environments/new/bin:$PATH" bash "$here/logs.sh" "$url"
  walk "AWS CLI, validate-logs" env PATH="$environments/new/bin:$PATH" python3 "$here/validate_logs.py" conformance/cases/audit/digests.jsonl
  walk "Terraform" python3 "$here/terraform.py" "$target/debug/cupola-endpoint"
  javascript
  browser
}

# The JavaScript SDK, with the versions of its lock file.
javascript() {
  local place=$environments/javascript lock=$here/javascript/package-lock.json
  if ! command -v npm >/dev/null; then echo "skipped: JavaScript SDK, no Node.js here"; return; fi
  mkdir -p "$place"
  if ! cmp -s "$lock" "$place/package-lock.json"; then
    cp "$here/javascript/package.json" "$lock" "$place"
    thrice "npm cannot install the pinned SDK: is its registry reachable?" \
      npm --prefix "$place" ci --no-audit --no-fund --loglevel=error || { rm "$place/package-lock.json"; exit 1; }
  fi
  cp "$here/javascript/walk.mjs" "$place"
  walk "JavaScript SDK" node --no-warnings "$place/walk.mjs" "$url"
}

# The page and the reports in Chromium.
browser() {
  if ! command -v chromedriver >/dev/null || ! command -v chromium >/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
      echo "skipped: browser, no chromium with chromedriver here"
      return
    fi
    thrice "chromium cannot be installed" chromium_by_apt || exit 1
  fi
  local report
  for report in report dashboard; do "$target/debug/examples/$report" "$environments/$report.html" >/dev/null; done
  walk "Chromium" "$environments/new/bin/python" "$here/browser.py" "$url" "$environments/report.html" "$environments/dashboard.html"
}

chromium_by_apt() {
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core >/dev/null
}

# One virtual environment, made anew when its pins have changed.
environment() {
  local pins=$here/$1.txt path=$environments/$1
  if cmp -s "$pins" "$path/pins.txt"; then return; fi
  echo "making the environment $1"
  rm -rf "$path"
  mkdir -p "$environments"
  python3 -m venv "$path" || { echo "python3 with its venv module is needed" >&2; exit 1; }
  install "$path" "$pins"
  cp "$pins" "$path/pins.txt"
}

install() {
  thrice "pip cannot install the pinned clients: is its registry reachable?" \
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --retries 5 --timeout 60 --requirement "$2" || exit 1
}

# Networks fail now and then; what fails three times has failed, for the reason said first.
thrice() {
  local why=$1 attempt
  shift
  for attempt in 1 2 3; do
    if "$@"; then return; fi
    echo "$1 failed, attempt $attempt of 3" >&2
    sleep $((attempt * 5))
  done
  echo "$why" >&2
  return 1
}

start_endpoint() {
  local said=$environments/endpoint.out
  "$target/debug/cupola-endpoint" --listen 127.0.0.1:0 --clock manual --start 2026-05-04T06:00:00Z \
    --xray-daemon 127.0.0.1:0 >"$said" &
  endpoint=$!
  trap 'kill "$endpoint" 2>/dev/null || true' EXIT
  for _ in $(seq 100); do
    url=$(sed -n 's/^listening on //p' "$said")
    daemon=$(sed -n 's/^X-Ray daemon on //p' "$said")
    if [ -n "$url" ] && [ -n "$daemon" ]; then return; fi
    kill -0 "$endpoint" || { echo "the endpoint did not start" >&2; exit 1; }
    sleep 0.1
  done
  echo "the endpoint does not say where it listens" >&2
  exit 1
}

# Runs one walk-through on a fresh state, with no configuration but ours.
walk() {
  local name=$1 began=$SECONDS
  shift
  python3 -c 'import sys, urllib.request as r; r.urlopen(r.Request(sys.argv[1] + "/_cupola/reset", method="POST"))' "$url"
  env -u AWS_PROFILE -u AWS_SESSION_TOKEN -u AWS_ENDPOINT_URL \
    AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1 \
    AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true AWS_PAGER= \
    NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 "$@" || { echo "FAILED: $name" >&2; exit 1; }
  echo "ok: $name ($((SECONDS - began)) s)"
}

# Runs one walk-through of CloudWatch over each of its protocols: what the clients read must be alike.
alike() {
  local script=$1 answers=$environments/$1 protocol python=$environments/new/bin/python
  for protocol in json smithy-rpc-v2-cbor query; do
    if [ "$protocol" = query ]; then python=$environments/old/bin/python; fi
    walk "boto3, $script over $protocol" "$python" "$here/$script" "$url" "$protocol" "$answers.$protocol"
    diff "$answers.json" "$answers.$protocol" || { echo "FAILED: $script: $protocol differs from json" >&2; exit 1; }
  done
}

main
exit
