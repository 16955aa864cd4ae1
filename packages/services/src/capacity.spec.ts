import { testEnvironment } from "@strata/core/testing";
import { appSpecStrategy, capacityOf, strategy } from "./capacity";
import type { ServiceSettings } from "./settings";

const service = {} as ServiceSettings;

test("is cheap where nothing is protected, unless the settings say otherwise", () => {
  expect(capacityOf(service, testEnvironment({ protected: true }))).toBe("fargate");
  expect(capacityOf(service, testEnvironment({ protected: false }))).toBe("fargate-spot");
  expect(capacityOf({ ...service, capacity: "fargate" }, testEnvironment({ protected: false }))).toBe(
    "fargate",
  );
});

test("one task is never on Spot", () => {
  expect(strategy("fargate-spot", {})).toEqual([
    { capacityProvider: "FARGATE", base: 1, weight: 0 },
    { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
  ]);
});

test("a group's capacity provider takes all tasks", () => {
  const providers = { web: "capacity-test-web" };
  const shares = strategy({ group: "web" }, providers);
  expect(shares).toEqual([{ capacityProvider: "capacity-test-web", base: 0, weight: 1 }]);
  expect(appSpecStrategy(shares)).toBe('[{"CapacityProvider":"capacity-test-web","Base":0,"Weight":1}]');
});
