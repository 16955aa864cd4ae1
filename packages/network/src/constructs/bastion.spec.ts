import { synthesizeIn } from "@strata/core/testing";
import { Bastion } from "./bastion";
import { Vpc } from "./vpc";

const stack = synthesizeIn((scope) => {
  new Bastion(scope, "bastion", {
    name: "test-bastion",
    vpc: new Vpc(scope, "vpc", { name: "vpc", cidr: "10.0.0.0/16" }),
    subnetId: "subnet",
    securityGroupId: "group",
    keyName: "test-admin",
    instanceType: "t3.micro",
    rootVolumeGiB: 8,
  });
});

test("administrators sign in with their key; the host gets none, and no rights but Session Manager's", () => {
  expect(stack.resource("aws_instance")).toMatchObject({ key_name: "test-admin", instance_type: "t3.micro" });
  expect(stack.resource("aws_instance").user_data).toBe("#!/bin/bash\nset -euo pipefail\n");
  expect(stack.resource("aws_iam_role_policy_attachment").policy_arn).toMatch(
    /AmazonSSMManagedInstanceCore$/,
  );
});

test("its address waits for the internet gateway", () => {
  expect(stack.resource("aws_eip").depends_on).toEqual([
    expect.stringMatching(/^aws_internet_gateway\.[\w-]+$/),
  ]);
});
