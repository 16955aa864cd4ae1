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
