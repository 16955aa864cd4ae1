import { parsePlan } from "./plan";

test("a plan", () => {
  expect(parsePlan('{"format_version":"1.2","other":1}', "plan.json")).toEqual({
    format_version: "1.2",
    resource_changes: [],
    resource_drift: [],
    output_changes: {},
  });
});

test.each([
  ["{", /^plan\.json is not a plan as JSON: /],
  ["[]", /plan\.json .* format_version/],
  ['{"format_version":"2.0"}', /plan\.json is a plan of format 2\.0\. Strata reads format 1/],
  ['{"format_version":"0.2"}', /format 0\.2/],
  ['{"format_version":"1.2","resource_changes":[{"mode":"managed"}]}', /resource_changes\.0\.address/],
])("%s is none", (text, message) => {
  expect(() => parsePlan(text, "plan.json")).toThrow(message);
});
