import { synthesizeIn } from "@strata/core/testing";
import { Host } from "./host";

const host = (policyArns: Record<string, string>, packages: string[]) =>
  synthesizeIn((scope) => {
    new Host(scope, "host", {
      name: "test-builder",
      instanceType: "t3.small",
      subnetId: "subnet",
      securityGroupId: "group",
      rootVolumeGiB: 30,
      policyArns,
      packages,
    });
  });

test("asks for tokens, encrypts its disk, and has no key", () => {
  const instance = host({}, []).resource("aws_instance");
  expect(instance).toMatchObject({
    metadata_options: { http_tokens: "required" },
    root_block_device: { encrypted: true, volume_size: 30 },
  });
  expect(instance).not.toHaveProperty("key_name");
});

test("is reached by Session Manager, and gets the rights it is given", () => {
  const policies = Object.values(host({ pull: "arn:pull" }, []).resources("aws_iam_role_policy_attachment"));
  expect(policies.map(({ policy_arn }) => policy_arn)).toEqual([
    "arn:pull",
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  ]);
});

test("installs its packages, and starts Docker where that is one of them", () => {
  expect(host({}, ["git"]).resource("aws_instance").user_data).toBe(
    "#!/bin/bash\nset -euo pipefail\ndnf install -y git\n",
  );
  expect(host({}, ["docker"]).resource("aws_instance").user_data).toContain("systemctl enable --now docker");
});
