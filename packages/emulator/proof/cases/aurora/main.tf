module "network" {
  source = "../../network"
  name   = "aurora"
}

resource "aws_db_subnet_group" "m" {
  name       = "aurora"
  subnet_ids = module.network.subnet_ids
}

resource "aws_kms_key" "m" {
  deletion_window_in_days = 7
}

resource "aws_iam_role" "mon" {
  name = "aurora-monitoring"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "monitoring.rds.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_rds_cluster_parameter_group" "m" {
  name   = "aurora"
  family = "aurora-mysql8.0"
  parameter {
    name  = "time_zone"
    value = var.changed ? "UTC" : "Asia/Tokyo"
  }
}

resource "aws_rds_cluster" "m" {
  cluster_identifier              = "aurora"
  engine                          = "aurora-mysql"
  engine_version                  = "8.0.mysql_aurora.3.08.0"
  database_name                   = "app"
  master_username                 = "admin"
  manage_master_user_password     = true
  db_subnet_group_name            = aws_db_subnet_group.m.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.m.name
  vpc_security_group_ids          = [module.network.security_group_id]
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.m.arn
  skip_final_snapshot             = true
  backup_retention_period         = var.changed ? 14 : 7
  apply_immediately               = true
  enabled_cloudwatch_logs_exports = var.changed ? ["error", "slowquery"] : ["error"]
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = var.changed ? 4 : 2
  }
}

resource "aws_rds_cluster_instance" "m" {
  count                        = 2
  identifier                   = "aurora-${count.index}"
  cluster_identifier           = aws_rds_cluster.m.id
  instance_class               = "db.serverless"
  engine                       = aws_rds_cluster.m.engine
  engine_version               = aws_rds_cluster.m.engine_version
  performance_insights_enabled = true
  monitoring_interval          = var.changed ? 60 : 30
  apply_immediately            = true
  monitoring_role_arn          = aws_iam_role.mon.arn
}
