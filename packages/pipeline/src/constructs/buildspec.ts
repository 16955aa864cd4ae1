/** The commands of a build, by the phase in which CodeBuild runs them. */
export type Phases = Readonly<Partial<Record<"pre_build" | "build" | "post_build", readonly string[]>>>;

/** What CodeBuild is to do. Its commands take every name from environment variables of the project. */
export interface Buildspec {
  readonly phases: Phases;
  /** The files that it hands on. */
  readonly artifacts: readonly string[];
}

/** Lines for ECS's rolling deployment: which container gets which image. */
const ROLLING_FILES = [
  `jq --null-input --arg name "$CONTAINER_NAME" --arg image "$IMAGE" '[{name: $name, imageUri: $image}]' > imagedefinitions.json`,
];

/** What DescribeTaskDefinition answers and RegisterTaskDefinition does not take. */
const READ_ONLY_FIELDS = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
];

/**
 * Lines for CodeDeploy. The task definition is the family's newest revision, which has the environment of the
 * settings; the names in angle brackets are filled in by CodePipeline when it deploys.
 */
const BLUE_GREEN_FILES = [
  `jq --null-input --arg image "$IMAGE" '{ImageURI: $image}' > imageDetail.json`,
  [
    `aws ecs describe-task-definition --task-definition "$TASK_FAMILY" --query taskDefinition --output json > current.json`,
    `jq --arg name "$CONTAINER_NAME" '`,
    `  del(${READ_ONLY_FIELDS.map((field) => `.${field}`).join(", ")})`,
    `  | .containerDefinitions |= map(if .name == $name then .image = "<IMAGE1_NAME>" else . end)`,
    `' current.json > taskdef.json`,
    `grep --quiet '<IMAGE1_NAME>' taskdef.json`,
  ].join("\n"),
  [
    "cat > appspec.yaml <<END",
    "version: 0.0",
    "Resources:",
    "  - TargetService:",
    "      Type: AWS::ECS::Service",
    "      Properties:",
    "        TaskDefinition: <TASK_DEFINITION>",
    "        LoadBalancerInfo:",
    '          ContainerName: "$TARGET_CONTAINER"',
    "          ContainerPort: $TARGET_PORT",
    // JSON is YAML too. Without it CodeDeploy would not go by the service, but start the tasks on Fargate.
    "        CapacityProviderStrategy: $CAPACITY_PROVIDER_STRATEGY",
    "END",
  ].join("\n"),
];

/** Builds an image, pushes it under the commit, and says which image to deploy. */
export const buildImage = (kind: "blue-green" | "rolling"): Buildspec => ({
  phases: {
    pre_build: [
      `TAG=$(printf '%.7s' "$CODEBUILD_RESOLVED_SOURCE_VERSION")`,
      `test -n "$TAG"`,
      `IMAGE="$REPOSITORY_URI:$TAG"`,
      `aws ecr get-login-password | docker login --username AWS --password-stdin "$(dirname "$REPOSITORY_URI")"`,
    ],
    build: [
      // A tag never changes its image, so what a run before this one has pushed is used again, not pushed again.
      [
        `if aws ecr describe-images --repository-name "$REPOSITORY_NAME" --image-ids imageTag="$TAG" > /dev/null 2> error.txt`,
        `then echo "$IMAGE is in the registry already"`,
        `elif grep --quiet ImageNotFoundException error.txt`,
        `then docker build --tag "$IMAGE" --file "$DOCKERFILE" "$CONTEXT" && docker push "$IMAGE"`,
        `else cat error.txt >&2 && false`,
        `fi`,
      ].join("\n"),
    ],
    post_build: kind === "rolling" ? ROLLING_FILES : BLUE_GREEN_FILES,
  },
  artifacts:
    kind === "rolling" ? ["imagedefinitions.json"] : ["imageDetail.json", "taskdef.json", "appspec.yaml"],
});

/** Writes which task definition and which image of the service run now, for the next plan of the services. */
export const recordRunning: Buildspec = {
  phases: {
    build: [
      // Of a blue/green service the set of tasks that serves users counts, and not what the service began with.
      [
        `TASK_DEFINITION=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --output text \\`,
        `  --query "services[0].[taskSets[?status=='PRIMARY'].taskDefinition | [0], taskDefinition] | [?@] | [0]")`,
        `test -n "$TASK_DEFINITION" && test "$TASK_DEFINITION" != None`,
      ].join("\n"),
      [
        `IMAGE=$(aws ecs describe-task-definition --task-definition "$TASK_DEFINITION" --output text \\`,
        `  --query "taskDefinition.containerDefinitions[?name=='$CONTAINER_NAME'].image | [0]")`,
        `test -n "$IMAGE" && test "$IMAGE" != None`,
      ].join("\n"),
      `echo "$TASK_DEFINITION runs $IMAGE"`,
      // The image first: a plan between the two then still starts from the image that runs.
      `aws ssm put-parameter --name "$IMAGE_PARAMETER" --value "$IMAGE" --overwrite`,
      `aws ssm put-parameter --name "$TASK_DEFINITION_PARAMETER" --value "$TASK_DEFINITION" --overwrite`,
    ],
  },
  artifacts: [],
};

/** A command as an item of a YAML list; a command of several lines stays readable. */
function item(command: string): string {
  const [first = "", ...others] = command.split("\n");
  if (others.length === 0) return `      - ${JSON.stringify(first)}`;
  return ["      - |", ...[first, ...others].map((line) => `        ${line}`)].join("\n");
}

/** A buildspec as CodeBuild reads it: YAML. */
export function render({ phases, artifacts }: Buildspec): string {
  const commands = Object.entries(phases).flatMap(([phase, lines]) => [
    `  ${phase}:`,
    // Else CodeBuild goes on to the next phase, which has nothing to work with.
    "    on-failure: ABORT",
    "    commands:",
    ...lines.map(item),
  ]);
  const files =
    artifacts.length === 0 ? [] : ["artifacts:", "  files:", ...artifacts.map((file) => `    - ${file}`)];
  return ["version: 0.2", "env:", "  shell: bash", "phases:", ...commands, ...files, ""].join("\n");
}
