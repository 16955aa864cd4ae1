import { synthesizeIn } from "../testing";
import { Host, type HostProps } from "./host";

const host = (changes: Partial<HostProps> = {}) =>
  synthesizeIn((scope) => {
    new Host(scope, "host", {
      name: "test-builder",
      instanceType: "t3.small",
      subnetId: "subnet",
      securityGroupId: "group",
      rootVolumeGiB: 30,
      policyArns: {},
      userData: [],
      ...changes,
    });
  });

test("asks for tokens, encrypts its disk, and has no key", () => {
  const instance = host().resource("aws_instance");
  expect(instance).toMatchObject({
    metadata_options: { http_tokens: "required" },
    root_block_device: { encrypted: true, volume_size: 30 },
  });
  expect(instance).not.toHaveProperty("key_name");
});

test("is reached by Session Manager, and gets the rights it is given", () => {
  const policies = Object.values(
    host({ policyArns: { pull: "arn:pull" } }).resources("aws_iam_role_policy_attachment"),
  );
  expect(policies.map(({ policy_arn }) => policy_arn)).toEqual([
    "arn:pull",
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  ]);
});

test("runs its commands at the first start, and stops at the first that fails", () => {
  expect(host({ userData: ["dnf install -y git"] }).resource("aws_instance").user_data).toBe(
    "#!/bin/bash\nset -euo pipefail\ndnf install -y git\n",
  );
});

test("has a public address that stays, and a key, where it is asked to", () => {
  expect(host().resources("aws_eip")).toEqual({});
  const asked = host({ elasticIp: true, keyName: "admin" });
  expect(asked.resource("aws_eip")).toMatchObject({ domain: "vpc" });
  expect(asked.resource("aws_instance")).toMatchObject({ key_name: "admin" });
});
