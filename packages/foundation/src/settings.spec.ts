import { check } from "@strata/core";
import { foundationSettings } from "./settings";

const FILE = "packages/foundation/environments/test.ts";

describe("the settings of the foundation", () => {
  test("may all be left out", () => {
    expect(check(foundationSettings, {}, FILE)).toEqual({ oldStates: { days: 90, kept: 30 } });
  });

  test.each([
    [{ oldStates: { days: 0 } }, "oldStates.days: must be 1 to 3650 days (given: 0)"],
    [{ oldStates: { kept: 101 } }, "oldStates.kept: must be 1 to 100 versions (given: 101)"],
    [{ oldStates: { kept: "all" } }, 'oldStates.kept: must be 1 to 100 versions (given: "all")'],
    [{ bucket: "mine" }, '(the whole file): Unrecognized key: "bucket"'],
  ])("refuse %j", (settings, message) => {
    expect(() => check(foundationSettings, settings, FILE)).toThrow(message);
  });
});
