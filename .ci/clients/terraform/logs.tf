resource "aws_cloudwatch_log_group" "shop" {
  name              = "/shop/app"
  retention_in_days = 14
  tags              = { Name = "app" }
}

resource "aws_cloudwatch_log_group" "rare" {
  name_prefix     = "/shop/rare-"
  log_group_class = "INFREQUENT_ACCESS"
}

resource "aws_cloudwatch_log_stream" "host" {
  name           = "host-1"
  log_group_name = aws_cloudwatch_log_group.shop.name
}

resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "errors"
  pattern        = "{ $.level = \"ERROR\" }"
  log_group_name = aws_cloudwatch_log_group.shop.name
  metric_transformation {
    name       = "Errors"
    namespace  = "Shop"
    value      = "1"
    unit       = "Count"
    dimensions = { Stage = "$.stage" }
  }
}

resource "aws_cloudwatch_log_metric_filter" "bytes" {
  name           = "bytes"
  pattern        = "[ip, id, user, time, request, status, bytes > 1000]"
  log_group_name = aws_cloudwatch_log_group.shop.name
  metric_transformation {
    name          = "Bytes"
    namespace     = "Shop"
    value         = "$bytes"
    default_value = "0"
  }
}

resource "aws_cloudwatch_log_subscription_filter" "out" {
  name            = "out"
  log_group_name  = aws_cloudwatch_log_group.shop.name
  filter_pattern  = "ERROR"
  destination_arn = "arn:aws:lambda:us-east-1:111122223333:function:out"
}

resource "aws_cloudwatch_log_subscription_filter" "stream" {
  name            = "stream"
  log_group_name  = aws_cloudwatch_log_group.shop.name
  filter_pattern  = ""
  destination_arn = "arn:aws:kinesis:us-east-1:111122223333:stream/out"
  role_arn        = "arn:aws:iam::111122223333:role/logs"
  distribution    = "Random"
}

resource "aws_cloudwatch_log_destination" "central" {
  name       = "central"
  role_arn   = "arn:aws:iam::111122223333:role/logs"
  target_arn = "arn:aws:kinesis:us-east-1:111122223333:stream/central"
  tags       = { Name = "central" }
}

resource "aws_cloudwatch_log_destination_policy" "central" {
  destination_name = aws_cloudwatch_log_destination.central.name
  access_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "444455556666" }, Action = "logs:PutSubscriptionFilter",
    Resource = aws_cloudwatch_log_destination.central.arn }]
  })
}

resource "aws_cloudwatch_log_resource_policy" "events" {
  policy_name = "events"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" },
    Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:log-group:/shop/*" }]
  })
}

resource "aws_cloudwatch_query_definition" "top" {
  name            = "shop/top"
  log_group_names = [aws_cloudwatch_log_group.shop.name]
  query_string    = "stats count(*) by ip\n| sort count desc\n| limit 20\n"
}

resource "aws_cloudwatch_log_data_protection_policy" "mask" {
  log_group_name = aws_cloudwatch_log_group.shop.name
  policy_document = jsonencode({
    Name    = "mask"
    Version = "2021-06-01"
    Statement = [
      { Sid = "Audit", DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
      Operation = { Audit = { FindingsDestination = {} } } },
      { Sid = "Redact", DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
      Operation = { Deidentify = { MaskConfig = {} } } },
    ]
  })
}

resource "aws_cloudwatch_log_account_policy" "mask" {
  policy_name = "all"
  policy_type = "SUBSCRIPTION_FILTER_POLICY"
  policy_document = jsonencode({
    DestinationArn = "arn:aws:lambda:us-east-1:111122223333:function:all"
    FilterPattern  = "FATAL"
  })
  selection_criteria = "LogGroupName NOT IN [\"/shop/none\"]"
}

resource "aws_cloudwatch_log_index_policy" "fields" {
  log_group_name  = aws_cloudwatch_log_group.shop.name
  policy_document = jsonencode({ Fields = ["requestId", "ip"] })
}
