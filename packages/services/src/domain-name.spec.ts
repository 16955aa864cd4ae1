import { testEnvironment } from "@strata/core/testing";
import { domainName } from "./domain-name";

const environment = testEnvironment({ domain: "example.com" });

test.each([
  ["api", "api.example.com"],
  ["@", "example.com"],
  ["*", "*.example.com"],
  ["www.example.org", "www.example.org"],
])("%s is %s", (name, whole) => {
  expect(domainName(name, environment)).toBe(whole);
});

test("a name within a domain needs the domain", () => {
  expect(() => domainName("api", testEnvironment())).toThrow("The environment test has no domain");
});
