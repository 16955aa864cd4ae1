data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["codebuild.amazonaws.com", "codepipeline.amazonaws.com", "chatbot.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "delivery"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

module "network" {
  source = "../../network"
  name   = "delivery"
}

resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}

resource "aws_s3_bucket" "artifacts" {
  bucket        = "delivery-artifacts"
  force_destroy = true
}

resource "aws_codecommit_repository" "this" {
  repository_name = "delivery"
  description     = var.changed ? "changed" : "first"
  tags            = { Changed = var.changed }
}

resource "aws_codeconnections_connection" "new_name" {
  name          = "delivery-new"
  provider_type = "GitHub"
  tags          = { Changed = var.changed }
}

resource "aws_codestarconnections_connection" "old_name" {
  name          = "delivery-old"
  provider_type = "GitHub"
}

resource "aws_codestarconnections_host" "enterprise" {
  name              = "delivery"
  provider_endpoint = "https://git.example.com"
  provider_type     = "GitHubEnterpriseServer"
}

resource "aws_codestarconnections_connection" "enterprise" {
  name     = "delivery-enterprise"
  host_arn = aws_codestarconnections_host.enterprise.arn
}

resource "aws_codebuild_project" "pipeline" {
  name           = "delivery-pipeline"
  description    = var.changed ? "changed" : "first"
  service_role   = aws_iam_role.this.arn
  build_timeout  = var.changed ? 40 : 30
  queued_timeout = 60
  encryption_key = aws_kms_key.this.arn
  artifacts { type = "CODEPIPELINE" }
  cache {
    type  = "LOCAL"
    modes = ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE"]
  }
  environment {
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type            = "LINUX_CONTAINER"
    privileged_mode = true
    environment_variable {
      name  = "A"
      value = var.changed ? "2" : "1"
    }
    environment_variable {
      name  = "P"
      value = "/delivery/x"
      type  = "PARAMETER_STORE"
    }
    environment_variable {
      name  = "S"
      value = "delivery:key"
      type  = "SECRETS_MANAGER"
    }
  }
  source {
    type      = "CODEPIPELINE"
    buildspec = yamlencode({ version = 0.2, phases = { build = { commands = ["echo hi"] } } })
  }
  dynamic "vpc_config" {
    for_each = var.changed ? [] : ["until it is changed"]
    content {
      vpc_id             = module.network.vpc_id
      subnets            = module.network.subnet_ids
      security_group_ids = [module.network.security_group_id]
    }
  }
  logs_config {
    cloudwatch_logs { group_name = "/codebuild/delivery" }
    s3_logs {
      status   = "ENABLED"
      location = "${aws_s3_bucket.artifacts.id}/logs"
    }
  }
}

resource "aws_codebuild_project" "repository" {
  name         = "delivery-repository"
  service_role = aws_iam_role.this.arn
  artifacts { type = "NO_ARTIFACTS" }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }
  source {
    type            = "GITHUB"
    location        = "https://github.com/example/app.git"
    git_clone_depth = 1
  }
}

resource "aws_codebuild_webhook" "this" {
  project_name = aws_codebuild_project.repository.name
  build_type   = "BUILD"
  filter_group {
    filter {
      type    = "EVENT"
      pattern = "PUSH"
    }
    filter {
      type    = "HEAD_REF"
      pattern = var.changed ? "^refs/heads/release$" : "^refs/heads/main$"
    }
  }
}

resource "aws_codepipeline" "v2" {
  name           = "delivery-v2"
  pipeline_type  = "V2"
  execution_mode = var.changed ? "SUPERSEDED" : "QUEUED"
  role_arn       = aws_iam_role.this.arn
  artifact_store {
    location = aws_s3_bucket.artifacts.bucket
    type     = "S3"
    encryption_key {
      id   = aws_kms_key.this.arn
      type = "KMS"
    }
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["source"]
      configuration = {
        ConnectionArn    = aws_codestarconnections_connection.old_name.arn
        FullRepositoryId = "example/app"
        BranchName       = "main"
        DetectChanges    = "true"
      }
    }
  }
  stage {
    name = "Build"
    action {
      name             = "Build"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["source"]
      output_artifacts = ["built"]
      configuration    = { ProjectName = aws_codebuild_project.pipeline.name }
    }
  }
  stage {
    name = "Approve"
    action {
      name          = "Approve"
      category      = "Approval"
      owner         = "AWS"
      provider      = "Manual"
      version       = "1"
      configuration = { CustomData = var.changed ? "really?" : "ok?", NotificationArn = aws_sns_topic.this.arn }
    }
  }
  stage {
    name = "Deploy"
    action {
      name            = "Rolling"
      category        = "Deploy"
      owner           = "AWS"
      provider        = "ECS"
      version         = "1"
      run_order       = 1
      input_artifacts = ["built"]
      configuration   = { ClusterName = "c", ServiceName = "s", FileName = "imagedefinitions.json" }
    }
    action {
      name            = "BlueGreen"
      category        = "Deploy"
      owner           = "AWS"
      provider        = "CodeDeployToECS"
      version         = "1"
      run_order       = 2
      input_artifacts = ["built"]
      configuration = {
        ApplicationName                = "app"
        DeploymentGroupName            = "group"
        TaskDefinitionTemplateArtifact = "built"
        TaskDefinitionTemplatePath     = "taskdef.json"
        AppSpecTemplateArtifact        = "built"
        AppSpecTemplatePath            = "appspec.yaml"
        Image1ArtifactName             = "built"
        Image1ContainerName            = "IMAGE1_NAME"
      }
    }
  }
  trigger {
    provider_type = "CodeStarSourceConnection"
    git_configuration {
      source_action_name = "Source"
      push {
        branches { includes = ["main"] }
        file_paths { includes = ["app/**"] }
      }
    }
  }
  variable {
    name          = "ENV"
    default_value = "dev"
  }
}

resource "aws_codepipeline" "v1" {
  name     = "delivery-v1"
  role_arn = aws_iam_role.this.arn
  artifact_store {
    location = aws_s3_bucket.artifacts.bucket
    type     = "S3"
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      output_artifacts = ["source"]
      configuration    = { RepositoryName = aws_codecommit_repository.this.repository_name, BranchName = "main" }
    }
  }
  stage {
    name = "Build"
    action {
      name            = "Build"
      category        = "Build"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["source"]
      configuration   = { ProjectName = aws_codebuild_project.pipeline.name }
    }
  }
  tags = { Changed = var.changed }
}

resource "aws_codepipeline_webhook" "this" {
  name            = "delivery"
  authentication  = "GITHUB_HMAC"
  target_action   = "Source"
  target_pipeline = aws_codepipeline.v1.name
  authentication_configuration { secret_token = "token" }
  filter {
    json_path    = "$.ref"
    match_equals = "refs/heads/{Branch}"
  }
  tags = { Changed = var.changed }
}

resource "aws_sns_topic" "this" {
  name = "delivery"
}

resource "aws_codestarnotifications_notification_rule" "this" {
  name           = "delivery"
  detail_type    = var.changed ? "BASIC" : "FULL"
  event_type_ids = ["codepipeline-pipeline-pipeline-execution-failed"]
  resource       = aws_codepipeline.v2.arn
  target { address = aws_sns_topic.this.arn }
}

resource "aws_chatbot_slack_channel_configuration" "this" {
  configuration_name = "delivery-slack"
  iam_role_arn       = aws_iam_role.this.arn
  slack_channel_id   = "C07EZ1ABC23"
  slack_team_id      = "T07EA123LEP"
  sns_topic_arns     = [aws_sns_topic.this.arn]
  logging_level      = var.changed ? "INFO" : "ERROR"
}

resource "aws_chatbot_teams_channel_configuration" "this" {
  configuration_name = "delivery-teams"
  iam_role_arn       = aws_iam_role.this.arn
  channel_id         = "19:abc@thread.tacv2"
  team_id            = "74361522-da01-538d-aa2e-ac7918c6bb92"
  tenant_id          = "a6c4dc4c-0a6c-4c4c-8c4c-0a6c4c4c4c4c"
}
