import { isCidr, retentionDays } from "./fields";

test.each([
  ["10.0.0.0/16", true],
  ["10.0.8.0/24", true],
  ["10.0.8.1/24", false],
  ["10.0.8.0", false],
  ["10.0.8.0/33", false],
  ["10.0.256.0/24", false],
  ["fd00::/64", false],
  ["", false],
])("%s is a range: %s", (text, expected) => {
  expect(isCidr(text)).toBe(expected);
});

test("a number of days that CloudWatch Logs does not offer is refused with those that it does", () => {
  expect(retentionDays.safeParse(31).error?.issues[0]?.message).toBe(
    "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 180, 365 days",
  );
});
