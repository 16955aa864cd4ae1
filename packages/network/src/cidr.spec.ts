import { contains, overlap, prefixLength } from "./cidr";

test.each([
  ["10.0.0.0/16", "10.0.8.0/24", true],
  ["10.0.8.0/24", "10.0.8.0/24", true],
  ["10.0.8.0/24", "10.0.9.0/24", false],
  ["10.0.8.0/23", "10.0.9.0/24", true],
  ["10.0.8.128/25", "10.0.8.0/26", false],
])("%s and %s overlap: %s", (a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
  expect(overlap(b, a)).toBe(expected);
});

test("a range contains what lies in it, and no more", () => {
  expect(contains("10.0.0.0/16", "10.0.255.0/24")).toBe(true);
  expect(contains("10.0.255.0/24", "10.0.0.0/16")).toBe(false);
  expect(prefixLength("10.0.8.0/24")).toBe(24);
});
