import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "@strata/core";
import { servicesSettings } from "../settings";
import { services as everythingOn } from "./everything-on";
import { services as newService } from "./new-service";
import { services as nginxInFront } from "./nginx-in-front";

const loadBalancers = {
  web: { scheme: "public", subnetGroup: "public", securityGroup: "alb", certificate: { name: "web" } },
};

test("Nginx in front of an app is settings like any other; it is tried in Docker by the e2e tests", () => {
  const { services } = check(
    servicesSettings,
    { loadBalancers, services: nginxInFront },
    "nginx-in-front.ts",
  );
  expect(services.backend?.containers.nginx?.environment.UPSTREAM_PORT).toBe(
    String(services.backend?.containers.app?.port),
  );
});

/** The lines of a service, as prettier writes them: from its name to its end. */
function linesOf(example: string): number {
  const source = readFileSync(join(__dirname, "../../src/examples", `${example}.ts`), "utf8").split("\n");
  const end = source.findIndex((line) => line === "  },");
  const start = source.findIndex((line) => /^ {2}\w+: \{$/.test(line));
  return end - start + 1;
}

test("a new service takes at most 12 lines of settings", () => {
  expect(check(servicesSettings, { loadBalancers, services: newService }, "new-service.ts")).toBeDefined();
  expect(linesOf("new-service")).toBeGreaterThan(3);
  expect(linesOf("new-service")).toBeLessThanOrEqual(12);
});

test("a service with everything turned on takes at most 25", () => {
  expect(
    check(servicesSettings, { loadBalancers, services: everythingOn }, "everything-on.ts"),
  ).toBeDefined();
  expect(linesOf("everything-on")).toBeLessThanOrEqual(25);
});
