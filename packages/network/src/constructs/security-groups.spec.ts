import { synthesizeIn } from "@strata/core/testing";
import { SecurityGroups } from "./security-groups";

const stack = synthesizeIn((scope) => {
  new SecurityGroups(scope, "security", {
    name: (...parts) => ["test", ...parts].join("-"),
    vpcId: "vpc",
    groups: { web: "Web", app: "Application", db: "Database" },
    rules: [
      { from: ["world"], to: "web", port: 80 },
      { from: ["web"], to: "app", port: 8000 },
      { from: ["web", "app"], to: "db", port: 3306 },
      { from: ["administrators"], to: "web", port: 22 },
    ],
    ranges: { administrators: ["203.0.113.7/32", "198.51.100.0/24"] },
  });
});

test("the rule matrix becomes one rule a pair, two for the world, one for each range of others", () => {
  const rules = Object.values(stack.resources("aws_vpc_security_group_ingress_rule"));
  const source = ({ cidr_ipv4, cidr_ipv6, referenced_security_group_id }: (typeof rules)[number]): unknown =>
    cidr_ipv4 ?? cidr_ipv6 ?? /security_(\w+)_/.exec(referenced_security_group_id as string)?.[1];
  expect(rules.map((rule) => [source(rule), rule.description, rule.from_port, rule.to_port])).toEqual([
    ["198.51.100.0/24", "administrators to web on 22", 22, 22],
    ["203.0.113.7/32", "administrators to web on 22", 22, 22],
    ["app", "app to db on 3306", 3306, 3306],
    ["web", "web to app on 8000", 8000, 8000],
    ["web", "web to db on 3306", 3306, 3306],
    ["0.0.0.0/0", "world to web on 80", 80, 80],
    ["::/0", "world to web on 80", 80, 80],
  ]);
});

test("outbound traffic is open", () => {
  const rules = Object.values(stack.resources("aws_vpc_security_group_egress_rule"));
  expect(rules).toHaveLength(3);
  for (const rule of rules) expect(rule).toMatchObject({ ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" });
});
