#!/bin/bash
# Runs an image in a container of a host of the services layer (`hosts.<name>.docker.<container>` there).
#
#   ./deploy-on-host.sh INSTANCE IMAGE CONTAINER
#   ./deploy-on-host.sh i-0123456789abcdef0 "$REPOSITORY_URI:1a2b3c4" app
set -euo pipefail
INSTANCE=$1 IMAGE=$2 CONTAINER=$3

# The host starts its container by a script of its own, at each start of the machine too: the image is put in there.
COMMANDS=$(jq --null-input --arg image "$IMAGE" --arg repository "${IMAGE%:*}" --arg name "$CONTAINER" '
($image | split("/")[0]) as $registry | ($registry | split(".")[3]) as $region | {commands: [
  "set -eu",
  "aws ecr get-login-password --region \($region) | docker login --username AWS --password-stdin \($registry)",
  "docker pull --quiet \($image)",
  "sed -i \"s#\($repository):[A-Za-z0-9_.-]*#\($image)#g\" /usr/local/sbin/container-\($name)",
  "systemctl restart container-\($name)",
  "for attempt in $(seq 30); do",
  "  sleep 2",
  "  [ \"$(docker inspect --format {{.Config.Image}} \($name) 2> /dev/null)\" = \"\($image)\" ] && exit 0",
  "done",
  "echo \"container \($name) did not start\" >&2",
  "exit 1"
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
