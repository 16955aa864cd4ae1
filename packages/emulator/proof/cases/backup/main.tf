resource "aws_iam_role" "b" {
  name = "backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "backup.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_backup_vault" "v" {
  name = "vault"
  tags = { Name = "vault" }
}
resource "aws_backup_plan" "p" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.v.name
    schedule          = var.changed ? "cron(0 6 * * ? *)" : "cron(0 5 * * ? *)"
    lifecycle { delete_after = 30 }
  }
  tags = { Name = "daily" }
}
resource "aws_backup_selection" "tag" {
  name         = "tagged"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = aws_iam_role.b.arn
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "true"
  }
}
resource "aws_backup_selection" "arn" {
  name         = "by-arn"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = aws_iam_role.b.arn
  resources    = ["arn:aws:rds:*:*:db:*"]
  condition {
    string_equals {
      key   = "aws:ResourceTag/Backup"
      value = "true"
    }
  }
}

# A disk of its own for a host, with a key of its own, and backups of it.
module "network" {
  source = "../../network"
  name   = "backup"
}
data "aws_subnet" "host" {
  id = module.network.subnet_ids[0]
}
data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}
resource "aws_kms_key" "k" {
  deletion_window_in_days = 7
}
resource "aws_ebs_volume" "home" {
  availability_zone = data.aws_subnet.host.availability_zone
  size              = var.changed ? 30 : 20
  type              = "gp3"
  encrypted         = true
  kms_key_id        = aws_kms_key.k.arn
  final_snapshot    = false
  tags              = { Name = "home" }
}
resource "aws_instance" "host" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = var.changed ? "t3.small" : "t3.micro"
  subnet_id              = data.aws_subnet.host.id
  vpc_security_group_ids = [module.network.security_group_id]
  tags                   = { Name = "backup-host" }
}
resource "aws_volume_attachment" "home" {
  volume_id                      = aws_ebs_volume.home.id
  instance_id                    = aws_instance.host.id
  device_name                    = "/dev/sdf"
  stop_instance_before_detaching = true
}
resource "aws_backup_vault" "home" {
  name          = "home"
  kms_key_arn   = aws_kms_key.k.arn
  force_destroy = true
}
resource "aws_backup_selection" "volume" {
  name         = "volume"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = aws_iam_role.b.arn
  resources    = [aws_ebs_volume.home.arn]
}
