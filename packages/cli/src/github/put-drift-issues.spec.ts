import { spawn } from "node:child_process";
import { join } from "node:path";
import { FakeGitHub, STRANGER } from "../testing/github";
import { outcomeOf } from "../testing/workspace";

jest.setTimeout(60_000);

const HEAD = "<!-- strata:drift prod network -->";

let github: FakeGitHub;
beforeAll(async () => {
  github = await FakeGitHub.start("/api/v3");
  github.addIssue({ title: "Mine", body: `${HEAD}\n<!-- one -->`, user: STRANGER });
});
afterAll(() => {
  github.stop();
});

/** What was done, and how the issues of Strata then are. */
async function put(what?: string): Promise<unknown> {
  const program = join(__dirname, "../testing/put-drift-issues.js");
  const { stdout, stderr } = await outcomeOf(
    spawn(process.execPath, [program, ...(what === undefined ? [] : [what])], {
      env: { ...process.env, ...github.environment },
    }),
  );
  expect(stderr).toBe("");
  const own = github.issues.filter(({ user }) => user !== STRANGER);
  return [JSON.parse(stdout), own.map(({ state, body }) => `${state} ${body.split("\n").at(-1) ?? ""}`)];
}

test("a layer has one issue, whatever happens", async () => {
  expect(await put()).toEqual([["none"], []]);
  expect(await put("one")).toEqual([["open"], ["open one"]]);
  expect(await put("one")).toEqual([["keep"], ["open one"]]);
  expect(await put("two")).toEqual([["update"], ["open two"]]);
  expect(await put()).toEqual([["close"], ["closed two"]]);
  expect(await put()).toEqual([["none"], ["closed two"]]);
  expect(await put("three")).toEqual([["reopen"], ["open three"]]);
  expect(github.issues.at(-1)).toMatchObject({ title: "Drift in network (prod)", labels: ["drift"] });
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/drift is gone/)]);
});
