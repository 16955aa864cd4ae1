resource "aws_wafv2_ip_set" "i" {
  name               = "office"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = ["203.0.113.0/24"]
}
resource "aws_wafv2_regex_pattern_set" "r" {
  name  = "bots"
  scope = "REGIONAL"
  regular_expression { regex_string = "bot" }
}
resource "aws_wafv2_rule_group" "g" {
  name     = "group"
  scope    = "REGIONAL"
  capacity = 10
  rule {
    name     = "geo"
    priority = 1
    action {
      block {}
    }
    statement {
      geo_match_statement { country_codes = ["CN"] }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "geo"
      sampled_requests_enabled   = true
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "group"
    sampled_requests_enabled   = true
  }
}
resource "aws_wafv2_web_acl" "m" {
  name        = "acl"
  description = "edge"
  scope       = "REGIONAL"
  default_action {
    allow {}
  }
  rule {
    name     = "common"
    priority = 1
    override_action {
      none {}
    }
    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesCommonRuleSet"
        vendor_name = "AWS"
        rule_action_override {
          name = "SizeRestrictions_BODY"
          action_to_use {
            count {}
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "common"
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "rate"
    priority = 2
    action {
      block {}
    }
    statement {
      rate_based_statement {
        limit              = var.changed ? 3000 : 2000
        aggregate_key_type = "IP"
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "office"
    priority = 3
    action {
      allow {}
    }
    statement {
      and_statement {
        statement {
          ip_set_reference_statement { arn = aws_wafv2_ip_set.i.arn }
        }
        statement {
          byte_match_statement {
            search_string         = "/admin"
            positional_constraint = "STARTS_WITH"
            field_to_match {
              uri_path {}
            }
            text_transformation {
              priority = 0
              type     = "NONE"
            }
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "office"
      sampled_requests_enabled   = true
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "acl"
    sampled_requests_enabled   = true
  }
}
resource "aws_cloudwatch_log_group" "waf" { name = "aws-waf-logs-acl" }
resource "aws_wafv2_web_acl_logging_configuration" "l" {
  resource_arn            = aws_wafv2_web_acl.m.arn
  log_destination_configs = [aws_cloudwatch_log_group.waf.arn]
  logging_filter {
    default_behavior = "DROP"
    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"
      dynamic "condition" {
        for_each = var.changed ? ["BLOCK", "COUNT"] : ["BLOCK"]
        content {
          action_condition { action = condition.value }
        }
      }
    }
  }
  redacted_fields {
    single_header { name = "authorization" }
  }
}
module "network" {
  source = "../../network"
  name   = "waf"
}
resource "aws_lb" "lb" {
  name     = "waf"
  internal = true
  subnets  = module.network.subnet_ids
}
resource "aws_wafv2_web_acl_association" "a" {
  resource_arn = aws_lb.lb.arn
  web_acl_arn  = aws_wafv2_web_acl.m.arn
}
