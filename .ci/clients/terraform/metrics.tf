resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "errors"
  alarm_description   = "errors of the shop"
  namespace           = "Shop"
  metric_name         = "Errors"
  dimensions          = { Stage = "prod" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = var.threshold
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:ops"]
  ok_actions          = ["arn:aws:sns:us-east-1:111122223333:ops"]
  tags                = { Name = "errors" }
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name                            = "slow"
  namespace                             = "Shop"
  metric_name                           = "Latency"
  extended_statistic                    = "p99"
  evaluate_low_sample_count_percentiles = "ignore"
  period                                = 60
  evaluation_periods                    = 1
  threshold                             = 0.75
  comparison_operator                   = "GreaterThanThreshold"
  unit                                  = "Seconds"
}

resource "aws_cloudwatch_metric_alarm" "rate" {
  alarm_name          = "rate"
  evaluation_periods  = 2
  threshold           = 10
  comparison_operator = "GreaterThanThreshold"
  metric_query {
    id          = "rate"
    expression  = "100 * errors / requests"
    label       = "error rate"
    return_data = true
  }
  metric_query {
    id = "errors"
    metric {
      namespace   = "Shop"
      metric_name = "Errors"
      period      = 60
      stat        = "Sum"
      unit        = "Count"
      dimensions  = { Stage = "prod" }
    }
  }
  metric_query {
    id = "requests"
    metric {
      namespace   = "Shop"
      metric_name = "Requests"
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "band" {
  alarm_name          = "band"
  evaluation_periods  = 2
  threshold_metric_id = "band"
  comparison_operator = "GreaterThanUpperThreshold"
  metric_query {
    id          = "band"
    expression  = "ANOMALY_DETECTION_BAND(m1, 3)"
    label       = "expected"
    return_data = true
  }
  metric_query {
    id          = "m1"
    return_data = true
    metric {
      namespace   = "Shop"
      metric_name = "Requests"
      period      = 120
      stat        = "Average"
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "shop" {
  alarm_name        = "shop"
  alarm_description = "the shop as a whole"
  alarm_rule        = "ALARM(\"${aws_cloudwatch_metric_alarm.errors.alarm_name}\") OR ALARM(\"${aws_cloudwatch_metric_alarm.slow.alarm_name}\")"
  alarm_actions     = ["arn:aws:sns:us-east-1:111122223333:ops"]
  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.rate.alarm_name
    extension_period = 10
    wait_period      = 20
  }
  tags = { Name = "shop" }
}

resource "aws_cloudwatch_dashboard" "shop" {
  dashboard_name = "shop"
  dashboard_body = jsonencode({
    widgets = [
      { type = "metric", x = 0, y = 0, width = 12, height = 6, properties = {
      metrics = [["Shop", "Errors", "Stage", "prod"]], period = 300, stat = "Sum", region = "us-east-1", title = "Errors" } },
      { type = "text", x = 0, y = 7, width = 3, height = 3, properties = { markdown = "Shop, threshold ${var.threshold}" } },
    ]
  })
}

resource "aws_cloudwatch_metric_stream" "out" {
  name          = "out"
  role_arn      = "arn:aws:iam::111122223333:role/stream"
  firehose_arn  = "arn:aws:firehose:us-east-1:111122223333:deliverystream/out"
  output_format = "json"
  include_filter {
    namespace    = "Shop"
    metric_names = ["Errors", "Latency"]
  }
  statistics_configuration {
    additional_statistics = ["p95", "p99"]
    include_metric {
      metric_name = "Latency"
      namespace   = "Shop"
    }
  }
}
