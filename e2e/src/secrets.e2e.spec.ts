import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { faults } from "./lint";
import { keepTable } from "./results";
import { PLACE_KINDS } from "./secret-search";
import { SecretSearch, type SearchResult } from "./secrets";
import { Strata, succeeded } from "./strata";

/*
 * The search of the blueprints' stories finds nothing. Here it has something to find: a secret that somebody gave to
 * Terraform, in the settings of a layer, is a value of Terraform, and goes wherever those go.
 */

const PLANTED = "planted-7c0f5b1e94";

let strata: Strata;
let secrets: SecretSearch;
let result: SearchResult;

beforeAll(async () => {
  strata = await Strata.create({ STRATA_ENV: "sbcntr" });
  secrets = new SecretSearch(strata);
});

afterAll(async () => {
  await strata.remove();
});

/** A parameter which Terraform encrypts in AWS, and nowhere else. */
function plant(): void {
  const file = join(strata.checkout.root, "packages/registry/environments/sbcntr.ts");
  writeFileSync(
    file,
    `import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Customize } from "@strata/core";
import { TerraformStack } from "cdktf";
${readFileSync(file, "utf8")}
export const customize: Customize = (stack) => {
  const repository = stack.resource(EcrRepository, "repository-sbcntr-backend/repository");
  new SsmParameter(TerraformStack.of(repository), "planted", {
    name: "/planted",
    description: "Somebody copied ${PLANTED} into this too",
    type: "SecureString",
    value: "${PLANTED}",
  });
};
`,
  );
}

test("the project's own rules find it before anything is deployed", async () => {
  plant();
  succeeded(await strata.run("bootstrap"));
  const { wrong } = await faults(strata, "registry");
  expect(wrong).toContain("no-secret-values aws_ssm_parameter.planted");
});

test("deployed in spite of them, it goes on", async () => {
  await secrets.showPlans();
  expect((await strata.runJson("deploy", "registry")).exitCode).toBe(0);
});

test("the search finds it wherever values of Terraform are kept", async () => {
  result = await secrets.search();
  const kinds = new Set(result.leaks.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["cdktf.out", "other file", "plan JSON", "plan file", "state"]);
  expect(new Set(result.leaks.map(({ secret }) => secret))).toEqual(new Set(["ssm SecureString"]));
});

test("what is for people covers it: reports, the comment, the logs, what was printed", () => {
  const { leaks, looked } = result;
  for (const kind of ["report", "comment", "log", "output"] as const) {
    expect([kind, looked[kind] ?? 0]).not.toEqual([kind, 0]);
    expect(leaks.filter((leak) => leak.kind === kind)).toEqual([]);
  }
});

test("docs/secrets.md says where it was", () => {
  const found = new Set(result.leaks.map(({ kind }) => kind));
  keepTable("docs/secrets.md", "a planted secret", [
    ["where", "a secret that is a value of Terraform"],
    ...PLACE_KINDS.map((kind) => [kind, found.has(kind) ? "is there" : "is not"]),
  ]);
});
