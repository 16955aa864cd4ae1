import { associationRefused } from "./cidr-rules";

// Primary range, added range, and the part of AWS's table that forbids it.
test.each([
  ["10.5.0.0/16", "10.6.0.0/16", undefined],
  ["10.5.0.0/16", "100.64.0.0/20", undefined],
  ["10.5.0.0/16", "203.0.112.0/20", undefined],
  ["10.5.0.0/16", "172.16.0.0/16", "172.16.0.0/12"],
  ["10.5.0.0/16", "192.168.0.0/24", "192.168.0.0/16"],
  ["10.5.0.0/16", "198.19.0.0/20", "198.19.0.0/16"],
  ["10.5.0.0/16", "169.254.1.0/24", "169.254.0.0/16"],
  ["10.1.0.0/16", "10.0.4.0/24", "10.0.0.0/16"],
  ["10.1.0.0/16", "10.2.0.0/16", undefined],
  ["172.16.0.0/16", "172.17.0.0/16", undefined],
  ["172.16.0.0/16", "172.31.4.0/24", "172.31.0.0/16"],
  ["172.16.0.0/16", "10.5.0.0/16", "10.0.0.0/8"],
  ["192.168.0.0/20", "192.168.16.0/20", undefined],
  ["192.168.0.0/20", "10.5.0.0/16", "10.0.0.0/8"],
  ["198.19.0.0/20", "198.19.16.0/20", undefined],
  ["198.19.0.0/20", "10.5.0.0/16", "10.0.0.0/8"],
  ["100.64.0.0/16", "100.65.0.0/16", undefined],
  ["100.64.0.0/16", "10.5.0.0/16", "10.0.0.0/8"],
  ["100.64.0.0/16", "198.19.0.0/20", "198.19.0.0/16"],
])("a VPC with %s and %s: forbidden by %s", (primary, added, because) => {
  const reason = associationRefused(primary, [], added);
  if (because === undefined) expect(reason).toBeUndefined();
  else expect(reason).toContain(`AWS allows nothing there from ${because}`);
});

test("a range of the VPC can't be added again, in part or as a whole", () => {
  expect(associationRefused("10.5.0.0/16", ["100.64.0.0/20"], "100.64.8.0/24")).toContain(
    "overlaps 100.64.0.0/20, which the VPC has already",
  );
});
