import { isSupported, meetsConstraint, readVersion } from "./version";

test.each([
  ['{"terraform_version": "1.11.4", "platform": "linux_amd64"}', "1.11.4"],
  // It warns of a missing CLI configuration before the JSON.
  [
    'There are some problems with the CLI configuration\n{"terraform_version": "1.12.0-beta1"}',
    "1.12.0-beta1",
  ],
  ["Terraform v0.11.14\n\nYour version is out of date", "0.11.14"],
  ["something else", undefined],
  ["{ broken", undefined],
])("reads %j", (output, version) => {
  expect(readVersion(output)).toBe(version);
});

test.each([
  ["1.9.8", false],
  ["1.10.0", true],
  ["1.11.4", true],
  ["2.0.0", true],
  ["0.15.5", false],
  ["of an unknown version", false],
])("Terraform %s: %s", (version, supported) => {
  expect(isSupported(version)).toBe(supported);
});

test.each([
  ["5.100.0", "5.100.0", true],
  ["5.100.1", "5.100.0", false],
  ["4.6.0", "~> 4.6", true],
  ["4.6.0+git20260916", "~> 4.6", true],
  ["4.10.2", "~> 4.6", true],
  ["4.5.9", "~> 4.6", false],
  ["5.0.0", "~> 4.6", false],
  ["4.7.0-beta1", "~> 4.6", false],
])("version %s meets %s: %s", (version, constraint, meets) => {
  expect(meetsConstraint(version, constraint)).toBe(meets);
});
