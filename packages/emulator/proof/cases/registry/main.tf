resource "aws_ecr_pull_through_cache_rule" "public" {
  ecr_repository_prefix = "ecr-public"
  upstream_registry_url = "public.ecr.aws"
}

resource "aws_ecr_repository_creation_template" "full" {
  prefix               = "ecr-public"
  description          = var.changed ? "cached" : "cached from public.ecr.aws"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "IMMUTABLE"
  encryption_configuration { encryption_type = "AES256" }
  lifecycle_policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }
      action       = { type = "expire" }
    }]
  })
  resource_tags = { Team = "platform" }
}

resource "aws_ecr_repository_creation_template" "bare" {
  prefix      = "ROOT"
  applied_for = ["REPLICATION", "PULL_THROUGH_CACHE"]
}

resource "aws_kms_key" "registry" {
  deletion_window_in_days = 7
}

resource "aws_ecr_repository" "app" {
  name                 = "registry-app"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = true
  image_scanning_configuration { scan_on_push = !var.changed }
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.registry.arn
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "keep the last images"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 10 }
      action       = { type = "expire" }
    }]
  })
}

resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "pull"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}

# A user who goes with all that is the user's, access keys made by hand included.
resource "aws_iam_user" "developer" {
  name          = "registry-developer"
  path          = "/proof/"
  force_destroy = true
  tags          = { Text = var.changed ? "second" : "first" }
}

resource "aws_iam_group" "push" {
  name = "registry-push"
  path = "/proof/"
}

resource "aws_iam_group_policy_attachment" "push" {
  group      = aws_iam_group.push.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"
}

resource "aws_iam_user_group_membership" "developer" {
  user   = aws_iam_user.developer.name
  groups = [aws_iam_group.push.name]
}
