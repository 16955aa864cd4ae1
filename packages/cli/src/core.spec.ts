import * as core from "@strata/core";
import { DEFAULT_ENVIRONMENT, REQUIRED_TERRAFORM, StrataError } from "./core";

test("what is repeated of core is the same", () => {
  expect(DEFAULT_ENVIRONMENT).toBe(core.DEFAULT_ENVIRONMENT);
  expect(REQUIRED_TERRAFORM).toBe(core.REQUIRED_TERRAFORM);
  expect(StrataError).toBe(core.StrataError);
});
