import { findRenames as find } from "./moves";
import { resource } from "./testing/plans";

/** In code which sets all but what AWS gives. */
const findRenames = (changes: Parameters<typeof find>[0]) =>
  find(changes, (_, [name]) => name !== "arn" && name !== "id");

const topic = (name: string, more: object = {}) => ({ name, display_name: name, policy: "p", ...more });

test("a destroy and a create of one likeness", () => {
  const changes = [
    resource("aws_sns_topic.old", topic("alarms", { arn: "arn", id: "x" }), null),
    resource("aws_sns_topic.new", null, topic("alarms"), { after_unknown: { arn: true, id: true } }),
    resource("aws_sqs_queue.new", null, topic("alarms")),
  ];
  expect(findRenames(changes)).toEqual([{ from: "aws_sns_topic.old", to: "aws_sns_topic.new" }]);
});

test("nearly the same is enough, but not another name", () => {
  const old = { name: "a", b: 1, c: 1, d: 1, e: 1 };
  const found = (after: object) =>
    findRenames([resource("aws_x.old", old, null), resource("aws_x.new", null, after)]).length;
  expect(found({ ...old, e: 2 })).toBe(1);
  expect(found({ ...old, d: 2, e: 2 })).toBe(0);
  expect(found({ ...old, name: "b" })).toBe(0);
});

test("parts which are not known yet are not compared", () => {
  expect(
    findRenames([
      resource("aws_x.old", { rule: [{ a: 1, arn: "x" }], list: [1, 2] }, null),
      resource("aws_x.new", null, { rule: [{ a: 1 }], list: [1, 2] }),
    ]),
  ).toHaveLength(1);
});

test("what hangs on something that is new too is no rename", () => {
  const rule = { port: 443, description: "d", protocol: "tcp", cidr: "0.0.0.0/0" };
  const old = resource("aws_rule.old", { ...rule, security_group_id: "sg-1" }, null);
  expect(
    findRenames([old, resource("aws_rule.new", null, rule, { after_unknown: { id: true } })]),
  ).toHaveLength(1);
  expect(
    findRenames([old, resource("aws_rule.new", null, rule, { after_unknown: { security_group_id: true } })]),
  ).toEqual([]);
});

test("nothing is said when it is not clear", () => {
  const two = [
    resource("aws_eip.a", { domain: "vpc" }, null),
    resource("aws_eip.b", { domain: "vpc" }, null),
  ];
  const fresh = resource("aws_eip.c", null, { domain: "vpc" });
  expect(findRenames([...two, fresh])).toEqual([]);
  expect(findRenames([...two, fresh, resource("aws_eip.d", null, { domain: "vpc" })])).toEqual([]);
  expect(findRenames([resource("aws_x.a", { a: 1 }, null), resource("aws_x.b", null, {})])).toEqual([]);
});

test("of several good ones the exact one is taken", () => {
  const rule = (port: number) => ({ a: 1, b: 1, c: 1, d: 1, e: 1, port });
  const changes = [
    resource("aws_x.a", rule(80), null),
    resource("aws_x.b", rule(443), null),
    resource("aws_x.c", null, rule(443)),
    resource("aws_x.d", null, rule(80)),
  ];
  expect(findRenames(changes)).toEqual([
    { from: "aws_x.b", to: "aws_x.c" },
    { from: "aws_x.a", to: "aws_x.d" },
  ]);
});

test("a replacement is none", () => {
  expect(findRenames([resource("aws_x.a", { a: 1 }, { a: 1 }, { actions: ["delete", "create"] })])).toEqual(
    [],
  );
});
