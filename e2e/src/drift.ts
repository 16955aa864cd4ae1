import { join } from "node:path";
import { PutImageTagMutabilityCommand } from "@aws-sdk/client-ecr";
import { FakeGitHub } from "@strata/cli/testing/github";
import { awsAt } from "./aws";
import type { Outcome, Strata } from "./strata";

const REPOSITORY = "aws_ecr_repository.repository-webapp_repository";

interface DriftJson {
  readonly layers: readonly {
    readonly layer: string;
    readonly drift: readonly {
      readonly address: string;
      readonly attributes: readonly { readonly path: string }[];
    }[];
  }[];
}

/** What a report says that was changed outside of Terraform. */
const drifted = ({ stdout }: Outcome): string[] =>
  (JSON.parse(stdout) as DriftJson).layers.flatMap(({ layer, drift }) =>
    drift.flatMap(({ address, attributes }) =>
      attributes.map(({ path }) => `${layer}: ${address.replace(/_[0-9A-F]{8}$/, "")} ${path}`),
    ),
  );

/**
 * Somebody changes a repository of the registry layer in the console: what `strata drift` says, which issue and which
 * comment GitHub has, and how all of it goes away again.
 */
export function testDrift(strata: () => Strata): void {
  describe("something is changed outside of Terraform", () => {
    let github: FakeGitHub;
    let onGitHub: Strata;

    beforeAll(async () => {
      github = await FakeGitHub.start();
      onGitHub = strata().with(github.environment);
    });

    afterAll(() => {
      github.stop();
    });

    /** Plans as a job of a pull request does, and writes its comment. */
    const comment = async (): Promise<string[]> => {
      const folder = join(strata().checkout.root, ".strata/plans-of-pull-request");
      await onGitHub.run("plan", "--out", folder);
      expect(await onGitHub.run("comment", folder, "--pr", "7")).toMatchObject({ exitCode: 0 });
      return github.comments.filter(({ number }) => number === 7).map(({ body }) => body);
    };

    test("after the deployment there is no drift", async () => {
      const outcome = await strata().run("drift", "--json");
      expect(drifted(outcome)).toEqual([]);
      expect(outcome.exitCode).toBe(0);
    });

    test("drift is found", async () => {
      const { ecr } = awsAt(strata().emulator.url);
      await ecr.send(
        new PutImageTagMutabilityCommand({ repositoryName: "webapp", imageTagMutability: "MUTABLE" }),
      );
      const outcome = await onGitHub.run("drift", "--issues", "--json");
      expect(drifted(outcome)).toEqual([`registry: ${REPOSITORY} image_tag_mutability`]);
      expect(outcome.exitCode).toBe(2);
    });

    test("its layer has an issue, which is left alone while nothing changes", async () => {
      expect(github.issues.map(({ title, state }) => `${title}: ${state}`)).toEqual([
        "Drift in registry (ecs-workshop): open",
      ]);
      expect(github.issues[0]?.body).toContain(REPOSITORY);
      const { length } = github.writes;
      expect(await onGitHub.run("drift", "registry", "--issues")).toMatchObject({ exitCode: 2 });
      expect(github.writes).toHaveLength(length);
    });

    test("the comment of a pull request says what a deployment would change back", async () => {
      const bodies = await comment();
      expect(bodies).toEqual([expect.stringContaining("image_tag_mutability")]);
      expect(bodies[0]).toContain("<!-- strata:plan ecs-workshop -->");
    });

    test("a deployment mends it, and issue and comment say so", async () => {
      expect(await strata().run("deploy", "registry")).toMatchObject({ exitCode: 0 });
      expect(await onGitHub.run("drift", "--issues")).toMatchObject({ exitCode: 0 });
      expect(github.issues.map(({ state }) => state)).toEqual(["closed"]);
      const bodies = await comment();
      expect(bodies).toHaveLength(1);
      expect(bodies[0]).not.toContain("image_tag_mutability");
    });
  });
}
