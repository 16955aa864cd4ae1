module "network" {
  source = "../../network"
  name   = "blue-green"
}

resource "aws_iam_role" "this" {
  name = "blue-green"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codedeploy.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "blue-green.example.com"
  validation_method = "DNS"
}

resource "aws_route53_zone" "this" {
  name = "blue-green.example.com"
}

resource "aws_route53_record" "validation" {
  for_each = { for option in aws_acm_certificate.this.domain_validation_options : option.domain_name => option }
  zone_id  = aws_route53_zone.this.zone_id
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  records  = [each.value.resource_record_value]
  ttl      = 60
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_s3_bucket" "logs" {
  bucket        = "blue-green-logs"
  force_destroy = true
}

resource "aws_lb" "this" {
  name                       = "blue-green"
  internal                   = true
  subnets                    = module.network.subnet_ids
  security_groups            = [module.network.security_group_id]
  idle_timeout               = var.changed ? 180 : 120
  drop_invalid_header_fields = true
  access_logs {
    bucket  = aws_s3_bucket.logs.id
    prefix  = "alb"
    enabled = true
  }
}

resource "aws_route53_record" "app" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "app.blue-green.example.com"
  type    = "A"
  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = true
  }
}

resource "aws_lb_target_group" "this" {
  for_each    = toset(["blue", "green"])
  name        = "blue-green-${each.key}"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = module.network.vpc_id
}

resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
      host        = "#{host}"
      path        = "/#{path}"
      query       = "#{query}"
    }
  }
}

resource "aws_lb_listener" "production" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.this.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }
}

resource "aws_lb_listener" "test" {
  load_balancer_arn = aws_lb.this.arn
  port              = 8080
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["green"].arn
  }
}

resource "aws_lb_listener_rule" "fixed" {
  listener_arn = aws_lb_listener.production.arn
  priority     = 20
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = var.changed ? "never" : "no"
      status_code  = "403"
    }
  }
  condition {
    http_header {
      http_header_name = "X-Bad"
      values           = ["1"]
    }
  }
}

resource "aws_lb_listener_rule" "shared" {
  listener_arn = aws_lb_listener.production.arn
  priority     = var.changed ? 31 : 30
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }
  condition {
    host_header { values = ["api.blue-green.example.com"] }
  }
  condition {
    path_pattern { values = var.changed ? ["/v1/*", "/v2/*"] : ["/v1/*"] }
  }
  lifecycle { ignore_changes = [action] }
}

resource "aws_ecs_cluster" "this" {
  name = "blue-green"
}

resource "aws_ecs_task_definition" "this" {
  family                   = "blue-green"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", image = "app:1", essential = true, portMappings = [{ containerPort = 80, hostPort = 80, protocol = "tcp" }] }])
}

resource "aws_ecs_service" "this" {
  name            = "blue-green"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.changed ? 3 : 2
  launch_type     = "FARGATE"
  deployment_controller { type = "CODE_DEPLOY" }
  network_configuration { subnets = module.network.subnet_ids }
  load_balancer {
    target_group_arn = aws_lb_target_group.this["blue"].arn
    container_name   = "app"
    container_port   = 80
  }
  depends_on = [aws_lb_listener.production]
}

resource "aws_codedeploy_app" "this" {
  name             = "blue-green"
  compute_platform = "ECS"
}

resource "aws_codedeploy_deployment_config" "canary" {
  deployment_config_name = "blue-green-canary"
  compute_platform       = "ECS"
  traffic_routing_config {
    type = "TimeBasedCanary"
    time_based_canary {
      interval   = 5
      percentage = 10
    }
  }
}

resource "aws_codedeploy_deployment_group" "this" {
  app_name               = aws_codedeploy_app.this.name
  deployment_group_name  = "blue-green"
  deployment_config_name = var.changed ? "CodeDeployDefault.ECSAllAtOnce" : aws_codedeploy_deployment_config.canary.id
  service_role_arn       = aws_iam_role.this.arn
  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }
  alarm_configuration {
    enabled = true
    alarms  = var.changed ? ["5xx"] : ["5xx", "latency"]
  }
  blue_green_deployment_config {
    deployment_ready_option { action_on_timeout = "CONTINUE_DEPLOYMENT" }
    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = var.changed ? 10 : 5
    }
  }
  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }
  ecs_service {
    cluster_name = aws_ecs_cluster.this.name
    service_name = aws_ecs_service.this.name
  }
  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route { listener_arns = [aws_lb_listener.production.arn] }
      test_traffic_route { listener_arns = [aws_lb_listener.test.arn] }
      target_group { name = aws_lb_target_group.this["blue"].name }
      target_group { name = aws_lb_target_group.this["green"].name }
    }
  }
}

resource "aws_codedeploy_app" "server" {
  name = "blue-green-server"
}

resource "aws_codedeploy_deployment_config" "hosts" {
  deployment_config_name = "blue-green-hosts"
  minimum_healthy_hosts {
    type  = "HOST_COUNT"
    value = 2
  }
}

resource "aws_codedeploy_deployment_group" "server" {
  app_name              = aws_codedeploy_app.server.name
  deployment_group_name = "server"
  service_role_arn      = aws_iam_role.this.arn
  ec2_tag_set {
    ec2_tag_filter {
      key   = "Role"
      type  = "KEY_AND_VALUE"
      value = var.changed ? "web" : "app"
    }
  }
  trigger_configuration {
    trigger_events     = ["DeploymentFailure"]
    trigger_name       = "t"
    trigger_target_arn = "arn:aws:sns:ap-northeast-1:123456789012:t"
  }
}

data "aws_lb_listener" "production" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  depends_on        = [aws_lb_listener.production]
}
