import { synthesize, testEnvironment, type Synthesized } from "@strata/core/testing";
import { servicesSettings, type ServicesSettingsInput } from "./settings";
import { ServicesStack } from "./stack";

const settings: ServicesSettingsInput = {
  loadBalancers: { edge: { scheme: "public", subnetGroup: "public", securityGroup: "web" } },
  services: {
    shop: {
      containers: {
        app: {
          image: { repository: "shop", tag: "v1" },
          port: 8000,
          environment: { LOG: "info", EDGE: { loadBalancerUrl: "edge" } },
          secrets: {
            DB_HOST: { database: "main", key: "host" },
            DB_PASSWORD: { database: "main", key: "password" },
            TOKEN: { secretArn: "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:token" },
          },
        },
      },
      subnetGroup: "private",
      securityGroup: "app",
      exec: false,
      traffic: { loadBalancer: "edge" },
      autoscaling: { min: 2, max: 6, cpuPercent: 50 },
    },
  },
};

const synthesizeWith = (change: object = {}, others: Partial<ServicesSettingsInput> = {}): Synthesized =>
  synthesize((app) => {
    const services = { shop: { ...settings.services?.shop, ...change } };
    return new ServicesStack(
      app,
      testEnvironment(),
      servicesSettings.parse({ ...settings, services, ...others }),
    );
  });

describe("a rolling service", () => {
  const stack = synthesizeWith();
  const service = stack.resource("aws_ecs_service");
  const [container] = JSON.parse(
    stack.resource("aws_ecs_task_definition").container_definitions as string,
  ) as Record<string, unknown>[];

  test("goes back by itself when a new version fails", () => {
    expect(service).toMatchObject({
      deployment_controller: { type: "ECS" },
      deployment_circuit_breaker: { enable: true, rollback: true },
      alarms: { alarm_names: ["test-shop-targets-errors"], enable: true, rollback: true },
    });
  });

  test("has no public address", () => {
    expect(service.network_configuration).toMatchObject({ assign_public_ip: false });
  });

  test("runs the newer of Terraform's task definition and the pipeline's", () => {
    expect(service.task_definition).toMatch(
      /max\(aws_ecs_task_definition\..*\.revision, tonumber\(.*aws_ssm_parameter/,
    );
    expect(service.lifecycle).toEqual({ ignore_changes: ["desired_count"] });
  });

  test("gets its environment as values and its secrets by reference only", () => {
    expect(container?.environment).toEqual([
      { name: "LOG", value: "info" },
      { name: "EDGE", value: expect.stringMatching(/^http:\/\/.*dns_name/) as string },
    ]);
    expect(container?.secrets).toEqual([
      { name: "DB_HOST", valueFrom: expect.stringMatching(/connection_secret_arn}:host::$/) as string },
      {
        name: "DB_PASSWORD",
        valueFrom: expect.stringMatching(/credentials_secret_arn}:password::$/) as string,
      },
      { name: "TOKEN", valueFrom: "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:token" },
    ]);
  });

  test("may read its own secrets, and no others", () => {
    const { policy } = stack.resource("aws_iam_role_policy");
    const { Statement } = JSON.parse(policy as string) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    expect(
      Statement.find(({ Action }) => Action.includes("secretsmanager:GetSecretValue"))?.Resource,
    ).toEqual([
      expect.stringContaining("connection_secret_arn"),
      expect.stringContaining("credentials_secret_arn"),
      "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:token",
    ]);
  });

  test("reads no more of other layers than it uses", () => {
    expect(stack.uses).toEqual([
      "database.databases.main.connection_secret_arn",
      "database.databases.main.credentials_secret_arn",
      "network.security_group_ids.app",
      "network.security_group_ids.web",
      "network.subnet_ids.private",
      "network.subnet_ids.public",
      "network.vpc_id",
      "registry.pull_policy_arn",
      "registry.repository_urls.shop",
    ]);
  });
});

describe("a service whose image is built by the images layer", () => {
  const built = { image: { built: "shop" }, port: 8000 };
  const DIGEST =
    /^\$\{data\.terraform_remote_state\.images\.outputs\.images\.shop\.uri\}$|images\["shop"\]\.uri/;
  const containersOf = (stack: Synthesized): { name: string; image: string }[] =>
    JSON.parse(stack.resource("aws_ecs_task_definition").container_definitions as string) as {
      name: string;
      image: string;
    }[];

  test("runs that image by its digest, so another one is rolled out", () => {
    const stack = synthesizeWith({ containers: { app: built } });
    expect(stack.uses).toContain("images.images.shop.uri");
    expect(containersOf(stack)[0]?.image).toMatch(DIGEST);
    expect(stack.resources("terraform_data")).toEqual({});
    const image = Object.values(stack.resources("aws_ssm_parameter")).find(
      ({ name }) => name === "/test-services/shop/image",
    );
    expect(image?.insecure_value).toMatch(DIGEST);
    expect(image).not.toHaveProperty("lifecycle");
  });

  test("leaves the first container to the pipeline when only another one is built", () => {
    const app = { image: { repository: "shop", tag: "v1" }, port: 8000 };
    const stack = synthesizeWith({ containers: { app, proxy: { ...built, port: 80 } } });
    const [first, second] = containersOf(stack);
    expect(first?.image).toMatch(/terraform_data\..*\.output\.image/);
    expect(second?.image).toMatch(DIGEST);
    // With another image of the proxy, the app's that runs then is taken.
    expect(JSON.stringify(stack.resource("terraform_data").triggers_replace)).toContain("images");
  });

  test("is the only reason to read the images layer", () => {
    expect(synthesizeWith().data("terraform_remote_state")).not.toHaveProperty("images");
  });
});

describe("a blue/green service", () => {
  const stack = synthesizeWith({ deployment: { kind: "blue-green", testPort: 10080 } });

  test("leaves to CodeDeploy what CodeDeploy changes", () => {
    const service = stack.resource("aws_ecs_service");
    expect(service.deployment_controller).toEqual({ type: "CODE_DEPLOY" });
    expect(service.lifecycle).toEqual({
      ignore_changes: ["desired_count", "task_definition", "load_balancer", "capacity_provider_strategy"],
    });
    for (const listener of Object.values(stack.resources("aws_lb_listener"))) {
      expect(listener.lifecycle).toEqual({ ignore_changes: ["default_action"] });
    }
  });

  test("publishes what CodeDeploy needs, and the parameter whose change is deployed", () => {
    const { shop } = stack.outputs.blue_green as Record<string, Record<string, unknown>>;
    expect(Object.keys(shop ?? {}).sort()).toEqual([
      "alarm_names",
      "blue_target_group",
      "green_target_group",
      "production_listener_arn",
      "rollout_parameter",
      "test_listener_arn",
    ]);
    expect(shop?.alarm_names).toEqual(["test-shop-blue-errors", "test-shop-green-errors"]);
  });
});

test("a service that nobody calls has no load balancer", () => {
  const stack = synthesizeWith({ traffic: undefined });
  expect(stack.resources("aws_lb_target_group")).toEqual({});
  expect(stack.resource("aws_ecs_service")).not.toHaveProperty("load_balancer");
});

describe("a load balancer with a certificate and a name", () => {
  const edge = {
    scheme: "public",
    subnetGroup: "public",
    securityGroup: "web",
    certificate: { name: "wildcard" },
    records: ["app"],
  } as const;
  const withBalancer = (change: object, domain?: string): Synthesized =>
    synthesize(
      (app) =>
        new ServicesStack(
          app,
          testEnvironment(domain === undefined ? {} : { domain }),
          servicesSettings.parse({ loadBalancers: { edge: { ...edge, ...change } } }),
        ),
    );

  test("has its listener before any service uses it, so that other layers can hang rules on it", () => {
    const stack = withBalancer({}, "example.com");
    expect(stack.outputs.listener_arns).toEqual({
      "edge:443": expect.stringMatching(/^\$\{aws_lb_listener\..*\.arn\}$/) as string,
    });
    expect(stack.uses).toContain("network.certificate_arns.wildcard");
    expect(stack.uses).toContain("network.zone_ids.example.com");
    expect(stack.resource("aws_route53_record")).toMatchObject({ name: "app.example.com", type: "A" });
  });

  test("has a firewall unless it is internal, or the settings say otherwise", () => {
    const firewalls = (change: object): number =>
      Object.keys(withBalancer(change, "example.com").resources("aws_wafv2_web_acl")).length;
    expect(firewalls({})).toBe(1);
    expect(firewalls({ waf: false })).toBe(0);
    expect(firewalls({ scheme: "internal" })).toBe(0);
    expect(firewalls({ scheme: "internal", waf: true })).toBe(1);
  });

  test("is refused in an environment without a domain", () => {
    expect(() => withBalancer({})).toThrow(
      'The environment test has no domain, and the services layer needs it: its settings have the name "app".',
    );
  });

  test("is refused with a certificate of another region", () => {
    const arn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    expect(() => withBalancer({ certificate: { arn } }, "example.com")).toThrow(
      `loadBalancers.edge.certificate.arn is ${arn}, but a load balancer takes certificates of its own region only`,
    );
  });
});

test("a bucket for access logs is made only where something logs", () => {
  const quiet = {
    scheme: "internal",
    subnetGroup: "public",
    securityGroup: "web",
    accessLogs: false,
  } as const;
  const stack = synthesizeWith({}, { loadBalancers: { edge: quiet } });
  expect(stack.resources("aws_s3_bucket")).toEqual({});
});

test("a host asks for tokens, encrypts its disk, and gets the rights of the settings", () => {
  const host = { subnetGroup: "public", securityGroup: "web" };
  const policies = (registryAccess: "none" | "pull" | "push"): unknown[] =>
    Object.values(
      synthesizeWith({}, { services: {}, hosts: { builder: { ...host, registryAccess } } }).resources(
        "aws_iam_role_policy_attachment",
      ),
    ).map(({ policy_arn }) => policy_arn);
  const session = expect.stringMatching(/AmazonSSMManagedInstanceCore$/) as string;
  const pull = expect.stringContaining("pull_policy_arn") as string;
  const push = expect.stringContaining("push_policy_arn") as string;
  expect(policies("none")).toEqual([session]);
  expect(policies("pull")).toEqual([pull, session]);
  expect(policies("push")).toEqual([pull, push, session]);

  const stack = synthesizeWith({}, { hosts: { builder: { ...host, packages: ["docker"] } } });
  expect(stack.resource("aws_instance")).toMatchObject({
    metadata_options: { http_tokens: "required" },
    root_block_device: { encrypted: true },
    user_data: expect.stringContaining("systemctl enable --now docker") as string,
  });
});
