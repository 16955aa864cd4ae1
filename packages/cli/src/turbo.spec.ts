import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whyTurboFailed } from "./turbo";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-turbo-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const why = (...lines: string[]) => {
  const log = join(folder, "turbo.log");
  writeFileSync(log, `${lines.join("\n")}\n`);
  return whyTurboFailed(log);
};

const RUN = "@strata/registry:settings: > tsc -p environments";
const SETTING =
  "@strata/registry:settings: environments/dev.ts(5,62): error TS2322: Type 'string' is not assignable to type 'number'.";
const SHARED = "@strata/environments:build: dev.ts(3,1): error TS1005: ',' expected.";
const CODE = "@strata/network:build: src/stack.ts(1,1): error TS2304: Cannot find name 'x'.";

test("settings that can't be compiled are wrong input, named from the root of the repository", () => {
  const { code, exitCode, message } = why(RUN, SETTING, SHARED);
  expect([code, exitCode]).toEqual(["settings-not-compiled", 3]);
  expect(message).toContain(
    "\n  packages/registry/environments/dev.ts(5,62): error TS2322: Type 'string' is not assignable to type 'number'.\n" +
      "  environments/dev.ts(3,1): error TS1005: ',' expected.\n",
  );
});

test("code that can't be compiled is a failure, also beside settings", () => {
  expect(why(SETTING, CODE)).toMatchObject({ code: "layers-not-built", exitCode: 1 });
});

test("of anything else the end of the log is shown", () => {
  expect(why("one", "two")).toMatchObject({ code: "turbo-failed", exitCode: 1 });
  expect(why("one", "two").message).toContain("one\ntwo");
});
