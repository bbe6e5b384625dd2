resource "aws_synthetics_canary" "home" {
  name                 = "home"
  artifact_s3_location = "s3://canaries/home"
  execution_role_arn   = "arn:aws:iam::111122223333:role/canary"
  handler              = "home.handler"
  s3_bucket            = "canaries"
  s3_key               = "home.zip"
  runtime_version      = "syn-nodejs-puppeteer-9.1"
  schedule { expression = "rate(5 minutes)" }
}
