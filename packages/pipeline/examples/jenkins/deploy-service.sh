#!/bin/bash
# Has ECS run an image in a rolling service of the services layer, as the pipelines of CodePipeline do.
#
#   ./deploy-service.sh IMAGE
#
# CLUSTER, SERVICE, CONTAINER and PARAMETERS name what is deployed; for the service "web" of the prefix "devloop":
#   CLUSTER=devloop-cluster SERVICE=devloop-web CONTAINER=app PARAMETERS=/devloop-services/web
set -euo pipefail
IMAGE=$1

# The newest revision of the family has the environment of the settings; only the image is another one.
aws ecs describe-task-definition --task-definition "$SERVICE" --query taskDefinition --output json |
  jq --arg name "$CONTAINER" --arg image "$IMAGE" '
    del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities)
    | del(.registeredAt, .registeredBy, .deregisteredAt)
    | .containerDefinitions |= map(if .name == $name then .image = $image else . end)
  ' > taskdef.json
jq --exit-status --arg image "$IMAGE" 'any(.containerDefinitions[]; .image == $image)' taskdef.json > /dev/null
REVISION=$(aws ecs register-task-definition --cli-input-json file://taskdef.json \
  --query taskDefinition.taskDefinitionArn --output text)

aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$REVISION" > /dev/null
aws ecs wait services-stable --cluster "$CLUSTER" --services "$SERVICE"
# A deployment that failed is stable too: ECS has gone back to what ran before.
RUNNING=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" \
  --query 'services[0].taskDefinition' --output text)
if [ "$RUNNING" != "$REVISION" ]; then
  echo "ECS has gone back to $RUNNING: $IMAGE did not become healthy" >&2
  exit 1
fi

# What runs is written down, or the next plan of the services layer would bring back the image before.
aws ssm put-parameter --name "$PARAMETERS/image" --value "$IMAGE" --overwrite
aws ssm put-parameter --name "$PARAMETERS/task-definition" --value "$REVISION" --overwrite
