resource "aws_vpc" "main" {
  count      = 2
  cidr_block = "10.${count.index}.0.0/16"
}
resource "aws_route53_zone" "priv" {
  name = "internal.example.com"
  dynamic "vpc" {
    for_each = !var.changed ? aws_vpc.main[*].id : [aws_vpc.main[0].id]
    content { vpc_id = vpc.value }
  }
}
resource "aws_route53_zone" "assoc" {
  name = "assoc.example.com"
  vpc { vpc_id = aws_vpc.main[0].id }
  lifecycle { ignore_changes = [vpc] }
}
resource "aws_route53_zone_association" "second" {
  zone_id = aws_route53_zone.assoc.zone_id
  vpc_id  = aws_vpc.main[1].id
}
resource "aws_route53_record" "db" {
  zone_id = aws_route53_zone.priv.zone_id
  name    = "db.internal.example.com"
  type    = "CNAME"
  ttl     = 60
  records = ["db.example.com"]
}
resource "aws_route53_zone" "pub" { name = "example.com" }

# A certificate and one in another region, which CloudFront takes: they share the record of the domain itself.
provider "aws" {
  alias  = "cloudfront"
  region = "us-east-1"
}
resource "aws_acm_certificate" "web" {
  domain_name               = "example.com"
  subject_alternative_names = ["*.example.com"]
  validation_method         = "DNS"
  tags                      = { Changed = var.changed }
}
resource "aws_acm_certificate" "cdn" {
  provider                  = aws.cloudfront
  domain_name               = "static.example.com"
  subject_alternative_names = ["example.com"]
  validation_method         = "DNS"
  tags                      = { Changed = var.changed }
}
locals {
  options = {
    "example.com"        = aws_acm_certificate.web.domain_validation_options
    "static.example.com" = aws_acm_certificate.cdn.domain_validation_options
  }
}
resource "aws_route53_record" "validation" {
  for_each        = local.options
  zone_id         = aws_route53_zone.pub.zone_id
  name            = one([for option in each.value : option.resource_record_name if option.domain_name == each.key])
  type            = one([for option in each.value : option.resource_record_type if option.domain_name == each.key])
  records         = [one([for option in each.value : option.resource_record_value if option.domain_name == each.key])]
  ttl             = 300
  allow_overwrite = true
}
resource "aws_acm_certificate_validation" "web" {
  certificate_arn         = aws_acm_certificate.web.arn
  validation_record_fqdns = [aws_route53_record.validation["example.com"].fqdn]
}
resource "aws_acm_certificate_validation" "cdn" {
  provider                = aws.cloudfront
  certificate_arn         = aws_acm_certificate.cdn.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}
