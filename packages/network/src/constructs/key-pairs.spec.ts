import { synthesizeIn } from "@strata/core/testing";
import { KeyPairs } from "./key-pairs";

test("a public key becomes a key pair under the prefix of the environment", () => {
  let keys: KeyPairs | undefined;
  const stack = synthesizeIn((scope) => {
    keys = new KeyPairs(scope, "keys", {
      name: (...parts) => ["test", ...parts].join("-"),
      publicKeys: { admin: "ssh-ed25519 AAAA" },
    });
  });
  expect(stack.resource("aws_key_pair")).toMatchObject({
    key_name: "test-admin",
    public_key: "ssh-ed25519 AAAA",
  });
  expect(Object.keys(keys?.keyNames ?? {})).toEqual(["admin"]);
});
