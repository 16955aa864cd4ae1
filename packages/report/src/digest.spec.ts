import { digest } from "./digest";

test("the order of members does not count, that of lists does", () => {
  expect(digest({ a: 1, b: { c: [1, 2], d: null } })).toBe(digest({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(digest([1, 2])).not.toBe(digest([2, 1]));
  expect(digest(undefined)).not.toBe(digest(null));
});
