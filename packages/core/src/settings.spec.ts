import { z } from "zod";
import { ExitCode, StrataError } from "./errors";
import { check } from "./settings";

const name = z.string().regex(/^[a-z-]+$/, "must be letters");

const schema = z.strictObject({
  count: z.int().max(3),
  groups: z.record(name, z.strictObject({ cidrs: z.array(z.string()) })).default({}),
});

describe("check", () => {
  test("fills in defaults", () => {
    expect(check(schema, { count: 1 }, "f.ts")).toEqual({ count: 1, groups: {} });
  });

  test.each([
    [{ count: "many" }, "count: ", '(given: "many")'],
    [{ count: 7 }, "count: ", "(given: 7)"],
    [{ count: 1, groups: { db: { cidrs: ["a", 5] } } }, "groups.db.cidrs[1]: ", "(given: 5)"],
    [{ count: 1, groups: { "front-end": { cidrs: 1 } } }, 'groups["front-end"].cidrs: ', "(given: 1)"],
    [{ count: 1, groups: { DB: { cidrs: [] } } }, "groups.DB: ", "must be letters"],
    [{ count: 1, colour: "red" }, "(the whole file): ", "colour"],
    ["nothing", "(the whole file): ", "object"],
  ])("%j is refused with file, path and value", (settings, path, detail) => {
    const attempt = (): unknown => check(schema, settings, "packages/x/environments/e.ts");
    expect(attempt).toThrow(StrataError);
    expect(attempt).toThrow(expect.objectContaining({ exitCode: ExitCode.refused }) as Error);
    expect(attempt).toThrow("packages/x/environments/e.ts: 1 wrong setting.");
    expect(attempt).toThrow(path);
    expect(attempt).toThrow(detail);
  });
});
