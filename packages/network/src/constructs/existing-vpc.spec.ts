import { synthesizeIn } from "@strata/core/testing";
import { ExistingVpc } from "./existing-vpc";

test("nothing is made or looked up until somebody asks for the internet gateway", () => {
  const quiet = synthesizeIn((scope) => {
    expect(new ExistingVpc(scope, "vpc", "vpc-1").id).toBe("vpc-1");
  });
  expect(quiet.data("aws_internet_gateway")).toEqual({});
});

test("its internet gateway is the one that is attached to it", () => {
  const asked = synthesizeIn((scope) => {
    const vpc = new ExistingVpc(scope, "vpc", "vpc-1");
    expect(vpc.internetGateway).toBe(vpc.internetGateway);
  });
  expect(Object.values(asked.data("aws_internet_gateway"))).toMatchObject([
    { filter: [{ name: "attachment.vpc-id", values: ["vpc-1"] }] },
  ]);
});
