import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportJsonSchema } from "./schema";

test("the published schema is that of the code", () => {
  const published = readFileSync(join(__dirname, "../schema/report-v1.schema.json"), "utf8");
  // When this fails, `pnpm run schema` in packages/report writes it anew; a change that breaks readers is a new version.
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
});
