import {
  containerDefinition,
  logRouter,
  volumes,
  type Container,
  type TaskOptions,
} from "./container-definition";

const app: Container = {
  image: "registry/shop:v1",
  port: 8000,
  environment: {},
  environmentFiles: [],
  secrets: {},
  dependsOn: {},
  stopSeconds: 30,
  readonlyRootFilesystem: true,
  writable: [],
  essential: true,
};
const options: TaskOptions = {
  region: "ap-northeast-2",
  logGroup: "/ecs/shop",
  logging: { kind: "cloudwatch", retentionDays: 30 },
  exec: false,
  connected: undefined,
};
const rendered = (change: Partial<Container>, more: Partial<TaskOptions> = {}): object =>
  // As ECS gets it: what is undefined is not there.
  JSON.parse(
    JSON.stringify(containerDefinition("app", { ...app, ...change }, { ...options, ...more })),
  ) as object;

test("what the settings don't say is left out", () => {
  expect(Object.keys(rendered({})).sort()).toEqual([
    "environment",
    "essential",
    "image",
    "logConfiguration",
    "name",
    "portMappings",
    "readonlyRootFilesystem",
    "secrets",
    "stopTimeout",
  ]);
});

test("an image which doesn't run as root may listen on a port below 1024, where its container has one", () => {
  const systemControls = [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }];
  expect(rendered({ port: 80 })).toMatchObject({ systemControls });
  expect(rendered({ port: 1023 })).toMatchObject({ systemControls });
  expect(rendered({ port: 1024 })).not.toHaveProperty("systemControls");
  expect(rendered({ port: undefined })).not.toHaveProperty("systemControls");
});

test("a container waits for others, and says how it is", () => {
  const healthCheck = { command: "curl -f localhost", intervalSeconds: 10, timeoutSeconds: 2, retries: 2 };
  expect(
    rendered({
      dependsOn: { nginx: "healthy", migrate: "success" },
      healthCheck: { ...healthCheck, startSeconds: 0 },
    }),
  ).toMatchObject({
    dependsOn: [
      { containerName: "nginx", condition: "HEALTHY" },
      { containerName: "migrate", condition: "SUCCESS" },
    ],
    healthCheck: { command: ["CMD-SHELL", "curl -f localhost"], interval: 10, timeout: 2, retries: 2 },
  });
  expect(rendered({ healthCheck: { ...healthCheck, startSeconds: 0 } })).not.toHaveProperty(
    "healthCheck.startPeriod",
  );
  expect(rendered({ healthCheck: { ...healthCheck, startSeconds: 20 } })).toHaveProperty(
    "healthCheck.startPeriod",
    20,
  );
});

test("files of environment variables are those of S3", () => {
  expect(rendered({ environmentFiles: ["arn:aws:s3:::config/shop/shop.env"] })).toMatchObject({
    environmentFiles: [{ type: "s3", value: "arn:aws:s3:::config/shop/shop.env" }],
  });
});

test("writable directories are volumes of the container's own", () => {
  const writable = ["/tmp", "/var/cache/nginx"];
  expect(volumes("app", { ...app, writable }, options)).toEqual({
    "app-tmp": "/tmp",
    "app-var-cache-nginx": "/var/cache/nginx",
  });
  expect(rendered({ writable })).toMatchObject({
    readonlyRootFilesystem: true,
    mountPoints: [
      { sourceVolume: "app-tmp", containerPath: "/tmp", readOnly: false },
      { sourceVolume: "app-var-cache-nginx", containerPath: "/var/cache/nginx", readOnly: false },
    ],
  });
});

test("ECS Exec finds a first process, and directories to write to in a read-only file system", () => {
  expect(rendered({}, { exec: true })).toMatchObject({
    linuxParameters: { initProcessEnabled: true },
    mountPoints: [
      { containerPath: "/managed-agents" },
      { containerPath: "/var/lib/amazon/ssm" },
      { containerPath: "/var/log/amazon/ssm" },
    ],
  });
  expect(rendered({ readonlyRootFilesystem: false }, { exec: true })).not.toHaveProperty("mountPoints");
});

test("Service Connect calls a port by the container's name", () => {
  expect(rendered({}, { connected: "app" })).toMatchObject({
    portMappings: [{ containerPort: 8000, name: "app", appProtocol: "http" }],
  });
  expect(rendered({}, { connected: "nginx" })).not.toHaveProperty("portMappings.0.name");
});

describe("FireLens", () => {
  const firelens: TaskOptions["logging"] = {
    kind: "firelens",
    retentionDays: 30,
    image: "fluent-bit",
    statements: [],
  };

  test("sends to CloudWatch unless told otherwise", () => {
    expect(rendered({}, { logging: firelens })).toMatchObject({
      logConfiguration: {
        logDriver: "awsfirelens",
        options: { Name: "cloudwatch_logs", log_group_name: "/ecs/shop", log_stream_prefix: "app/" },
      },
    });
    const output = { Name: "http", Host: "logs.example.com" };
    expect(rendered({}, { logging: { ...firelens, output } })).toMatchObject({
      logConfiguration: { logDriver: "awsfirelens", options: output },
    });
  });

  test("its own container writes to CloudWatch by itself", () => {
    expect(logRouter("fluent-bit", { ...options, logging: firelens })).toMatchObject({
      name: "log-router",
      essential: true,
      firelensConfiguration: { type: "fluentbit" },
      logConfiguration: { logDriver: "awslogs" },
    });
  });
});
