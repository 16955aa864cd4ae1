module "network" {
  source = "../../network"
  name   = "cache"
}

resource "aws_elasticache_subnet_group" "m" {
  name       = "cache"
  subnet_ids = module.network.subnet_ids
}

resource "aws_elasticache_parameter_group" "m" {
  name   = "cache-redis7"
  family = "redis7"
  parameter {
    name  = "maxmemory-policy"
    value = var.changed ? "volatile-lru" : "allkeys-lru"
  }
}

resource "aws_kms_key" "m" {
  deletion_window_in_days = 7
}

resource "aws_elasticache_replication_group" "m" {
  replication_group_id       = "cache-redis"
  description                = "m"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = var.changed ? "cache.t4g.small" : "cache.t4g.micro"
  num_cache_clusters         = var.changed ? 3 : 2
  parameter_group_name       = aws_elasticache_parameter_group.m.name
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.m.name
  security_group_ids         = [module.network.security_group_id]
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.m.arn
  transit_encryption_enabled = true
  auth_token                 = "0123456789abcdef0123456789abcdef"
  snapshot_retention_limit   = var.changed ? 7 : 5
  snapshot_window            = "17:00-18:00"
  maintenance_window         = var.changed ? "mon:19:00-mon:20:00" : "sun:19:00-sun:20:00"
  apply_immediately          = true
}

resource "aws_cloudwatch_log_group" "slow" {
  name = "/aws/elasticache/cache-logged"
}

# One node which becomes two, of another engine, with other logs.
resource "aws_elasticache_replication_group" "logged" {
  replication_group_id       = "cache-logged"
  description                = "m"
  engine                     = var.changed ? "valkey" : "redis"
  engine_version             = var.changed ? "8.0" : "7.1"
  node_type                  = "cache.t4g.micro"
  num_cache_clusters         = var.changed ? 2 : 1
  parameter_group_name       = var.changed ? "default.valkey8" : "default.redis7"
  automatic_failover_enabled = var.changed
  multi_az_enabled           = var.changed
  apply_immediately          = true
  subnet_group_name          = aws_elasticache_subnet_group.m.name
  security_group_ids         = [module.network.security_group_id]
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  log_delivery_configuration {
    log_type         = "slow-log"
    log_format       = var.changed ? "json" : "text"
    destination_type = "cloudwatch-logs"
    destination      = aws_cloudwatch_log_group.slow.name
  }
}

resource "aws_elasticache_replication_group" "sharded" {
  replication_group_id       = "cache-sharded"
  description                = "m"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = "cache.t4g.micro"
  num_node_groups            = 2
  replicas_per_node_group    = var.changed ? 2 : 1
  apply_immediately          = true
  automatic_failover_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.m.name
  security_group_ids         = [module.network.security_group_id]
}

resource "aws_elasticache_cluster" "redis" {
  cluster_id           = "cache-one"
  engine               = "redis"
  engine_version       = "7.1"
  node_type            = "cache.t4g.micro"
  num_cache_nodes      = 1
  parameter_group_name = "default.redis7"
  port                 = 6379
  snapshot_window      = var.changed ? "03:00-04:00" : "02:00-03:00"
  apply_immediately    = true
  subnet_group_name    = aws_elasticache_subnet_group.m.name
  security_group_ids   = [module.network.security_group_id]
}

resource "aws_elasticache_cluster" "memcached" {
  cluster_id        = "cache-memcached"
  engine            = "memcached"
  node_type         = "cache.t4g.micro"
  num_cache_nodes   = var.changed ? 3 : 2
  apply_immediately = true
  subnet_group_name = aws_elasticache_subnet_group.m.name
}
