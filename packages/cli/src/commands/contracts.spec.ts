import { spawn } from "node:child_process";
import { join } from "node:path";
import { outcomeOf } from "../testing/workspace";

jest.setTimeout(60_000);

test("a base which this clone does not have is refused before anything is built", async () => {
  const args = [join(__dirname, "../main.js"), "contracts", "check", "--base", "no-such/branch", "--json"];
  const { exitCode, stdout, stderr } = await outcomeOf(spawn(process.execPath, args));
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "no-merge-base" } });
  expect(stderr).toMatch(/no-such\/branch have no commit in common.*fetch-depth: 0/);
});
