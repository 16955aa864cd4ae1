import { synthesizeIn } from "@strata/core/testing";
import { Zone, type ZoneProps } from "./zone";

const synthesize = (origin: ZoneProps["origin"]) =>
  synthesizeIn((scope) => {
    new Zone(scope, "dns", { domain: "example.com", origin });
  });

test("makes the zone", () => {
  expect(synthesize("create").resource("aws_route53_zone").name).toBe("example.com");
});

test("or finds the public one that is there", () => {
  const found = synthesize("existing");
  expect(found.resources("aws_route53_zone")).toEqual({});
  expect(Object.values(found.data("aws_route53_zone"))).toMatchObject([
    { name: "example.com", private_zone: false },
  ]);
});
