import { buildReport } from "./build-report";
import { renderMarkdown } from "./render-markdown";
import { change, plan, plannedLayer, reads, replaced, resource } from "./testing/plans";
import { hasNews } from "./words";

const report = buildReport(
  [
    {
      layer: plannedLayer("network", { paths: { "aws_eip.nat_1": "nat/address" } }),
      plan: plan(
        [
          resource("aws_eip.nat_1", { domain: "vpc", public_ip: "192.0.2.1" }, null),
          resource("aws_vpc.main", { enable_dns_support: false }, { enable_dns_support: true }),
        ],
        { output_changes: { vpc_id: change("vpc-1", "vpc-2") } },
      ),
    },
    { layer: plannedLayer("registry"), plan: plan([]) },
    {
      layer: plannedLayer("database", { kind: "what-if", reads: [reads("network", "vpc_id")] }),
      plan: plan([
        replaced("aws_db_instance.db", { identifier: "a" }, { identifier: "b" }, [["identifier"]]),
        resource("aws_sns_topic.old", { name: "alarms" }, null),
        resource("aws_sns_topic.new", null, { name: "alarms" }),
      ]),
    },
    { layer: plannedLayer("services", { error: { code: "x", message: "No credentials.\n```" } }) },
  ],
  {
    findings: [
      { layer: "network", tool: "checkov", rule: "CKV_1", resource: "aws_vpc.main", message: "Mend it now" },
    ],
  },
);

test("the whole comment", () => {
  expect(renderMarkdown(report, { marker: "<!-- here -->" })).toBe(`<!-- here -->
## Plan of \`dev\`

**1 to add, 1 to change, 1 to replace, 2 to destroy, 1 output to change, 1 layer not planned**, in 3 of 4 layers. Planned \`2026-01-01T00:00:00.000Z\` at commit \`0123456789ab\`.

A what-if plan is made against what its producers would publish once they are applied.

### Data would be lost

- **destroy** \`aws_eip.nat_1\` in \`network\` at \`nat/address\`: the public address, which others may have allowed or registered.
- **destroy** \`aws_sns_topic.old\` in \`database\`: the topic with its subscriptions. It looks renamed: see below.
- **replace** \`aws_db_instance.db\` in \`database\`: the database with its data. Because \`identifier\` can't be changed in place.

### \`services\` could not be planned

\`\`\`\`text
No credentials.
\`\`\`
\`\`\`\`

| layer | owner | add | change | replace | destroy | to mend | outputs | read by |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| \`network\` | \`@example/network-team\` |  | 1 |  | **1** | 1 | 1 | \`database\` of \`@example/database-team\` |
| \`database\` (what-if) | \`@example/database-team\` | 1 |  | **1** | **1** |  |  |  |
| \`services\` **not planned** | \`@example/services-team\` |  |  |  |  |  |  |  |

No changes: \`registry\`.

\`\`\`mermaid
flowchart TD
  n0["network<br/>1 to change, 1 to destroy"]:::danger
  n1["database<br/>1 to add, 1 to replace, 1 to destroy"]:::danger
  n2["services<br/>could not be planned"]:::failed
  n0 ==>|"1 value changes"| n1
  classDef danger stroke:#d1242f,stroke-width:3px
  classDef failed stroke:#d1242f,stroke-width:3px,stroke-dasharray:6 3
\`\`\`

<details><summary><code>network</code>: 1 to change, 1 to destroy, 1 output to change</summary>

\`\`\`diff
- destroy aws_eip.nat_1 (nat/address)
! change aws_vpc.main
-     enable_dns_support: false
+     enable_dns_support: true
\`\`\`

**Outputs**

\`\`\`diff
-     vpc_id: "vpc-1"
+     vpc_id: "vpc-2" (read by database of @example/database-team)
\`\`\`

**To mend**

- \`CKV_1\` of checkov at \`aws_vpc.main\`: Mend it now

</details>

<details><summary><code>database</code>: 1 to add, 1 to replace, 1 to destroy</summary>

\`\`\`diff
- destroy aws_sns_topic.old
- replace aws_db_instance.db: identifier can't be changed in place
-     identifier: "a"
+     identifier: "b"
+ add aws_sns_topic.new
+     name: "alarms"
\`\`\`

</details>

### Renamed?

These are destroyed and created again in their own likeness. If only the name in the code has changed, say so, and nothing is destroyed (CDKTF then writes the \`moved\` block):

- in \`database\`: \`aws_sns_topic.old\` to \`aws_sns_topic.new\`. On the construct: \`.moveFromId("aws_sns_topic.old")\`

`);
});

test("what was changed outside of Terraform, and what is gone", () => {
  const drift = buildReport([
    {
      layer: plannedLayer("network", { kind: "drift" }),
      plan: plan([], {
        resource_drift: [
          resource("aws_vpc.a", { enable_dns_support: true }, { enable_dns_support: false }),
          resource("aws_vpc.b", { cidr_block: "10.0.0.0/16" }, null),
        ],
      }),
    },
  ]);
  const markdown = renderMarkdown(drift);
  expect(markdown).toContain("## Drift of `dev`\n\n**2 changed outside of Terraform**, in 1 of 1 layer.");
  expect(markdown).toContain(`\`\`\`diff
- gone aws_vpc.b
! changed aws_vpc.a
-     enable_dns_support: true
+     enable_dns_support: false
\`\`\``);
});

test("nothing changes", () => {
  const nothing = buildReport([{ layer: plannedLayer("network"), plan: plan([]) }]);
  expect(renderMarkdown(nothing)).toContain("\nNothing changes. Planned ");
  expect(renderMarkdown(nothing)).not.toContain("|");
});

/** Many changes of each kind, in many layers, with long values. */
const many = (layers: number, perLayer: number) =>
  buildReport(
    Array.from({ length: layers }, (_, index) => ({
      layer: plannedLayer(`layer-${index}`),
      plan: plan(
        Array.from({ length: perLayer }, (_, number) => {
          const value = (text: string) => ({ description: `${text} ${"long ".repeat(10 + number)}` });
          switch (number % 4) {
            case 0:
              return resource(`aws_s3_bucket.lost_${index}_${number}`, { bucket: "b" }, null);
            case 1:
              return replaced(`aws_lb.replaced_${index}_${number}`, value("a"), value("b"), [
                ["description"],
              ]);
            case 2:
              return resource(`aws_lb.changed_${index}_${number}`, value("a"), value("b"));
            default:
              return resource(`aws_lb.added_${index}_${number}`, null, value("b"));
          }
        }),
      ),
    })),
  );

const url = "https://example.com/report";
const addresses = (report: ReturnType<typeof many>, word: string): string[] =>
  report.layers
    .flatMap(({ changes }) => changes.map(({ address }) => address))
    .filter((one) => one.includes(word));

test("the largest diffs are cut first, with their count and a link, and no destruction is", () => {
  const report = many(10, 40);
  const whole = renderMarkdown(report, { limit: Infinity });
  const limit = Math.round(whole.length * 0.8);
  const markdown = renderMarkdown(report, { limit, reportUrl: url });
  expect(markdown.length).toBeLessThanOrEqual(limit);
  expect(markdown).toContain("(1 attribute not shown)");
  expect(markdown).toContain(`Not everything fits in here. [The whole report](<${url}>)`);
  // The smallest is still there.
  expect(markdown).toContain('+ add aws_lb.added_0_3\n+     description: "b long');
  for (const address of addresses(report, "")) expect(markdown).toContain(address);
});

test("with less room, what is added and changed is counted", () => {
  const report = many(50, 40);
  const markdown = renderMarkdown(report, { reportUrl: url });
  expect(markdown.length).toBeLessThanOrEqual(65_536);
  for (const address of addresses(report, "lost")) expect(markdown).toContain(address);
  expect(markdown).toMatch(/10 to add, 10 to change: not shown/);
});

test("with little room, what holds data is still named, and the rest is counted by layer", () => {
  const report = many(10, 400);
  const markdown = renderMarkdown(report, { limit: 50_000 });
  expect(markdown.length).toBeLessThanOrEqual(50_000);
  for (const address of addresses(report, "lost")) expect(markdown).toContain(`\`${address}\``);
  expect(markdown).toMatch(/100 to replace, 100 to destroy: not shown/);
});

test("with hardly any room, what is lost is counted by layer", () => {
  const markdown = renderMarkdown(many(10, 400), { limit: 5000 });
  expect(markdown.length).toBeLessThanOrEqual(5000);
  for (let index = 0; index < 10; index++)
    expect(markdown).toContain(`- in \`layer-${index}\`: 100 which hold data`);
});

describe("when the rights of roles change", () => {
  const none = { reads: [], resources: [], data: [] };
  const rights = [
    {
      layer: "services",
      gained: { ...none, reads: ["database"], resources: ["aws_a", "aws_b"] },
      lost: none,
    },
  ];
  const calm = buildReport([{ layer: plannedLayer("network"), plan: plan([]) }]);

  test("it says which, and what has to be run", () => {
    expect(renderMarkdown({ ...calm, rights })).toBe(`## Plan of \`dev\`

No resource changes. **The rights of 1 layer change.** Planned \`2026-01-01T00:00:00.000Z\` at commit \`0123456789ab\`.

### The rights of 1 layer change

Run \`./strata bootstrap --env dev\` from this change before it is merged: until then the roles can't deploy it.

- \`services\` may now read the state of \`database\`
- \`services\` may now make \`aws_a\`, \`aws_b\`

No changes: \`network\`.

`);
  });

  test("when there is no room, they are counted", () => {
    const many = Array.from({ length: 40 }, (_, index) => `aws_type_${index}`);
    const cut = renderMarkdown(
      { ...calm, rights: [{ layer: "services", gained: { ...none, resources: many }, lost: none }] },
      { limit: 600 },
    );
    expect(cut.length).toBeLessThanOrEqual(600);
    expect(cut).toContain("- `services` may now make 40 of them, not shown\n");
  });

  test("that is news, and an empty comparison is none", () => {
    expect([calm, { ...calm, rights: [] }, { ...calm, rights }].map(hasNews)).toEqual([false, false, true]);
  });
});
