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
