module "network" {
  source = "../../network"
  name   = "rds-replica"
}

resource "aws_db_subnet_group" "m" {
  name       = "rds-replica"
  subnet_ids = module.network.subnet_ids
}

resource "aws_db_instance" "plain" {
  identifier              = "rds-plain"
  engine                  = "mysql"
  engine_version          = "8.0.40"
  instance_class          = "db.t4g.micro"
  allocated_storage       = 20
  username                = "admin"
  password                = "Passw0rd1234"
  db_subnet_group_name    = aws_db_subnet_group.m.name
  vpc_security_group_ids  = [module.network.security_group_id]
  skip_final_snapshot     = true
  backup_retention_period = 1
}

resource "aws_db_instance" "replica" {
  identifier             = "rds-replica"
  replicate_source_db    = aws_db_instance.plain.identifier
  instance_class         = "db.t4g.micro"
  tags                   = { Changed = var.changed }
  skip_final_snapshot    = true
  vpc_security_group_ids = [module.network.security_group_id]
}
