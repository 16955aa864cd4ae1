# Beside every case when it runs. The provider is set as the product sets it, and nothing more.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region              = "ap-northeast-1"
  allowed_account_ids = ["123456789012"]
  default_tags {
    tags = { Project = "proof" }
  }
}

variable "changed" {
  description = "Whether this is the second apply, which changes in place what the first one made."
  type        = bool
  default     = false
}
