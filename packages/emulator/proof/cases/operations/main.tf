data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "states.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "operations"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"
}

resource "aws_iam_policy" "this" {
  name = "operations"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.changed ? ["sns:Publish", "states:StartExecution"] : ["sns:Publish"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.this.arn
}

resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}

resource "aws_sns_topic" "this" {
  name              = "operations"
  display_name      = var.changed ? "changed" : "alarms"
  kms_master_key_id = aws_kms_key.this.id
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "alarms", Effect = "Allow", Principal = { Service = "cloudwatch.amazonaws.com" }, Action = "sns:Publish", Resource = aws_sns_topic.this.arn }]
  })
}

resource "aws_sns_topic_subscription" "this" {
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = "team@example.com"
}

resource "aws_ssm_parameter" "plain" {
  name  = "/operations/plain"
  type  = "String"
  value = var.changed ? "second" : "first"
}

resource "aws_ssm_parameter" "secure" {
  name   = "/operations/secure"
  type   = "SecureString"
  key_id = aws_kms_key.this.key_id
  value  = "secret"
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "operations"
  description             = var.changed ? "changed" : "first"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode({ password = var.changed ? "second" : "first" })
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/operations"
  retention_in_days = var.changed ? 30 : 7
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  name           = "errors"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "ERROR"
  metric_transformation {
    name      = "Errors"
    namespace = "Proof"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "plain" {
  alarm_name          = "operations-errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "Errors"
  namespace           = "Proof"
  period              = 60
  statistic           = "Sum"
  threshold           = var.changed ? 20 : 10
  treat_missing_data  = "notBreaching"
  dimensions          = { Service = "app" }
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}

resource "aws_cloudwatch_metric_alarm" "expression" {
  alarm_name          = "operations-rate"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 5
  metric_query {
    id          = "rate"
    expression  = "100 * errors / requests"
    label       = "error rate"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        period      = 60
        stat        = "Sum"
        dimensions  = { LoadBalancer = "app/x/1" }
      }
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "this" {
  alarm_name = "operations-both"
  alarm_rule = "ALARM(${aws_cloudwatch_metric_alarm.plain.alarm_name}) AND ALARM(${aws_cloudwatch_metric_alarm.expression.alarm_name})"
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "operations"
  dashboard_body = jsonencode({
    widgets = [{
      type       = "metric"
      x          = 0
      y          = 0
      width      = 12
      height     = var.changed ? 8 : 6
      properties = { metrics = [["AWS/ECS", "CPUUtilization", "ClusterName", "c"]], region = "ap-northeast-1", period = 60 }
    }]
  })
}

resource "aws_cloudwatch_event_rule" "pattern" {
  name          = "operations-pattern"
  description   = var.changed ? "changed" : "stopped tasks"
  event_pattern = jsonencode({ source = ["aws.ecs"], "detail-type" = ["ECS Task State Change"], detail = { lastStatus = ["STOPPED"] } })
}

resource "aws_cloudwatch_event_target" "topic" {
  rule      = aws_cloudwatch_event_rule.pattern.name
  target_id = "topic"
  arn       = aws_sns_topic.this.arn
  input_transformer {
    input_paths    = { task = "$.detail.taskArn" }
    input_template = "\"stopped: <task>\""
  }
}

resource "aws_cloudwatch_event_rule" "schedule" {
  name                = "operations-schedule"
  schedule_expression = "cron(0 12 * * ? *)"
  state               = var.changed ? "DISABLED" : "ENABLED"
}

resource "aws_cloudwatch_event_target" "machine" {
  rule     = aws_cloudwatch_event_rule.schedule.name
  arn      = aws_sfn_state_machine.this.arn
  role_arn = aws_iam_role.this.arn
  input    = jsonencode({ a = 1 })
}

resource "aws_sfn_state_machine" "this" {
  name     = "operations"
  role_arn = aws_iam_role.this.arn
  definition = jsonencode({
    StartAt = "Wait"
    States = {
      Wait = { Type = "Wait", Seconds = var.changed ? 20 : 10, Next = "Publish" }
      Publish = {
        Type       = "Task"
        Resource   = "arn:aws:states:::sns:publish"
        Parameters = { TopicArn = aws_sns_topic.this.arn, Message = "done" }
        End        = true
      }
    }
  })
  logging_configuration {
    level                  = "ERROR"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.this.arn}:*"
  }
}

resource "aws_dynamodb_table" "this" {
  name           = "operations"
  hash_key       = "id"
  read_capacity  = 1
  write_capacity = 1
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_appautoscaling_target" "this" {
  max_capacity       = 4
  min_capacity       = 1
  resource_id        = "table/${aws_dynamodb_table.this.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  service_namespace  = "dynamodb"
  tags               = { Owner = var.changed ? "b" : "a" }
}
