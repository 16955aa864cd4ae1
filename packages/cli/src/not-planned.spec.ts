import { renderMarkdown } from "@strata/report";
import { nothingPlanned, withNotPlanned } from "./not-planned";

const report = nothingPlanned("dev", "2026-01-01T00:00:00.000Z");

test("a layer whose job has left no plan is shown as one that failed", () => {
  const one = withNotPlanned(report, ["network"]);
  expect(one.layers.map(({ layer, error }) => [layer, error])).toEqual([
    ["network", expect.stringContaining("left no plan")],
  ]);
  expect(renderMarkdown(one)).toContain("1 layer not planned");
  // Each is named once.
  expect(withNotPlanned(one, ["network", "registry"]).layers.map(({ layer }) => layer)).toEqual([
    "network",
    "registry",
  ]);
});

test("what was not to be planned is not missing", () => {
  expect(withNotPlanned(report, [])).toEqual(report);
  expect(renderMarkdown(report)).toContain("Nothing changes.");
});
