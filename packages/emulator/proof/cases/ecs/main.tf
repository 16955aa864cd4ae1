module "network" {
  source = "../../network"
  name   = "ecs"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "ecs-execution"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/ecs"
}

resource "aws_service_discovery_http_namespace" "this" {
  name = "ecs-connect"
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "ecs.local"
  vpc  = module.network.vpc_id
}

resource "aws_service_discovery_service" "this" {
  name = "app"
  dns_config {
    namespace_id   = aws_service_discovery_private_dns_namespace.this.id
    routing_policy = "MULTIVALUE"
    dns_records {
      ttl  = 10
      type = "A"
    }
  }
  health_check_custom_config { failure_threshold = 1 }
}

resource "aws_ecs_cluster" "this" {
  name = "ecs"
  setting {
    name  = "containerInsights"
    value = var.changed ? "enhanced" : "enabled"
  }
  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"
      log_configuration { cloud_watch_log_group_name = aws_cloudwatch_log_group.this.name }
    }
  }
  service_connect_defaults { namespace = aws_service_discovery_http_namespace.this.arn }
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id"
}

resource "aws_launch_template" "this" {
  name          = "ecs"
  image_id      = data.aws_ssm_parameter.image.value
  instance_type = "t3.medium"
}

resource "aws_autoscaling_group" "this" {
  name                  = "ecs"
  vpc_zone_identifier   = module.network.subnet_ids
  min_size              = 0
  max_size              = 2
  protect_from_scale_in = true
  force_delete          = true
  launch_template {
    id      = aws_launch_template.this.id
    version = "$Latest"
  }
  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }
}

resource "aws_ecs_capacity_provider" "this" {
  name = "ecs-ec2"
  auto_scaling_group_provider {
    auto_scaling_group_arn         = aws_autoscaling_group.this.arn
    managed_termination_protection = "ENABLED"
    managed_scaling {
      status          = "ENABLED"
      target_capacity = var.changed ? 80 : 90
    }
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT", aws_ecs_capacity_provider.this.name]
  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = 1
    weight            = 1
  }
}

resource "aws_lb" "this" {
  name            = "ecs"
  internal        = true
  subnets         = module.network.subnet_ids
  security_groups = [module.network.security_group_id]
}

resource "aws_lb_target_group" "this" {
  for_each             = toset(["a", "b"])
  name                 = "ecs-${each.key}"
  port                 = 80
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = module.network.vpc_id
  deregistration_delay = var.changed ? 60 : 30
  health_check {
    path    = "/health"
    matcher = "200-399"
  }
}

resource "aws_lb_listener" "weighted" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.this["a"].arn
        weight = var.changed ? 50 : 90
      }
      target_group {
        arn    = aws_lb_target_group.this["b"].arn
        weight = var.changed ? 50 : 10
      }
      stickiness {
        enabled  = true
        duration = 600
      }
    }
  }
}

resource "aws_lb_listener" "single" {
  load_balancer_arn = aws_lb.this.arn
  port              = 81
  protocol          = "HTTP"
  default_action {
    type = "forward"
    forward {
      target_group { arn = aws_lb_target_group.this["a"].arn }
    }
  }
}

resource "aws_lb_listener_rule" "this" {
  listener_arn = aws_lb_listener.single.arn
  priority     = 10
  action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.this["a"].arn
        weight = 1
      }
      target_group {
        arn    = aws_lb_target_group.this["b"].arn
        weight = 1
      }
    }
  }
  condition {
    path_pattern { values = var.changed ? ["/x/*", "/y/*"] : ["/x/*"] }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = "ecs"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "CPUUtilization"
  namespace           = "AWS/ECS"
  period              = 60
  statistic           = "Average"
  threshold           = 90
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "ecs"
  recovery_window_in_days = 0
}

# Another image is another revision: the definition is replaced, and its services are updated in place.
resource "aws_ecs_task_definition" "fargate" {
  family                   = "ecs-fargate"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.execution.arn
  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }
  volume { name = "tmp" }
  container_definitions = jsonencode([
    {
      name         = "app"
      image        = var.changed ? "app:2" : "app:1"
      essential    = true
      environment  = [{ name = "A", value = "1" }]
      secrets      = [{ name = "S", valueFrom = "${aws_secretsmanager_secret.this.arn}:password::" }]
      mountPoints  = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
      portMappings = [{ name = "web", containerPort = 80, hostPort = 80, protocol = "tcp" }]
      dependsOn    = [{ containerName = "router", condition = "START" }]
      systemControls = [
        { namespace = "net.ipv4.ip_unprivileged_port_start", value = "0" }
      ]
      logConfiguration = {
        logDriver = "awsfirelens"
        options   = { Name = "cloudwatch" }
      }
    },
    {
      name                  = "router"
      image                 = "router:1"
      essential             = true
      firelensConfiguration = { type = "fluentbit" }
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = aws_cloudwatch_log_group.this.name
          "awslogs-region"        = "ap-northeast-1"
          "awslogs-stream-prefix" = "router"
        }
      }
    },
  ])
}

resource "aws_ecs_task_definition" "bridge" {
  family                   = "ecs-bridge"
  requires_compatibilities = ["EC2"]
  network_mode             = "bridge"
  container_definitions    = jsonencode([{ name = "app", image = "app:1", cpu = 128, memory = 256, essential = true }])
}

resource "aws_ecs_service" "full" {
  name                               = "full"
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.fargate.arn
  desired_count                      = var.changed ? 4 : 3
  launch_type                        = "FARGATE"
  platform_version                   = "LATEST"
  availability_zone_rebalancing      = "ENABLED"
  enable_execute_command             = !var.changed
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"
  health_check_grace_period_seconds  = var.changed ? 90 : 60
  deployment_minimum_healthy_percent = var.changed ? 100 : 50
  deployment_maximum_percent         = var.changed ? 200 : 150
  wait_for_steady_state              = true
  deployment_circuit_breaker {
    enable   = true
    rollback = !var.changed
  }
  alarms {
    enable      = true
    rollback    = true
    alarm_names = [aws_cloudwatch_metric_alarm.this.alarm_name]
  }
  network_configuration {
    subnets         = module.network.subnet_ids
    security_groups = [module.network.security_group_id]
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.this["a"].arn
    container_name   = "app"
    container_port   = 80
  }
  service_registries { registry_arn = aws_service_discovery_service.this.arn }
  depends_on = [aws_lb_listener.weighted]
}

resource "aws_ecs_service" "spot" {
  name            = "spot"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.fargate.arn
  desired_count   = 1
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
    weight            = var.changed ? 2 : 3
  }
  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    base              = 1
    weight            = 1
  }
  force_new_deployment = true
  network_configuration { subnets = module.network.subnet_ids }
  service_connect_configuration {
    enabled   = true
    namespace = aws_service_discovery_http_namespace.this.arn
    service {
      port_name      = "web"
      discovery_name = "web"
      client_alias {
        port     = 80
        dns_name = "web"
      }
    }
  }
  depends_on = [aws_ecs_cluster_capacity_providers.this]
}

resource "aws_ecs_service" "bridge" {
  name            = "bridge"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.bridge.arn
  desired_count   = 2
  launch_type     = "EC2"
  ordered_placement_strategy {
    type  = "spread"
    field = "attribute:ecs.availability-zone"
  }
  ordered_placement_strategy {
    type  = "binpack"
    field = var.changed ? "cpu" : "memory"
  }
  placement_constraints { type = "distinctInstance" }
}

resource "aws_ecs_service" "daemon" {
  name                = "daemon"
  cluster             = aws_ecs_cluster.this.id
  task_definition     = aws_ecs_task_definition.bridge.arn
  launch_type         = "EC2"
  scheduling_strategy = "DAEMON"
}

resource "aws_appautoscaling_target" "this" {
  max_capacity       = var.changed ? 12 : 10
  min_capacity       = 3
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.full.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}

resource "aws_appautoscaling_policy" "cpu" {
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  target_tracking_scaling_policy_configuration {
    target_value       = var.changed ? 70 : 60
    scale_in_cooldown  = 300
    scale_out_cooldown = 60
    predefined_metric_specification { predefined_metric_type = "ECSServiceAverageCPUUtilization" }
  }
}

resource "aws_appautoscaling_policy" "requests" {
  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  target_tracking_scaling_policy_configuration {
    target_value = 1000
    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${aws_lb.this.arn_suffix}/${aws_lb_target_group.this["a"].arn_suffix}"
    }
  }
}

resource "aws_appautoscaling_policy" "step" {
  name               = "step"
  policy_type        = "StepScaling"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    cooldown                = 60
    metric_aggregation_type = "Maximum"
    step_adjustment {
      metric_interval_lower_bound = 0
      metric_interval_upper_bound = 20
      scaling_adjustment          = 1
    }
    step_adjustment {
      metric_interval_lower_bound = 20
      scaling_adjustment          = 3
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "night" {
  name               = "night"
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  schedule           = "cron(0 22 * * ? *)"
  timezone           = "Asia/Tokyo"
  scalable_target_action {
    min_capacity = 1
    max_capacity = 2
  }
}
