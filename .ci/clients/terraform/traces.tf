resource "aws_xray_sampling_rule" "pay" {
  rule_name      = "pay"
  priority       = 100
  version        = 1
  reservoir_size = 1
  fixed_rate     = 0.05
  url_path       = "/pay*"
  host           = "*"
  http_method    = "POST"
  service_type   = "*"
  service_name   = "shop"
  resource_arn   = "*"
  attributes     = { kind = "live" }
}

resource "aws_xray_group" "slow" {
  group_name        = "slow"
  filter_expression = "responsetime > ${var.threshold}"
  insights_configuration {
    insights_enabled      = true
    notifications_enabled = true
  }
}

resource "aws_xray_encryption_config" "own" {
  type   = "KMS"
  key_id = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
}
