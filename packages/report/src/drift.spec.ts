import { relevantDrift } from "./drift";
import type { Difference } from "./differences";
import type { PlanResourceChange } from "./plan";

const changed = (...path: Difference["path"]): Difference => ({ path, after: { kind: "value", value: "x" } });

const resource = {
  address: "aws_kms_key.a",
  mode: "managed",
  type: "aws_kms_key",
  name: "a",
  change: {
    actions: ["update"],
    before: {},
    after: {},
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
} satisfies PlanResourceChange;

test.each<[string, Difference[], Difference[]]>([
  ["what the code sets", [changed("policy")], [changed("policy")]],
  ["what it doesn't", [changed("ingress", 0)], []],
  ["a tag, once", [changed("tags", "A"), changed("tags_all", "A")], [changed("tags", "A")]],
  ["a tag that the provider sets", [changed("tags_all", "Layer")], [changed("tags_all", "Layer")]],
])("a look for drift: %s", (_, found, relevant) => {
  const isConfigured = (_address: string, path: Difference["path"]): boolean => path[0] === "policy";
  expect(relevantDrift("drift", resource, found, [], isConfigured)).toEqual(relevant);
});
