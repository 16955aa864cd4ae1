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
  engine_version                  = var.changed ? "8.0.mysql_aurora.3.08.1" : "8.0.mysql_aurora.3.08.0"
  database_name                   = "app"
  master_username                 = "admin"
  manage_master_user_password     = true
  master_user_secret_kms_key_id   = aws_kms_key.m.arn
  db_subnet_group_name            = aws_db_subnet_group.m.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.m.name
  vpc_security_group_ids          = [module.network.security_group_id]
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.m.arn
  skip_final_snapshot             = true
  copy_tags_to_snapshot           = true
  backup_retention_period         = var.changed ? 14 : 7
  apply_immediately               = true
  enabled_cloudwatch_logs_exports = var.changed ? ["error", "slowquery"] : ["error"]

  iam_database_authentication_enabled = var.changed
  preferred_backup_window             = var.changed ? "16:00-17:00" : "17:00-18:00"
  preferred_maintenance_window        = "sun:18:30-sun:19:30"
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = var.changed ? 4 : 2
  }
}

resource "aws_rds_cluster_instance" "m" {
  count                        = var.changed ? 3 : 2
  identifier                   = "aurora-${count.index}"
  cluster_identifier           = aws_rds_cluster.m.id
  instance_class               = "db.serverless"
  engine                       = aws_rds_cluster.m.engine
  engine_version               = aws_rds_cluster.m.engine_version
  performance_insights_enabled = true
  promotion_tier               = count.index
  monitoring_interval          = var.changed ? 60 : 30
  apply_immediately            = true
  monitoring_role_arn          = aws_iam_role.mon.arn
}

# A version in short is one of AWS's choice; and a class of instances in place of a capacity.
resource "aws_rds_cluster" "provisioned" {
  cluster_identifier          = "aurora-provisioned"
  engine                      = "aurora-mysql"
  engine_version              = "8.0"
  master_username             = "admin"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.m.name
  skip_final_snapshot         = true
  apply_immediately           = true
}

resource "aws_rds_cluster_instance" "provisioned" {
  identifier         = "aurora-provisioned-1"
  cluster_identifier = aws_rds_cluster.provisioned.id
  instance_class     = var.changed ? "db.r6g.large" : "db.t4g.medium"
  engine             = aws_rds_cluster.provisioned.engine
  apply_immediately  = true
}
