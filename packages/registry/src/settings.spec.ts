import { check, StrataError } from "@strata/core";
import { registrySettings } from "./settings";

const FILE = "packages/registry/environments/test.ts";

function messageFor(settings: unknown): string {
  try {
    check(registrySettings, settings, FILE);
  } catch (error) {
    if (error instanceof StrataError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("the settings of the registry layer", () => {
  test("give a repository safe defaults", () => {
    expect(check(registrySettings, { repositories: { web: {} } }, FILE)).toEqual({
      repositories: { web: { immutableTags: true, scanOnPush: true, untaggedDays: 7, keepTagged: 100 } },
      cliUsers: {},
    });
  });

  test("may be empty", () => {
    expect(messageFor({ repositories: {} })).toBe("accepted");
  });

  test.each([
    [{ repositories: {}, cliUsers: { ann: {} } }, "cliUsers.ann.access:"],
    [{ repositories: {}, cliUsers: { Ann: { access: "push" } } }, "cliUsers.Ann: must begin with a letter"],
    [{ repositories: { Web: {} } }, "repositories.Web:"],
    [{ repositories: { "a--b": {} } }, 'repositories["a--b"]:'],
    [
      { repositories: { web: { untaggedDays: 0 } } },
      "repositories.web.untaggedDays: must be 1 to 365 days (given: 0)",
    ],
    [
      { repositories: { web: { keepTagged: 1.5 } } },
      "repositories.web.keepTagged: must be 1 to 1000 images (given: 1.5)",
    ],
    [{ repositories: { web: { scan: true } } }, 'repositories.web: Unrecognized key: "scan"'],
  ])("refuse %j", (settings, message) => {
    expect(messageFor(settings)).toContain(message);
    expect(messageFor(settings)).toContain(FILE);
  });
});
