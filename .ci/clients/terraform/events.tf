resource "aws_cloudwatch_event_bus" "orders" {
  name        = "orders"
  description = "orders of the shop"
  tags        = { Name = "orders" }
}

resource "aws_cloudwatch_event_bus_policy" "orders" {
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Sid = "partner", Effect = "Allow", Principal = { AWS = "444455556666" },
    Action = "events:PutEvents", Resource = aws_cloudwatch_event_bus.orders.arn }]
  })
}

resource "aws_cloudwatch_event_permission" "other" {
  principal    = "777788889999"
  statement_id = "other"
  action       = "events:PutEvents"
}

resource "aws_cloudwatch_event_rule" "paid" {
  name           = "paid"
  description    = "paid orders above ${var.threshold}"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern = jsonencode({
    source        = ["shop.orders"]
    "detail-type" = ["Order Paid"]
    detail        = { total = [{ numeric = [">", var.threshold] }] }
  })
  tags = { Name = "paid" }
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(0 3 * * ? *)"
  state               = "DISABLED"
}

resource "aws_cloudwatch_event_target" "queue" {
  rule           = aws_cloudwatch_event_rule.paid.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  target_id      = "queue"
  arn            = "arn:aws:sqs:us-east-1:111122223333:paid.fifo"
  sqs_target { message_group_id = "orders" }
  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 7
  }
  dead_letter_config { arn = "arn:aws:sqs:us-east-1:111122223333:dead" }
}

resource "aws_cloudwatch_event_target" "mail" {
  rule           = aws_cloudwatch_event_rule.paid.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  target_id      = "mail"
  arn            = "arn:aws:lambda:us-east-1:111122223333:function:mail"
  input_transformer {
    input_paths    = { id = "$.detail.id", total = "$.detail.total" }
    input_template = "\"order <id> paid <total>\""
  }
}

resource "aws_cloudwatch_event_target" "partner" {
  rule           = aws_cloudwatch_event_rule.paid.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  target_id      = "partner"
  arn            = aws_cloudwatch_event_api_destination.partner.arn
  role_arn       = "arn:aws:iam::111122223333:role/events"
  http_target {
    header_parameters       = { "X-Kind" = "order" }
    query_string_parameters = { q = "$.detail.id" }
  }
}

resource "aws_cloudwatch_event_target" "job" {
  rule      = aws_cloudwatch_event_rule.nightly.name
  target_id = "job"
  arn       = "arn:aws:states:us-east-1:111122223333:stateMachine:nightly"
  role_arn  = "arn:aws:iam::111122223333:role/events"
  input     = jsonencode({ night = true })
}

resource "aws_cloudwatch_event_target" "log" {
  rule      = aws_cloudwatch_event_rule.nightly.name
  target_id = "log"
  arn       = aws_cloudwatch_log_group.shop.arn
}

resource "aws_cloudwatch_event_target" "kinesis" {
  rule      = aws_cloudwatch_event_rule.nightly.name
  target_id = "kinesis"
  arn       = "arn:aws:kinesis:us-east-1:111122223333:stream/out"
  role_arn  = "arn:aws:iam::111122223333:role/events"
  kinesis_target { partition_key_path = "$.id" }
}

resource "aws_cloudwatch_event_archive" "orders" {
  name             = "orders"
  description      = "a month of orders"
  event_source_arn = aws_cloudwatch_event_bus.orders.arn
  retention_days   = 30
  event_pattern    = jsonencode({ source = ["shop.orders"] })
}

resource "aws_cloudwatch_event_connection" "key" {
  name               = "key"
  description        = "key of the partner"
  authorization_type = "API_KEY"
  auth_parameters {
    api_key {
      key   = "x-api-key"
      value = "secret"
    }
    invocation_http_parameters {
      header {
        key             = "X-Shop"
        value           = "one"
        is_value_secret = false
      }
    }
  }
}

resource "aws_cloudwatch_event_connection" "oauth" {
  name               = "oauth"
  authorization_type = "OAUTH_CLIENT_CREDENTIALS"
  auth_parameters {
    oauth {
      authorization_endpoint = "https://partner.example.com/token"
      http_method            = "POST"
      client_parameters {
        client_id     = "shop"
        client_secret = "secret"
      }
      oauth_http_parameters {
        body {
          key             = "grant_type"
          value           = "client_credentials"
          is_value_secret = false
        }
      }
    }
  }
}

resource "aws_cloudwatch_event_connection" "basic" {
  name               = "basic"
  authorization_type = "BASIC"
  auth_parameters {
    basic {
      username = "shop"
      password = "secret"
    }
  }
}

resource "aws_cloudwatch_event_api_destination" "partner" {
  name                             = "partner"
  description                      = "the partner"
  invocation_endpoint              = "https://partner.example.com/orders/*"
  http_method                      = "POST"
  invocation_rate_limit_per_second = 20
  connection_arn                   = aws_cloudwatch_event_connection.key.arn
}

resource "aws_cloudwatch_event_endpoint" "both" {
  name     = "both"
  role_arn = "arn:aws:iam::111122223333:role/replicate"
  event_bus { event_bus_arn = aws_cloudwatch_event_bus.orders.arn }
  event_bus { event_bus_arn = "arn:aws:events:eu-west-1:111122223333:event-bus/orders" }
  replication_config { state = "ENABLED" }
  routing_config {
    failover_config {
      primary { health_check = "arn:aws:route53:::healthcheck/11111111-2222-3333-4444-555555555555" }
      secondary { route = "eu-west-1" }
    }
  }
}
