import { defineContract, list, map, number, outputName, string } from "./contract";

describe("defineContract", () => {
  const fields = { vpcId: string("The VPC."), subnetIds: map(list(), "Subnets.") };

  test("has a digest of names and types, not of descriptions or order", () => {
    const { digest } = defineContract("network", 1, fields);
    expect(digest).toMatch(/^[0-9a-f]{12}$/);
    const reordered = { subnetIds: map(list(), "All subnets."), vpcId: string("Another text.") };
    expect(defineContract("network", 1, reordered).digest).toBe(digest);
  });

  test.each([
    ["a field is added", { ...fields, zone: string() }],
    ["a field is removed", { vpcId: fields.vpcId }],
    ["a type is narrowed", { ...fields, subnetIds: list() }],
    ["an element's type changes", { ...fields, subnetIds: map(number()) }],
  ])("has another digest when %s", (_, changed) => {
    expect(defineContract("network", 1, changed).digest).not.toBe(
      defineContract("network", 1, fields).digest,
    );
  });
});

test("outputs are named in snake case", () => {
  expect(outputName("securityGroupIds")).toBe("security_group_ids");
});
