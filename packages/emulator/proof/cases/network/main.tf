module "network" {
  source = "../../network"
  name   = "network"
}

resource "aws_vpc_ipv4_cidr_block_association" "second" {
  vpc_id     = module.network.vpc_id
  cidr_block = "10.21.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = module.network.vpc_id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.nat.id
  subnet_id     = module.network.subnet_ids[0]
  depends_on    = [aws_internet_gateway.this]
}

resource "aws_route_table" "private" {
  vpc_id = module.network.vpc_id
}

# Gets the gateway endpoint later than the endpoint is made.
resource "aws_route_table" "late" {
  vpc_id = module.network.vpc_id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this.id
}

resource "aws_route_table_association" "private" {
  subnet_id      = module.network.subnet_ids[1]
  route_table_id = aws_route_table.private.id
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssmmessages"])
  vpc_id              = module.network.vpc_id
  service_name        = "com.amazonaws.ap-northeast-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = module.network.subnet_ids
  security_group_ids  = [module.network.security_group_id]
  tags                = { Name = each.key, Changed = var.changed }
}

resource "aws_vpc_endpoint" "gateway" {
  vpc_id            = module.network.vpc_id
  service_name      = "com.amazonaws.ap-northeast-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = var.changed ? [aws_route_table.late.id] : [aws_route_table.private.id]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_vpc" "peer" {
  cidr_block = "10.22.0.0/16"
}

resource "aws_vpc_peering_connection" "this" {
  vpc_id      = module.network.vpc_id
  peer_vpc_id = aws_vpc.peer.id
  auto_accept = true
  tags        = { Name = "peer", Changed = var.changed }
}

resource "aws_route" "peer" {
  route_table_id            = aws_route_table.private.id
  destination_cidr_block    = aws_vpc.peer.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.this.id
}

data "aws_internet_gateway" "of_vpc" {
  filter {
    name   = "attachment.vpc-id"
    values = [module.network.vpc_id]
  }
  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "public" {
  vpc_id = module.network.vpc_id
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = data.aws_internet_gateway.of_vpc.id
}

resource "aws_flow_log" "subnet" {
  subnet_id                = module.network.subnet_ids[0]
  traffic_type             = "ALL"
  log_destination          = aws_cloudwatch_log_group.flow.arn
  iam_role_arn             = aws_iam_role.flow.arn
  max_aggregation_interval = 60
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/vpc/flow"
  retention_in_days = var.changed ? 14 : 7
}

resource "aws_iam_role" "flow" {
  name = "network-flow"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "vpc-flow-logs.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_flow_log" "this" {
  vpc_id                   = module.network.vpc_id
  traffic_type             = "ALL"
  log_destination          = aws_cloudwatch_log_group.flow.arn
  iam_role_arn             = aws_iam_role.flow.arn
  max_aggregation_interval = 60
  tags                     = { Name = "flow", Changed = var.changed }
}

resource "aws_ec2_instance_connect_endpoint" "full" {
  subnet_id          = module.network.subnet_ids[0]
  security_group_ids = [module.network.security_group_id]
  preserve_client_ip = false
  tags               = { Name = "full", Changed = var.changed }
}

resource "aws_ec2_instance_connect_endpoint" "bare" {
  subnet_id = module.network.subnet_ids[1]
}
