resource "aws_cloudtrail" "all" {
  name                          = "all"
  s3_bucket_name                = "trail-bucket"
  s3_key_prefix                 = "audit"
  include_global_service_events = true
  is_multi_region_trail         = true
  enable_log_file_validation    = true
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.shop.arn}:*"
  cloud_watch_logs_role_arn     = "arn:aws:iam::111122223333:role/trail"
  advanced_event_selector {
    name = "objects"
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = ["arn:aws:s3:::shop/"]
    }
  }
  advanced_event_selector {
    name = "management"
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }
  insight_selector { insight_type = "ApiCallRateInsight" }
  tags = { Name = "all" }
}

resource "aws_cloudtrail" "data" {
  name           = "data"
  s3_bucket_name = "trail-bucket"
  enable_logging = false
  event_selector {
    read_write_type           = "WriteOnly"
    include_management_events = true
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::shop/"]
    }
  }
}
