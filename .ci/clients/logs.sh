#!/usr/bin/env bash
# Logs with the AWS CLI: lines are followed by polling, page by page and by pattern.
#
#   logs.sh URL
set -euo pipefail
url=$1

cli() { aws --endpoint-url "$url" --output text logs "$@"; }

same() {
  if [ "$1" != "$2" ]; then
    echo "got:      $1" >&2
    echo "expected: $2" >&2
    exit 1
  fi
}

put() {
  cli put-log-events --log-group-name app --log-stream-name dock \
    --log-events "timestamp=1777874400000,message=$1" --query rejectedLogEventsInfo >/dev/null
}

# poll TOKEN: prints the messages that are new and the token to go on with.
poll() {
  cli get-log-events --log-group-name app --log-stream-name dock --start-from-head ${1:+--next-token "$1"} \
    --query '[nextForwardToken, join(`,`, events[].message)]'
}

cli create-log-group --log-group-name app
cli create-log-stream --log-group-name app --log-stream-name dock
put "crane 1 moved"
read -r token said <<<"$(poll '')"
same "$said" "crane 1 moved"
for line in "crane 2 is stuck" "crane 3 moved"; do
  put "$line"
  read -r token said <<<"$(poll "$token")"
  same "$said" "$line"
done
read -r again said <<<"$(poll "$token")"
same "$again $said" "$token "
same "$(cli filter-log-events --log-group-name app --filter-pattern stuck --query 'events[].message')" "crane 2 is stuck"

function=arn:aws:lambda:us-east-1:123456789012:function:eat
cli put-subscription-filter --log-group-name app --filter-name all --filter-pattern '' --destination-arn "$function"
same "$(cli describe-subscription-filters --log-group-name app --query 'subscriptionFilters[].destinationArn')" "$function"
cli delete-subscription-filter --log-group-name app --filter-name all
task=$(cli create-export-task --log-group-name app --from 1777874400000 --to 1777878000000 --destination archive)
cli cancel-export-task --task-id "$task"
same "$(cli describe-export-tasks --task-id "$task" --query 'exportTasks[].status.code')" PENDING_CANCEL
