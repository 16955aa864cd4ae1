locals {
  # The text of the second apply: user data changes, so a launch template gets another version.
  text = var.changed ? "second" : "first"
}

module "network" {
  source = "../../network"
  name   = "compute"
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "autoscaling.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "compute"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "ssm" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "this" {
  name = "compute"
  role = aws_iam_role.this.name
}

resource "aws_instance" "host" {
  ami                    = data.aws_ssm_parameter.image.value
  instance_type          = "t3.micro"
  subnet_id              = module.network.subnet_ids[0]
  vpc_security_group_ids = [module.network.security_group_id]
  iam_instance_profile   = aws_iam_instance_profile.this.name
  monitoring             = !var.changed
  user_data              = "#!/bin/bash\necho host\n"
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    volume_size = 20
    volume_type = "gp3"
    encrypted   = true
  }
  tags = { Name = "host", Text = local.text }
}

resource "aws_launch_template" "single" {
  name          = "compute-single"
  image_id      = data.aws_ssm_parameter.image.value
  instance_type = "t3.micro"
  iam_instance_profile { name = aws_iam_instance_profile.this.name }
  metadata_options { http_tokens = "required" }
}

# User data in a template makes aws_instance plan a change for ever, on AWS too: the provider hashes its hash
# (hashicorp/terraform-provider-aws#30825). So the instance says it.
resource "aws_instance" "templated" {
  subnet_id = module.network.subnet_ids[0]
  user_data = "#!/bin/bash\necho single\n"
  launch_template {
    id      = aws_launch_template.single.id
    version = aws_launch_template.single.latest_version
  }
  tags = { Name = "templated", Text = local.text }
}

resource "aws_launch_template" "this" {
  name                   = "compute"
  image_id               = data.aws_ssm_parameter.image.value
  instance_type          = "t3.medium"
  update_default_version = true
  user_data              = base64encode("#!/bin/bash\necho ${local.text}\n")
  tags                   = { Text = local.text }
  iam_instance_profile { arn = aws_iam_instance_profile.this.arn }
  monitoring { enabled = true }
  metadata_options {
    http_tokens                 = "required"
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 2
  }
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 30
      volume_type = "gp3"
      encrypted   = true
    }
  }
  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "compute", Text = local.text }
  }
}

# A launch template as another stack reads it.
data "aws_launch_template" "this" {
  id = aws_launch_template.this.id
}

output "launch_template_tags" {
  value = data.aws_launch_template.this.tags

  precondition {
    condition     = data.aws_launch_template.this.tags.Text == local.text
    error_message = "The template answers the tags that it was created with."
  }
}

# Made by the second apply, from the second version of the template.
resource "aws_autoscaling_group" "late" {
  count               = var.changed ? 1 : 0
  name                = "compute-late"
  vpc_zone_identifier = module.network.subnet_ids
  desired_capacity    = 1
  min_size            = 1
  max_size            = 2
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
}

resource "aws_autoscaling_group" "mixed" {
  name                      = "compute-mixed"
  vpc_zone_identifier       = module.network.subnet_ids
  desired_capacity          = 3
  min_size                  = 2
  max_size                  = var.changed ? 8 : 6
  health_check_grace_period = 0
  protect_from_scale_in     = true
  enabled_metrics           = ["GroupDesiredCapacity", "GroupInServiceInstances"]
  wait_for_capacity_timeout = "1m"
  force_delete              = true
  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = 1
      on_demand_percentage_above_base_capacity = 25
      spot_allocation_strategy                 = "price-capacity-optimized"
    }
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.this.id
        version            = "$Latest"
      }
      override { instance_type = "t3.medium" }
      override { instance_type = "t3a.medium" }
    }
  }
  instance_maintenance_policy {
    min_healthy_percentage = 90
    max_healthy_percentage = 120
  }
  instance_refresh {
    strategy = "Rolling"
    preferences { min_healthy_percentage = 50 }
  }
  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }
}

resource "aws_autoscaling_group" "web" {
  name                 = "compute-web"
  vpc_zone_identifier  = module.network.subnet_ids
  desired_capacity     = 2
  min_size             = 2
  max_size             = var.changed ? 8 : 6
  health_check_type    = "ELB"
  termination_policies = ["OldestInstance"]
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
}

resource "aws_autoscaling_schedule" "night" {
  scheduled_action_name  = "night"
  autoscaling_group_name = aws_autoscaling_group.web.name
  min_size               = 1
  max_size               = 2
  desired_capacity       = 1
  recurrence             = "0 22 * * *"
  time_zone              = "Asia/Tokyo"
}

resource "aws_autoscaling_policy" "target" {
  name                      = "target"
  autoscaling_group_name    = aws_autoscaling_group.web.name
  policy_type               = "TargetTrackingScaling"
  estimated_instance_warmup = 120
  target_tracking_configuration {
    target_value = var.changed ? 60 : 50
    predefined_metric_specification { predefined_metric_type = "ASGAverageCPUUtilization" }
  }
}

resource "aws_autoscaling_policy" "simple" {
  name                   = "simple"
  autoscaling_group_name = aws_autoscaling_group.web.name
  adjustment_type        = "ChangeInCapacity"
  scaling_adjustment     = 1
  cooldown               = 300
  enabled                = var.changed
}

resource "aws_autoscaling_policy" "step" {
  name                   = "step"
  autoscaling_group_name = aws_autoscaling_group.web.name
  policy_type            = "StepScaling"
  adjustment_type        = "ChangeInCapacity"
  step_adjustment {
    metric_interval_lower_bound = 0
    metric_interval_upper_bound = 20
    scaling_adjustment          = 1
  }
  step_adjustment {
    metric_interval_lower_bound = 20
    scaling_adjustment          = 2
  }
}

resource "aws_autoscaling_policy" "predictive" {
  name                   = "predictive"
  autoscaling_group_name = aws_autoscaling_group.web.name
  policy_type            = "PredictiveScaling"
  predictive_scaling_configuration {
    mode = "ForecastOnly"
    metric_specification {
      target_value = 50
      predefined_metric_pair_specification { predefined_metric_type = "ASGCPUUtilization" }
    }
  }
}

# The name that the policy of another group has.
resource "aws_autoscaling_policy" "same_name" {
  name                   = "target"
  autoscaling_group_name = aws_autoscaling_group.mixed.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 70
    predefined_metric_specification { predefined_metric_type = "ASGAverageCPUUtilization" }
  }
}

# The shape of an action which leaves sizes as they are: -1 is what the provider says for nothing.
resource "aws_autoscaling_schedule" "desired" {
  scheduled_action_name  = "desired"
  autoscaling_group_name = aws_autoscaling_group.web.name
  min_size               = -1
  max_size               = -1
  desired_capacity       = var.changed ? 3 : 2
  recurrence             = "0 9 * * MON-FRI"
  time_zone              = "Asia/Seoul"
}

resource "aws_autoscaling_notification" "this" {
  group_names = [aws_autoscaling_group.web.name, aws_autoscaling_group.mixed.name]
  topic_arn   = aws_sns_topic.hook.arn
  notifications = concat(
    ["autoscaling:EC2_INSTANCE_LAUNCH_ERROR"],
    var.changed ? ["autoscaling:EC2_INSTANCE_TERMINATE_ERROR"] : [],
  )
}

# Any machine that has what is needed, instead of types by name.
resource "aws_launch_template" "open" {
  name     = "compute-open"
  image_id = data.aws_ssm_parameter.image.value
}

resource "aws_autoscaling_group" "requirements" {
  name                = "compute-requirements"
  vpc_zone_identifier = module.network.subnet_ids
  desired_capacity    = 1
  min_size            = 1
  max_size            = 2
  capacity_rebalance  = true
  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = 1
      on_demand_percentage_above_base_capacity = var.changed ? 50 : 0
      spot_allocation_strategy                 = "price-capacity-optimized"
    }
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.open.id
        version            = aws_launch_template.open.latest_version
      }
      override {
        instance_requirements {
          burstable_performance = "included"
          instance_generations  = ["current"]
          vcpu_count {
            min = 1
            max = var.changed ? 4 : 2
          }
          memory_mib {
            min = 1024
            max = 4096
          }
        }
      }
    }
  }
}

resource "aws_sns_topic" "hook" {
  name = "compute-hook"
}

resource "aws_autoscaling_lifecycle_hook" "bare" {
  name                   = "bare"
  autoscaling_group_name = aws_autoscaling_group.web.name
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
  heartbeat_timeout      = var.changed ? 240 : 120
  default_result         = "CONTINUE"
}

resource "aws_autoscaling_lifecycle_hook" "full" {
  name                    = "full"
  autoscaling_group_name  = aws_autoscaling_group.web.name
  lifecycle_transition    = "autoscaling:EC2_INSTANCE_LAUNCHING"
  heartbeat_timeout       = 3600
  notification_metadata   = jsonencode({ a = 1 })
  notification_target_arn = aws_sns_topic.hook.arn
  role_arn                = aws_iam_role.this.arn
}
