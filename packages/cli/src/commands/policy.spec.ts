import { spawn } from "node:child_process";
import { join } from "node:path";
import { accessIn, readAccessLock } from "../core";
import { outcomeOf, type Outcome } from "../testing/workspace";
import { ROOT } from "../workspace";

jest.setTimeout(60_000);

/** Runs `strata policy` without credentials: no account is asked. */
function policy(...args: readonly string[]): Promise<Outcome> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|STRATA)_/.test(name)),
  );
  return outcomeOf(spawn(process.execPath, [join(__dirname, "../main.js"), "policy", ...args], { env }));
}

const layers = Object.keys(accessIn(readAccessLock(ROOT), "sbcntr"));

test("both roles of a layer, or one", async () => {
  const both = await policy("services", "--env", "sbcntr");
  expect(both).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("access.lock.json") as string });
  const roles = JSON.parse(both.stdout) as { role: string; policies: { Version: string }[] }[];
  expect(roles.map(({ role }) => role)).toEqual(["sbcntr-services-plan", "sbcntr-services-deploy"]);
  for (const { policies } of roles)
    expect(new Set(policies.map(({ Version }) => Version))).toEqual(new Set(["2012-10-17"]));
  const one = await policy("services", "--env", "sbcntr", "--role", "deploy");
  expect(JSON.parse(one.stdout)).toEqual(roles.slice(1));
});

test("all layers in a table, and as data", async () => {
  const table = await policy("--env", "sbcntr");
  const names = table.stdout.split("\n").map((line) => line.split(" ")[0]);
  const expected = layers.flatMap((layer) => [`sbcntr-${layer}-plan`, `sbcntr-${layer}-deploy`]);
  expect(names).toEqual(["ROLE", ...expected, ""]);
  const data = await policy("--env", "sbcntr", "--json");
  expect((JSON.parse(data.stdout) as { role: string }[]).map(({ role }) => role)).toEqual(expected);
});

test.each<[string, string[], RegExp]>([
  ["a layer which is none", ["nonsense"], /There is no layer "nonsense"\. Known: database, network/],
  ["the foundation, which makes the roles", ["foundation"], /There is no layer "foundation"/],
  ["a name of every object", ["constructor"], /There is no layer "constructor"/],
  ["a layer which the environment goes without", ["images"], /images.*sbcntr/],
  ["a role which is none", ["network", "--role", "admin"], /Allowed choices are plan, deploy/],
])("%s is refused in a sentence", async (_, args, message) => {
  const { exitCode, stdout, stderr } = await policy(...args, "--env", "sbcntr");
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
  expect(stderr).toMatch(message);
});
