module "network" {
  source = "../../network"
  name   = "rds-replica"
}

resource "aws_db_subnet_group" "m" {
  name       = "rds-replica"
  subnet_ids = module.network.subnet_ids
}

resource "aws_kms_key" "m" {
  deletion_window_in_days = 7
}

resource "aws_secretsmanager_secret" "m" {
  name                    = "rds-plain"
  kms_key_id              = aws_kms_key.m.arn
  recovery_window_in_days = 0
}

ephemeral "aws_secretsmanager_random_password" "m" {
  password_length     = 32
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret_version" "m" {
  secret_id                = aws_secretsmanager_secret.m.id
  secret_string_wo         = jsonencode({ password = ephemeral.aws_secretsmanager_random_password.m.random_password })
  secret_string_wo_version = 1
}

ephemeral "aws_secretsmanager_secret_version" "m" {
  secret_id = aws_secretsmanager_secret_version.m.secret_id
}

resource "aws_db_instance" "plain" {
  identifier              = "rds-plain"
  engine                  = "mysql"
  engine_version          = "8.0.40"
  instance_class          = "db.t4g.micro"
  allocated_storage       = 20
  storage_encrypted       = true
  kms_key_id              = aws_kms_key.m.arn
  username                = "admin"
  password_wo             = jsondecode(ephemeral.aws_secretsmanager_secret_version.m.secret_string)["password"]
  password_wo_version     = 1
  db_subnet_group_name    = aws_db_subnet_group.m.name
  vpc_security_group_ids  = [module.network.security_group_id]
  skip_final_snapshot     = true
  backup_retention_period = 1
}

resource "aws_db_instance" "replica" {
  identifier                          = "rds-replica"
  replicate_source_db                 = aws_db_instance.plain.identifier
  instance_class                      = var.changed ? "db.t4g.small" : "db.t4g.micro"
  storage_type                        = "gp3"
  max_allocated_storage               = var.changed ? 200 : 100
  storage_encrypted                   = true
  iam_database_authentication_enabled = var.changed
  enabled_cloudwatch_logs_exports     = var.changed ? ["error", "slowquery"] : ["error"]
  tags                                = { Changed = var.changed }
  skip_final_snapshot                 = true
  apply_immediately                   = true
  vpc_security_group_ids              = [module.network.security_group_id]
}
