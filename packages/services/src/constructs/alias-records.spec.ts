import { synthesizeIn } from "@strata/core/testing";
import { AliasRecords } from "./alias-records";

const records = (ipv6: boolean) =>
  Object.values(
    synthesizeIn((scope) => {
      new AliasRecords(scope, "records", {
        zoneId: "zone",
        domainNames: ["example.com", "www.example.com"],
        target: { dnsName: "target.aws", zoneId: "theirs" },
        ipv6,
      });
    }).resources("aws_route53_record"),
  );

test("every name leads to the target", () => {
  const alias = { name: "target.aws", zone_id: "theirs", evaluate_target_health: false };
  expect(records(false)).toMatchObject([
    { zone_id: "zone", name: "example.com", type: "A", alias },
    { zone_id: "zone", name: "www.example.com", type: "A", alias },
  ]);
});

test("by IPv6 too, where the target has it", () => {
  expect(records(true).map(({ name, type }) => `${String(name)} ${String(type)}`)).toEqual([
    "example.com AAAA",
    "example.com A",
    "www.example.com AAAA",
    "www.example.com A",
  ]);
});
