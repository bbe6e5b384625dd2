# What the AWS provider knows of the services here, as far as they are here: terraform.py applies, changes and destroys it.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" { type = string }
variable "threshold" {
  type    = number
  default = 5
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "111122223333"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 2
  endpoints {
    cloudtrail = var.endpoint
    cloudwatch = var.endpoint
    events     = var.endpoint
    logs       = var.endpoint
    scheduler  = var.endpoint
    schemas    = var.endpoint
    synthetics = var.endpoint
    xray       = var.endpoint
  }
  default_tags { tags = { Team = "shop" } }
}
