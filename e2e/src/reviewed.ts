import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import { awsAt } from "./aws";
import { repositories } from "./platform-facts";
import { plannedChanges, type RunJson, type Strata } from "./strata";

const REGISTRY = "packages/registry/environments/django-fargate.ts";
const SERVICES = "packages/services/environments/django-fargate.ts";

const PROXY = '        proxy: { image: { repository: "proxy", tag: "v1" } },\n';
const TRAFFIC = 'traffic: { loadBalancer: "web" }';

/** Who takes part; the platform's other layers are left alone. */
const LAYERS = ["registry", "services"];

/** Registers the tests of `deploy --reviewed` on a deployed django-fargate, which is left as it was. */
export function testReviewed(strata: () => Strata): void {
  const folders = mkdtempSync(join(tmpdir(), "strata-reviewed-"));
  const folder = (name: string): string => join(folders, name);

  afterAll(() => {
    rmSync(folders, { recursive: true, force: true });
  });

  /** Writes all settings of the registry. */
  const setRepositories = (all: string): void => {
    strata().checkout.edit(
      REGISTRY,
      /RegistrySettingsInput = [^]*;\n/,
      `RegistrySettingsInput = { repositories: ${all} };\n`,
    );
  };
  const plan = (name: string, ...layers: string[]): Promise<RunJson> =>
    strata().runJson("plan", ...layers, "--out", folder(name));
  const deployReviewed = (name: string, ...layers: string[]): Promise<RunJson> =>
    strata().runJson("deploy", ...layers, "--reviewed", folder(name));
  const outcomes = ({ layers }: RunJson): string[] =>
    layers.map(({ layer, status, notices, error }) =>
      [layer, status, ...(error === undefined ? [] : [error.code]), ...notices].join(": "),
    );

  /** How many images of Django are kept. */
  async function kept(): Promise<unknown> {
    const { ecr } = awsAt(strata().emulator.url);
    const policy = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName: "django" }));
    const { rules } = JSON.parse(policy.lifecyclePolicyText ?? "") as {
      rules: { selection: { tagStatus: string; countNumber: number } }[];
    };
    return rules.map(({ selection }) => selection.countNumber).sort();
  }

  describe("deploys what was reviewed", () => {
    test("applies the plan file", async () => {
      setRepositories("{ django: { keepTagged: 50 } }");
      expect(await plan("one", "registry")).toMatchObject({ exitCode: 2 });
      const before = contents(folder("one"));
      expect(outcomes(await deployReviewed("one"))).toEqual(["registry: done: applied the reviewed plan"]);
      expect(await kept()).toEqual([50, 7]);
      expect(contents(folder("one"))).toEqual(before);
    });

    test("has nothing left to do the second time", async () => {
      expect(outcomes(await deployReviewed("one"))).toEqual([
        expect.stringMatching(
          /^registry: done: planned again: .* from serial \d+ to \d+; nothing is left to do of/,
        ),
      ]);
    });

    test("refuses a what-if plan", async () => {
      await strata().run("plan", "registry", "--what-if", "--out", folder("what-if"));
      const { exitCode, stderr } = await strata().run("deploy", "--reviewed", folder("what-if"));
      expect({ exitCode, stderr }).toEqual({
        exitCode: 3,
        stderr: expect.stringContaining("A what-if plan can never be applied") as string,
      });
    });

    test("stops when somebody else's change makes the plan another one", async () => {
      setRepositories("{ django: { keepTagged: 60 } }");
      await plan("two", "registry");
      setRepositories("{ django: { keepTagged: 50, untaggedDays: 9 } }");
      await strata().runJson("deploy", "registry");
      setRepositories("{ django: { keepTagged: 60 } }");
      const result = await deployReviewed("two");
      expect(result.exitCode).toBe(3);
      expect(outcomes(result)).toEqual(["registry: failed: not-as-reviewed"]);
      expect(result.layers[0]?.error?.message).toMatch(
        /aws_ecr_lifecycle_policy.*reviewed: from 7; now: from 9/,
      );
      expect(await kept()).toEqual([50, 9]);
    });

    test("plans again where the state has moved on, and goes on with the same changes", async () => {
      setRepositories("{ django: { keepTagged: 50 } }");
      await strata().runJson("deploy", "registry");
      setRepositories("{ django: { keepTagged: 60 } }");
      expect(outcomes(await deployReviewed("two"))).toEqual([
        expect.stringMatching(/^registry: done: planned again: the state .*; same changes as reviewed$/),
      ]);
      expect(await kept()).toEqual([60, 7]);
    });

    test("plans a layer whose producer changes with it as a what-if, without a plan file", async () => {
      setRepositories("{ django: {}, proxy: {}, one: {}, two: {}, three: {} }");
      strata().checkout.edit(SERVICES, "      containers: {\n", `      containers: {\n${PROXY}`);
      strata().checkout.edit(SERVICES, TRAFFIC, TRAFFIC.replace(" }", ', container: "app" }'));
      expect(await plan("three", ...LAYERS)).toMatchObject({ exitCode: 2 });
      expect(existsSync(join(folder("three"), "registry/plan.tfplan"))).toBe(true);
      expect(existsSync(join(folder("three"), "services/plan.tfplan"))).toBe(false);
    });

    test("an interrupted deployment goes on with the rest of what was reviewed", async () => {
      const child = strata().start(["deploy", "registry", "--reviewed", folder("three")]);
      await new Promise<void>((resolve) => {
        let said = "";
        child.stderr?.on("data", (data: Buffer) => {
          said += data.toString();
          if (child.pid !== undefined && said.includes("registry: 1 of")) child.kill("SIGINT");
        });
        child.once("close", () => {
          resolve();
        });
      });
      expect(outcomes(await deployReviewed("three", "registry"))).toEqual([
        expect.stringMatching(
          // How far it came is a matter of moments. It may have destroyed the policy that is replaced, and no more: then no
          // change is done and one is begun. And Terraform makes anew what it was creating when it was interrupted.
          /^registry: done: planned again: .*(left to do( \(\d+ of them begun\))?, and the same as reviewed|nothing is left to do of the \d+ reviewed changes)$/,
        ),
      ]);
      expect(await repositories(awsAt(strata().emulator.url))).toHaveLength(5);
    });

    test("the other layer is planned after it, in a run of its own, and matches its what-if", async () => {
      expect(outcomes(await deployReviewed("three", "services"))).toEqual([
        "services: done: planned after the layers that it reads were deployed; " +
          "same changes as reviewed, in everything that was known then",
      ]);
    });

    test("leaves the platform as it was", async () => {
      setRepositories("{ django: {} }");
      strata().checkout.edit(SERVICES, PROXY, "");
      strata().checkout.edit(SERVICES, TRAFFIC.replace(" }", ', container: "app" }'), TRAFFIC);
      expect(outcomes(await strata().runJson("deploy", ...LAYERS))).toEqual([
        "registry: done",
        "services: done",
      ]);
      expect(plannedChanges(await strata().runJson("plan", ...LAYERS))).toEqual([]);
    });
  });
}

/** All files of a folder with their times. */
const contents = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(directory, file)).isFile())
    .map(
      (file) =>
        `${file} ${statSync(join(directory, file)).mtimeMs} ${readFileSync(join(directory, file)).length}`,
    )
    .sort();
