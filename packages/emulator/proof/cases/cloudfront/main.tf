provider "aws" {
  alias  = "use1"
  region = "us-east-1"
}

resource "aws_acm_certificate" "cf" {
  provider          = aws.use1
  domain_name       = "*.example.com"
  validation_method = "DNS"
}
resource "aws_acm_certificate_validation" "cf" {
  provider        = aws.use1
  certificate_arn = aws_acm_certificate.cf.arn
}
resource "aws_s3_bucket" "site" { bucket = "cloudfront-site" }
resource "aws_cloudfront_origin_access_control" "o" {
  name                              = "site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_distribution" "oac" {
  comment             = var.changed ? "site, changed" : "site"
  enabled             = true
  is_ipv6_enabled     = true
  default_root_object = "index.html"
  aliases             = ["www.example.com"]
  price_class         = "PriceClass_200"
  origin {
    origin_id                = "s3"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.o.id
  }
  origin {
    origin_id   = "alb"
    domain_name = "alb.example.com"
    custom_header {
      name  = "X-From"
      value = "cf"
    }
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  default_cache_behavior {
    target_origin_id       = "s3"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"

    response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  }
  ordered_cache_behavior {
    path_pattern             = "/api/*"
    target_origin_id         = "alb"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    origin_request_policy_id = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  }
  custom_error_response {
    error_code         = 404
    response_code      = 200
    response_page_path = "/index.html"
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.cf.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
resource "aws_cloudfront_distribution" "legacy" {
  enabled = true
  origin {
    origin_id   = "alb"
    domain_name = "alb2.example.com"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "http-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  default_cache_behavior {
    target_origin_id       = "alb"
    viewer_protocol_policy = "allow-all"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    default_ttl            = 3600
    max_ttl                = 86400
    forwarded_values {
      query_string = true
      headers      = ["Host"]
      cookies { forward = "all" }
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["KR"]
    }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}

resource "aws_route53_zone" "site" { name = "example.com" }
resource "aws_route53_record" "site" {
  for_each = toset(["A", "AAAA"])
  zone_id  = aws_route53_zone.site.zone_id
  name     = "www.example.com"
  type     = each.key
  alias {
    name                   = aws_cloudfront_distribution.oac.domain_name
    zone_id                = aws_cloudfront_distribution.oac.hosted_zone_id
    evaluate_target_health = var.changed
  }
}
resource "aws_s3_bucket" "logs" { bucket = "cloudfront-logs" }
resource "aws_cloudwatch_log_delivery_source" "site" {
  provider     = aws.use1
  name         = "site"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.oac.arn
}
resource "aws_cloudwatch_log_delivery_destination" "site" {
  provider      = aws.use1
  name          = "site"
  output_format = "w3c"
  delivery_destination_configuration {
    destination_resource_arn = aws_s3_bucket.logs.arn
  }
}
resource "aws_cloudwatch_log_delivery" "site" {
  provider                 = aws.use1
  delivery_source_name     = aws_cloudwatch_log_delivery_source.site.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.site.arn
}
