import { check } from "@strata/core";
import { foundationSettings } from "./settings";

const FILE = "packages/foundation/environments/test.ts";

const ROLE = "arn:aws:iam::123456789012:role/people";

describe("the settings of the foundation", () => {
  test("name who may take the roles on", () => {
    const principals = { plan: [ROLE], deploy: [ROLE] };
    expect(check(foundationSettings, { roles: { principals } }, FILE).roles).toEqual({
      principals,
      sessionHours: 1,
    });
    const github = { repository: "acme/platform" };
    expect(check(foundationSettings, { roles: { github } }, FILE).roles?.github).toEqual({
      ...github,
      branch: "main",
      provider: "create",
    });
  });

  test("may all be left out", () => {
    expect(check(foundationSettings, {}, FILE)).toEqual({ oldStates: { days: 90, kept: 30 } });
  });

  test.each([
    [{ oldStates: { days: 0 } }, "oldStates.days: must be 1 to 3650 days (given: 0)"],
    [{ oldStates: { kept: 101 } }, "oldStates.kept: must be 1 to 100 versions (given: 101)"],
    [{ oldStates: { kept: "all" } }, 'oldStates.kept: must be 1 to 100 versions (given: "all")'],
    [{ bucket: "mine" }, '(the whole file): Unrecognized key: "bucket"'],
    [{ roles: {} }, "roles: must have `github`, or principals for both roles: nobody could take them on"],
    [{ roles: { principals: { plan: [ROLE] } } }, "nobody could take them on"],
    [{ roles: { principals: { plan: ["*"] } } }, "roles.principals.plan[0]: must be the ARN of a role"],
    [
      { roles: { github: { repository: "platform" } } },
      'roles.github.repository: must be owner/name (given: "platform")',
    ],
    [{ roles: { github: { repository: "acme/*" } } }, "roles.github.repository: must be owner/name"],
    [
      { roles: { github: { repository: "acme/platform" }, sessionHours: 13 } },
      "roles.sessionHours: must be 1 to 12 hours (given: 13)",
    ],
  ])("refuse %j", (settings, message) => {
    expect(() => check(foundationSettings, settings, FILE)).toThrow(message);
  });
});
