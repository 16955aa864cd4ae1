import { buildReport } from "./build-report";
import { flowchart, mermaid } from "./mermaid";
import { change, plan, plannedLayer, reads, resource } from "./testing/plans";

test("layers with news, what they read of each other, and where it changes", () => {
  const report = buildReport([
    {
      layer: plannedLayer("network"),
      plan: plan([resource("aws_vpc.a", { a: 1 }, { a: 2 })], {
        output_changes: { vpc_id: change("a", "b") },
      }),
    },
    { layer: plannedLayer("registry"), plan: plan([]) },
    {
      layer: plannedLayer("services", { reads: [reads("network", "vpc_id"), reads("registry", "x")] }),
      plan: plan([resource("aws_x.a", {}, null)]),
    },
  ]);
  expect(mermaid(report).split("\n")).toEqual([
    "flowchart TD",
    '  n0["network<br/>1 to change"]:::change',
    '  n1["services<br/>1 to destroy"]:::danger',
    '  n0 ==>|"1 value changes"| n1',
    expect.stringMatching(/^ {2}classDef change /),
    expect.stringMatching(/^ {2}classDef danger /),
  ]);
});

test("a name can't end its label, or be more than text", () => {
  expect(flowchart([{ name: '"]; click <b>@x</b>', lines: ["a\n`#1`"] }], []).split("\n")).toEqual([
    "flowchart TD",
    '  n0["#34;#93;#59; click #60;b#62;#64;x#60;/b#62;<br/>a#92;u#123;a#125;#96;#35;1#96;"]',
  ]);
});
