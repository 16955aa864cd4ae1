import { testEnvironment } from "@strata/core/testing";
import { openTo } from "./jenkins-access";

const range = (number: number): string => `203.0.113.${String(number)}/32`;

test("administrators are the environment's", () => {
  expect(openTo("administrators", testEnvironment({ administrators: [range(7)] }))).toEqual([range(7)]);
  expect(openTo("world", testEnvironment())).toBeUndefined();
});

test("none, and more than a listener rule takes, are refused", () => {
  expect(() => openTo("administrators", testEnvironment())).toThrow(
    "The environment test has no administrators, and the pipeline layer needs it",
  );
  expect(() =>
    openTo("administrators", testEnvironment({ administrators: [1, 2, 3, 4, 5].map(range) })),
  ).toThrow("must be at most 4 ranges");
});
