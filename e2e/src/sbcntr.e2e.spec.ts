import { DeregisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { DeleteParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { awsAt, type Aws } from "./aws";
import { dockerProblem, registryProblem, startRegistry, type Registry } from "./docker";
import { loadBalancing } from "./edge-facts";
import { faults, NO_FAULTS } from "./lint";
import { reach, ruleMatrix, subnets } from "./network-facts";
import { testPipelineBuilds } from "./pipeline-build";
import { deployImage } from "./pipeline-deployment";
import {
  databases,
  deploymentGroup,
  endpoints,
  hosts,
  pipelines,
  repositories,
  running,
  secretSources,
  stages,
} from "./platform-facts";
import { expectNoLeak, SecretSearch } from "./secrets";
import { plannedChanges, Strata, succeeded } from "./strata";
import { tagAll } from "./tagging";

const LAYERS = ["network", "registry", "database", "services", "pipeline"];

/** Where images can be pushed to; without one the builds of the pipelines are not run. */
let registry: Registry | undefined;
let strata: Strata;
let aws: Aws;
let secrets: SecretSearch;
/** Revisions that the pipeline registers, and Terraform knows nothing of. */
const revisions: string[] = [];

beforeAll(async () => {
  if ((dockerProblem() ?? registryProblem()) === undefined) registry = await startRegistry();
  strata = await Strata.create({}, registry);
  aws = awsAt(strata.emulator.url);
  secrets = new SecretSearch(strata);
});

afterAll(async () => {
  await strata.remove();
  await registry?.stop();
});

describe("from nothing to a platform", () => {
  test("deploy without a state bucket is refused, and says how to get one", async () => {
    const { exitCode, stderr } = await strata.run("deploy");
    expect(exitCode).toBe(3);
    expect(stderr).toContain("The state bucket sbcntr-tfstate-123456789012-ap-northeast-2");
    expect(stderr).toContain("./strata bootstrap --env sbcntr");
  });

  test("bootstrap makes it, and a second time finds nothing to do", async () => {
    succeeded(await strata.run("bootstrap"));
    succeeded(await strata.run("bootstrap"));
  });

  test("bootstrap makes nothing twice where its own state was deleted, and goes on when that is brought back", async () => {
    const Bucket = "sbcntr-tfstate-123456789012-ap-northeast-2";
    await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: "sbcntr/foundation.tfstate" }));
    const { exitCode, stderr } = await strata.run("bootstrap");
    expect(exitCode).toBe(3);
    expect(stderr).toContain("The state of foundation in sbcntr was deleted");
    const [, version = ""] = /strata state restore foundation (\S+)/.exec(stderr) ?? [];
    succeeded(await strata.run("state", "restore", "foundation", version, "--yes"));
    succeeded(await strata.run("bootstrap"));
  });

  test("a layer before the layers that it reads is refused", async () => {
    const { layers } = await strata.runJson("deploy", "services");
    expect(layers).toMatchObject([
      { layer: "services", status: "failed", error: { code: "layer-not-deployed" } },
    ]);
    expect(layers[0]?.error?.message).toContain("./strata deploy ");
  });

  test("deploy makes all layers", async () => {
    const { exitCode, layers } = await strata.runJson("deploy");
    expect(layers.map(({ layer, status, error }) => [layer, status, error?.message])).toEqual(
      expect.arrayContaining(LAYERS.map((layer) => [layer, "done", undefined])),
    );
    expect(exitCode).toBe(0);
  });

  test("plan of all layers is empty", async () => {
    const result = await strata.runJson("plan");
    expect(plannedChanges(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });
});

describe("the network", () => {
  test("has the subnets of the blueprint", async () => {
    expect(await subnets(aws)).toEqual([
      "sbcntr-container-a 10.0.8.0/24 ap-northeast-2a private",
      "sbcntr-container-c 10.0.9.0/24 ap-northeast-2c private",
      "sbcntr-db-a 10.0.16.0/24 ap-northeast-2a private",
      "sbcntr-db-c 10.0.17.0/24 ap-northeast-2c private",
      "sbcntr-egress-a 10.0.248.0/24 ap-northeast-2a private",
      "sbcntr-egress-c 10.0.249.0/24 ap-northeast-2c private",
      "sbcntr-ingress-a 10.0.0.0/24 ap-northeast-2a public",
      "sbcntr-ingress-c 10.0.1.0/24 ap-northeast-2c public",
      "sbcntr-management-a 10.0.240.0/24 ap-northeast-2a public",
      "sbcntr-management-c 10.0.241.0/24 ap-northeast-2c public",
    ]);
  });

  test("leads to the internet from the public subnets only", async () => {
    expect(await reach(aws)).toEqual([
      "sbcntr-container-a: s3",
      "sbcntr-container-c: s3",
      "sbcntr-db-a: nothing",
      "sbcntr-db-c: nothing",
      "sbcntr-egress-a: s3",
      "sbcntr-egress-c: s3",
      "sbcntr-ingress-a: internet",
      "sbcntr-ingress-c: internet",
      "sbcntr-management-a: internet",
      "sbcntr-management-c: internet",
    ]);
  });

  test("lets through what the rule matrix says, and nothing else", async () => {
    expect(await ruleMatrix(aws, "sbcntr")).toEqual([
      "0.0.0.0/0 -> ingress 80",
      "::/0 -> ingress 80",
      "container -> database 3306",
      "container -> egress 443",
      "front-container -> database 3306",
      "front-container -> egress 443",
      "front-container -> internal 80",
      "ingress -> front-container 80",
      "internal -> container 80",
      "management -> database 3306",
      "management -> egress 443",
      "management -> internal 80",
    ]);
  });

  test("reaches AWS without the internet", async () => {
    expect(await endpoints(aws)).toEqual([
      "ecr.api Interface",
      "ecr.dkr Interface",
      "logs Interface",
      "s3 Gateway",
      "secretsmanager Interface",
    ]);
  });
});

describe("registry and database", () => {
  test("repositories have immutable tags and are scanned", async () => {
    expect(await repositories(aws)).toEqual([
      "sbcntr-backend IMMUTABLE scan",
      "sbcntr-frontend IMMUTABLE scan",
    ]);
  });

  test("the database is encrypted, private, in both zones, and keeps its own password", async () => {
    expect(await databases(aws)).toEqual([
      { engine: "mysql", encrypted: true, public: false, managedPassword: true, subnets: 2 },
    ]);
  });
});

describe("the services", () => {
  test("are behind a public and an internal load balancer", async () => {
    expect(await loadBalancing(aws)).toEqual({
      listeners: [
        "sbcntr-backend internal 10080 -> sbcntr-backend-green",
        "sbcntr-backend internal 80 -> sbcntr-backend-blue",
        "sbcntr-frontend internet-facing 80 -> sbcntr-frontend-targets",
      ],
      targetGroups: [
        "sbcntr-backend-blue HTTP:80 ip /healthcheck",
        "sbcntr-backend-green HTTP:80 ip /healthcheck",
        "sbcntr-frontend-targets HTTP:80 ip /healthcheck",
      ],
    });
  });

  test.each([
    ["backend", "CODE_DEPLOY"],
    ["frontend", "ECS"],
  ])("%s is deployed by %s, on Fargate without a public address", async (name, controller) => {
    const { service } = await running(aws, name);
    expect(service.deploymentController?.type).toBe(controller);
    expect(service.capacityProviderStrategy).toMatchObject([{ capacityProvider: "FARGATE", weight: 1 }]);
    expect(service.networkConfiguration?.awsvpcConfiguration?.assignPublicIp).toBe("DISABLED");
  });

  test.each(["backend", "frontend"])(
    "%s gets all it needs for the database from Secrets Manager",
    async (name) => {
      const { task } = await running(aws, name);
      expect(secretSources(task)).toEqual([
        "DB_HOST: connection, host",
        "DB_NAME: connection, dbname",
        "DB_USERNAME: kept by RDS, username",
        "DB_PASSWORD: kept by RDS, password",
      ]);
    },
  );

  test("the frontend knows where the backend is", async () => {
    const { task } = await running(aws, "frontend");
    expect(task.containerDefinitions?.[0]?.environment).toEqual([
      { name: "BACKEND_URL", value: expect.stringMatching(/^http:\/\/sbcntr-backend-/) as string },
    ]);
  });

  test("the management host may push and pull, and asks for tokens", async () => {
    expect(await hosts(aws)).toEqual([
      {
        groups: ["sbcntr-management"],
        tokens: "required",
        policies: ["AmazonSSMManagedInstanceCore", "sbcntr-image-pull", "sbcntr-image-push"],
      },
    ]);
  });
});

describe("the pipelines", () => {
  test.each([
    ["backend", "CodeDeployToECS"],
    ["frontend", "ECS"],
  ])("%s: source, build, deployment by %s", async (name, provider) => {
    expect(await stages(aws, `sbcntr-${name}`)).toEqual([
      "Source: Source (CodeStarSourceConnection)",
      "Build: Build (CodeBuild)",
      `Deploy: Deploy (${provider}), Record (CodeBuild)`,
    ]);
  });

  test("the backend is replaced blue/green, and goes back by itself", async () => {
    expect(await deploymentGroup(aws, "sbcntr-backend", "sbcntr-backend")).toMatchObject({
      style: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      targetGroups: ["sbcntr-backend-blue", "sbcntr-backend-green"],
      hasProductionListener: true,
      hasTestListener: true,
      rollback: { enabled: true },
    });
  });
});

describe("lint", () => {
  test("finds no fault that is not waived with a reason", async () => {
    // Its plans are the next test's as well, so they change something.
    const untag = (["database", "services"] as const).map((layer) =>
      tagAll(strata.checkout, layer, "sbcntr"),
    );
    const found = await faults(strata).finally(() => {
      for (const one of untag) one();
    });
    expect(found).toEqual(NO_FAULTS);
  });
});

describe("secrets", () => {
  test("are kept in AWS: none is in a state, a plan, a log, a report or the comment", async () => {
    await secrets.showPlans();
    const result = await secrets.search();
    expectNoLeak(result);
    expect(result.held).toMatchObject({ "secretsmanager secret_string": 2 });
  });
});

testPipelineBuilds(() => strata, revisions);

describe("a new image version doesn't fight Terraform", () => {
  test("the plan is empty after the pipeline has deployed another image", async () => {
    for (const service of ["backend", "frontend"]) {
      revisions.push(await deployImage(aws, service, "abc1234"));
    }
    expect(plannedChanges(await strata.runJson("plan", "services"))).toEqual([]);
  });

  test("a new environment variable changes the frontend, and nothing else", async () => {
    strata.checkout.edit(
      "packages/services/environments/sbcntr.ts",
      'environment: { BACKEND_URL: { loadBalancerUrl: "backend" } }',
      'environment: { BACKEND_URL: { loadBalancerUrl: "backend" }, LOG_LEVEL: "debug" }',
    );
    const changes = plannedChanges(await strata.runJson("plan"));
    expect(changes).toEqual([
      "services: create+delete aws_ecs_task_definition.service-frontend_task_definition",
      "services: create+delete terraform_data.service-frontend_task_running-image_remembered",
      "services: update aws_ecs_service.service-frontend_service",
    ]);
  });

  test("and rolls out with the image that runs", async () => {
    expect((await strata.runJson("deploy", "services")).exitCode).toBe(0);
    const { task } = await running(aws, "frontend");
    const [container] = task.containerDefinitions ?? [];
    expect(container?.image).toMatch(/sbcntr-frontend:abc1234$/);
    expect(container?.environment).toContainEqual({ name: "LOG_LEVEL", value: "debug" });
    expect(plannedChanges(await strata.runJson("plan", "services"))).toEqual([]);
  });
});

describe("one setting", () => {
  test("changes what it says in its layer, and no other layer", async () => {
    strata.checkout.edit(
      "packages/network/environments/sbcntr.ts",
      'routeTables: ["app"],\n  },\n',
      'routeTables: ["app"],\n  },\n  flowLogs: { retentionDays: 30 },\n',
    );
    const result = await strata.runJson("plan");
    expect(result.exitCode).toBe(2);
    expect(plannedChanges(result)).toEqual(["network: update aws_cloudwatch_log_group.flow-logs"]);
  });

  test("which is wrong is refused with its file, and nothing is touched", async () => {
    strata.checkout.edit("packages/network/environments/sbcntr.ts", '"10.0.9.0/24"', '"10.0.8.128/25"');
    const { exitCode, stdout, stderr } = await strata.run("deploy");
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toContain("packages/network/environments/sbcntr.ts");
    expect(stdout + stderr).toContain("subnetGroups.container.cidrs[1]: overlaps 10.0.8.0/24");
    strata.checkout.edit("packages/network/environments/sbcntr.ts", '"10.0.8.128/25"', '"10.0.9.0/24"');
  });
});

describe("cdktf in a layer's folder", () => {
  // Terraform's lock file of providers would be asked of the registry, which a machine may not reach.
  const flags = "--skip-provider-lock";

  test("diff finds what strata has deployed", async () => {
    const { exitCode, stdout } = await strata.shell("registry", `cdktf diff ${flags}`);
    expect(stdout).toContain("No changes. Your infrastructure matches the configuration.");
    expect(exitCode).toBe(0);
  });

  test("destroy and deploy do what strata does", async () => {
    const cdktf = async (command: string): Promise<void> => {
      const { exitCode, stdout, stderr } = await strata.shell("pipeline", `cdktf ${command} ${flags}`);
      if (exitCode !== 0) throw new Error(`cdktf ${command} ended with ${exitCode}:\n${stdout}${stderr}`);
    };
    await cdktf("destroy --auto-approve");
    expect(await pipelines(aws)).toEqual([]);
    await cdktf("deploy --auto-approve");
    expect(await pipelines(aws)).toEqual(["sbcntr-backend", "sbcntr-frontend"]);
    expect(plannedChanges(await strata.runJson("plan", "pipeline"))).toEqual([]);
  });
});

describe("back to nothing", () => {
  test("secrets have been kept through all of this, builds and deployments too", async () => {
    expectNoLeak(await secrets.search());
  });

  test("a layer that others read is not destroyed under them", async () => {
    const { exitCode, stdout, stderr } = await strata.run("destroy", "network");
    expect(exitCode).toBe(3);
    expect(stdout + stderr).toMatch(/network is still read by .*services/);
  });

  test("destroy takes all layers down, the readers first", async () => {
    const { layers, exitCode } = await strata.runJson("destroy");
    expect(layers.filter(({ status }) => status !== "done")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("what is left in the account is found, whoever made it", async () => {
    await aws.ssm.send(new PutParameterCommand({ Name: "/stray", Value: "left", Type: "String" }));
    const { exitCode, stderr } = await strata.run("demo", "--destroy");
    for (const left of ["/stray", ...revisions]) expect(stderr).toContain(left);
    expect(exitCode).toBe(1);
    await aws.ssm.send(new DeleteParameterCommand({ Name: "/stray" }));
    for (const taskDefinition of revisions) {
      await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
    }
  });

  test("and else nothing is left", async () => {
    const { exitCode, stderr } = await strata.run("demo", "--destroy");
    expect(stderr).toMatch(/Nothing: none of \d+ kinds of resources/);
    expect(exitCode).toBe(0);
  });
});
