resource "aws_scheduler_schedule_group" "shop" {
  name = "shop"
  tags = { Name = "shop" }
}

resource "aws_scheduler_schedule" "report" {
  name                         = "report"
  description                  = "report above ${var.threshold}"
  group_name                   = aws_scheduler_schedule_group.shop.name
  schedule_expression          = "cron(30 6 * * ? *)"
  schedule_expression_timezone = "Europe/Berlin"
  start_date                   = "2030-01-01T01:00:00Z"
  end_date                     = "2031-01-01T01:00:00Z"
  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }
  target {
    arn      = "arn:aws:sqs:us-east-1:111122223333:reports"
    role_arn = "arn:aws:iam::111122223333:role/scheduler"
    input    = jsonencode({ kind = "daily" })
    retry_policy {
      maximum_event_age_in_seconds = 600
      maximum_retry_attempts       = 3
    }
    dead_letter_config { arn = "arn:aws:sqs:us-east-1:111122223333:dead" }
  }
}

resource "aws_scheduler_schedule" "put" {
  name                = "put"
  schedule_expression = "rate(1 hour)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_cloudwatch_event_bus.orders.arn
    role_arn = "arn:aws:iam::111122223333:role/scheduler"
    input    = "{}"
    eventbridge_parameters {
      detail_type = "Tick"
      source      = "shop.clock"
    }
  }
}

resource "aws_scheduler_schedule" "task" {
  name                = "task"
  state               = "DISABLED"
  schedule_expression = "at(2030-06-01T09:00:00)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = "arn:aws:ecs:us-east-1:111122223333:cluster/shop"
    role_arn = "arn:aws:iam::111122223333:role/scheduler"
    ecs_parameters {
      task_definition_arn = "arn:aws:ecs:us-east-1:111122223333:task-definition/job:1"
      launch_type         = "FARGATE"
      network_configuration { subnets = ["subnet-1"] }
    }
  }
}
