import { synthesizeIn } from "@strata/core/testing";
import { SecondaryRanges } from "./secondary-ranges";

test("adds each range to the VPC, and knows which one a subnet lies in", () => {
  let ranges: SecondaryRanges | undefined;
  const stack = synthesizeIn((scope) => {
    ranges = new SecondaryRanges(scope, "ranges", { vpcId: "vpc", cidrs: ["100.64.0.0/20"] });
  });
  expect(stack.resource("aws_vpc_ipv4_cidr_block_association")).toMatchObject({
    vpc_id: "vpc",
    cidr_block: "100.64.0.0/20",
  });
  expect(ranges?.around("100.64.8.0/24")).toBeDefined();
  expect(ranges?.around("10.0.0.0/24")).toBeUndefined();
});
