locals { suffix = var.changed ? ", changed" : "" }
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_security_group" "a" {
  name   = "a"
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "b" {
  name   = "b"
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "inline" {
  name   = "inline"
  vpc_id = aws_vpc.main.id
  ingress {
    description     = "http from a"
    from_port       = 80
    to_port         = 80
    protocol        = "tcp"
    security_groups = [aws_security_group.a.id]
  }
  ingress {
    description     = "office"
    from_port       = 81
    to_port         = 81
    protocol        = "tcp"
    prefix_list_ids = [aws_ec2_managed_prefix_list.pl.id]
  }
  egress {
    description = "all"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_ec2_managed_prefix_list" "pl" {
  name           = "office"
  address_family = "IPv4"
  max_entries    = 5
  entry {
    cidr        = "203.0.113.0/24"
    description = "office"
  }
}
resource "aws_vpc_security_group_ingress_rule" "ref" {
  security_group_id            = aws_security_group.b.id
  referenced_security_group_id = aws_security_group.a.id
  from_port                    = 8080
  to_port                      = 8080
  ip_protocol                  = "tcp"
  description                  = "from a${local.suffix}"
}
resource "aws_vpc_security_group_egress_rule" "ref" {
  security_group_id            = aws_security_group.a.id
  referenced_security_group_id = aws_security_group.b.id
  from_port                    = 8080
  to_port                      = 8080
  ip_protocol                  = "tcp"
  description                  = "to b${local.suffix}"
}
resource "aws_vpc_security_group_ingress_rule" "pl" {
  security_group_id = aws_security_group.b.id
  prefix_list_id    = aws_ec2_managed_prefix_list.pl.id
  from_port         = 9090
  to_port           = 9090
  ip_protocol       = "tcp"
  description       = "office${local.suffix}"
}
resource "aws_security_group_rule" "pl" {
  type              = "ingress"
  security_group_id = aws_security_group.b.id
  prefix_list_ids   = [aws_ec2_managed_prefix_list.pl.id]
  from_port         = 9091
  to_port           = 9091
  protocol          = "tcp"
  description       = "office, old resource${local.suffix}"
}
resource "aws_security_group_rule" "ref" {
  type                     = "ingress"
  security_group_id        = aws_security_group.b.id
  source_security_group_id = aws_security_group.a.id
  from_port                = 9092
  to_port                  = 9092
  protocol                 = "tcp"
  description              = "from a, old resource${local.suffix}"
}
