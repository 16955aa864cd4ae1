#!/bin/bash
# Runs an image in Docker on a host of the services layer, in the place of the container of that name.
#
#   ./deploy-on-host.sh INSTANCE IMAGE NAME PORTS
#   ./deploy-on-host.sh i-0123456789abcdef0 "$REPOSITORY_URI:1a2b3c4" devloop-server 8080:8080
set -euo pipefail
INSTANCE=$1 IMAGE=$2 NAME=$3 PORTS=$4

COMMANDS=$(jq --null-input --arg image "$IMAGE" --arg name "$NAME" --arg ports "$PORTS" '
($image | split("/")[0]) as $registry | ($registry | split(".")[3]) as $region | {commands: [
  "set -eu",
  "aws ecr get-login-password --region \($region) | docker login --username AWS --password-stdin \($registry)",
  "docker pull \($image)",
  "docker rm --force \($name) 2> /dev/null || true",
  "docker run --detach --restart always --name \($name) --publish \($ports) \($image)",
  "docker image prune --all --force"
]}')
COMMAND=$(aws ssm send-command --instance-ids "$INSTANCE" --document-name AWS-RunShellScript \
  --parameters "$COMMANDS" --query Command.CommandId --output text)

STATUS=Pending
for _ in $(seq 60); do
  sleep "${LOOK_SECONDS:-5}"
  STATUS=$(aws ssm get-command-invocation --command-id "$COMMAND" --instance-id "$INSTANCE" \
    --query Status --output text || echo Pending) # the host has not heard of it yet
  case $STATUS in Pending | InProgress | Delayed) continue ;; *) break ;; esac
done
if [ "$STATUS" != Success ]; then
  echo "$IMAGE does not run on $INSTANCE: $STATUS" >&2
  aws ssm get-command-invocation --command-id "$COMMAND" --instance-id "$INSTANCE" \
    --query StandardErrorContent --output text >&2
  exit 1
fi
