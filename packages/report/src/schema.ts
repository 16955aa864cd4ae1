import { z } from "zod";
import { reportSchema } from "./report";

/** The JSON schema of a report, as it is published in `schema/report-v1.schema.json`. */
export const reportJsonSchema = (): object => ({
  title: "Plan report of Strata, version 1",
  // Of the input: what a later version 1 adds is not refused.
  ...z.toJSONSchema(reportSchema, { io: "input" }),
});
