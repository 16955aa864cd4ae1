import fc from "fast-check";
import { buildReport } from "./build-report";
import { renderText } from "./render-text";
import { hostileReport } from "./testing/hostile";
import { change, plan, plannedLayer, reads, replaced, resource } from "./testing/plans";

const report = buildReport([
  {
    layer: plannedLayer("network", { paths: { "aws_vpc.main": "vpc/vpc" } }),
    plan: plan(
      [
        resource("aws_vpc.main", { a: 1, b: 1, c: 1 }, { a: 2, b: 2 }),
        resource("aws_eip.old", { domain: "vpc" }, null),
        resource("aws_eip.new", null, { domain: "vpc" }),
      ],
      { output_changes: { vpc_id: change("vpc-1", undefined, { after_unknown: true }) } },
    ),
  },
  {
    layer: plannedLayer("database", { kind: "what-if", reads: [reads("network", "vpc_id")] }),
    plan: plan([replaced("aws_db_instance.db", { identifier: "a" }, { identifier: "b" }, [["identifier"]])]),
  },
  { layer: plannedLayer("registry"), plan: plan([]) },
  { layer: plannedLayer("services", { error: { code: "x", message: "No credentials." } }) },
]);

test("what a terminal shows", () => {
  expect(renderText(report, { attributes: 2 })).toBe(`Data would be lost
  destroy aws_eip.old in network: the public address, which others may have allowed or registered
  replace aws_db_instance.db in database: the database with its data

network: 1 to add, 1 to change, 1 to destroy, 1 output to change @example/network-team
  - aws_eip.old
  ~ aws_vpc.main (vpc/vpc)
      a: 1 -> 2
      b: 1 -> 2
      and 1 attribute more
  + aws_eip.new
  output vpc_id: "vpc-1" -> (known after apply) read by database of @example/database-team

database (what-if): 1 to replace @example/database-team
  -/+ aws_db_instance.db: identifier can't be changed in place
      identifier: "a" -> "b"

services: could not be planned @example/services-team

Is aws_eip.new only aws_eip.old with another name? Then call .moveFromId("aws_eip.old") on the construct, and nothing is destroyed.`);
});

const none = { reads: [], resources: [], data: [] };
const gained = { reads: ["database"], resources: ["aws_sqs_queue", "aws_sns_topic"], data: [] };
const lost = { reads: [], resources: [], data: ["aws_ami"] };
const unchanged = buildReport([{ layer: plannedLayer("network"), plan: plan([]) }]);

test.each([
  [
    "gained, it is run before the merge",
    [{ layer: "services", gained, lost: none }],
    `The rights of 1 layer change
  services may now read the state of database
  services may now make aws_sqs_queue, aws_sns_topic
  Run ./strata bootstrap --env dev from this change before it is merged: until then the roles can't deploy it.`,
  ],
  [
    "lost, it is run after the deployment",
    [{ layer: "services", gained: none, lost }],
    `The rights of 1 layer change
  services may no longer look up aws_ami
  Run ./strata bootstrap --env dev after it is deployed, and not before: the roles remove with these rights what goes.`,
  ],
  [
    "gained by one role and lost by another, it takes two changes",
    [
      { layer: "network", gained: none, lost },
      { layer: "services", gained: { ...none, data: ["aws_ami"] }, lost: none },
    ],
    `The rights of 2 layers change
  network may no longer look up aws_ami
  services may now look up aws_ami
  The roles need what they gain before the merge, and what they lose until the deployment. Make two changes of it, one which adds and then one which takes away. For the first, run ./strata bootstrap --env dev before it is merged; for the second, after it is deployed.`,
  ],
])("where rights are %s", (_, rights, text) => {
  expect(renderText({ ...unchanged, rights })).toBe(text);
});

test("nothing changes", () => {
  expect(renderText(buildReport([{ layer: plannedLayer("network"), plan: plan([]) }]))).toBe("");
});

test("no name can steer the terminal", () => {
  fc.assert(
    fc.property(hostileReport, (hostile) => {
      expect(renderText(hostile).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});
