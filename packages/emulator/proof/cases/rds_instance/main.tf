module "network" {
  source = "../../network"
  name   = "rds"
}

resource "aws_db_subnet_group" "m" {
  name        = "rds"
  description = var.changed ? "Of the proof, changed" : "Of the proof"
  subnet_ids  = module.network.subnet_ids
}

resource "aws_kms_key" "m" {
  deletion_window_in_days = 7
}

resource "aws_iam_role" "mon" {
  name = "rds-monitoring"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "monitoring.rds.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_db_parameter_group" "m" {
  name   = "rds-mysql80"
  family = "mysql8.0"
  parameter {
    name  = "character_set_server"
    value = "utf8mb4"
  }
  parameter {
    name         = "max_connections"
    value        = var.changed ? "400" : "300"
    apply_method = "pending-reboot"
  }
}

resource "aws_db_instance" "managed" {
  identifier                            = "rds-managed"
  engine                                = "mysql"
  engine_version                        = "8.0.40"
  instance_class                        = var.changed ? "db.t4g.large" : "db.t4g.medium"
  allocated_storage                     = 20
  max_allocated_storage                 = var.changed ? 200 : 100
  storage_type                          = "gp3"
  storage_encrypted                     = true
  kms_key_id                            = aws_kms_key.m.arn
  multi_az                              = true
  db_name                               = "app"
  username                              = "admin"
  manage_master_user_password           = true
  db_subnet_group_name                  = aws_db_subnet_group.m.name
  parameter_group_name                  = aws_db_parameter_group.m.name
  vpc_security_group_ids                = [module.network.security_group_id]
  backup_retention_period               = var.changed ? 14 : 7
  backup_window                         = "17:00-18:00"
  maintenance_window                    = "sun:19:00-sun:20:00"
  skip_final_snapshot                   = true
  performance_insights_enabled          = true
  performance_insights_retention_period = var.changed ? 31 : 7
  enabled_cloudwatch_logs_exports       = var.changed ? ["error", "general"] : ["error", "slowquery"]
  monitoring_interval                   = var.changed ? 30 : 60
  monitoring_role_arn                   = aws_iam_role.mon.arn
  copy_tags_to_snapshot                 = true
  auto_minor_version_upgrade            = false
  apply_immediately                     = true
}
