import { isPublicKey } from "./public-key";

const KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIHxyViYuf+KIc37X6zhSL3C0Yt6rfLry912vUPtI3pSW";

test.each([`ssh-ed25519 ${KEY}`, `ssh-ed25519 ${KEY} admin@example.com`])("%s is a public key", (text) => {
  expect(isPublicKey(text)).toBe(true);
});

test.each([
  ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ["a kind without a key", "ssh-ed25519"],
  ["a key of another kind", `ssh-rsa ${KEY}`],
  ["a kind that EC2 does not import", `ecdsa-sha2-nistp256 ${KEY}`],
  ["what is no base64", "ssh-ed25519 <your key>"],
  ["two keys", `ssh-ed25519 ${KEY}\nssh-ed25519 ${KEY}`],
])("%s is none", (_, text) => {
  expect(isPublicKey(text)).toBe(false);
});
