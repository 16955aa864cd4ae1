import { testEnvironment } from "@strata/core/testing";
import type { ServicesSettingsInput } from "@strata/services/settings";
import { balancers } from "./balancers";
import { loadBalancers, local, oneService, services } from "./testing";

const of = (input: ServicesSettingsInput) =>
  balancers(testEnvironment({ domain: "example.com" }), services(input), local({ port: 9000 }));

test("rules of all services of a listener, by priority, with whole names of hosts", () => {
  const rule = (priority: number, more: object) =>
    oneService({ traffic: { loadBalancer: "web", rule: { priority, ...more } } });
  const [web] = of({
    services: {
      late: rule(20, { paths: ["/*"] }),
      early: rule(10, { hosts: ["api", "other.org"], paths: ["/v1/*"] }),
      rest: oneService({ traffic: { loadBalancer: "web" } }),
    },
  });
  expect(web?.listeners).toEqual([
    {
      awsPort: 80,
      port: 80,
      published: 9000,
      shownPort: 9000,
      routes: [
        { hosts: ["api.example.com", "other.org"], paths: ["/v1/*"], target: "early" },
        { hosts: [], paths: ["/*"], target: "late" },
      ],
      fallback: "rest",
    },
  ]);
});

test("only public load balancers are published, each listener on a port of its own", () => {
  const deployment = { kind: "blue-green", testPort: 10080 } as const;
  const [web, inner] = of({
    services: {
      front: oneService({ traffic: { loadBalancer: "web" }, deployment }),
      back: oneService({ traffic: { loadBalancer: "inner" }, deployment }),
    },
  });
  const ports = (listeners = web?.listeners) => listeners?.map(({ port, published }) => [port, published]);
  expect(ports()).toEqual([
    [80, 9000],
    [10080, 9001],
  ]);
  expect(ports(inner?.listeners)).toEqual([
    [80, undefined],
    [10080, undefined],
  ]);
});

test("the test port of a blue/green service leads to what runs, also where users come by a rule", () => {
  const [web] = of({
    services: {
      shop: oneService({
        traffic: { loadBalancer: "web", rule: { paths: ["/shop/*"], priority: 1 } },
        deployment: { kind: "blue-green", testPort: 10080 },
      }),
    },
  });
  expect(web?.listeners.map(({ port, routes, fallback }) => [port, routes.length, fallback])).toEqual([
    [80, 1, undefined],
    [10080, 0, "shop"],
  ]);
});

test("what is reached by HTTPS on AWS is reached by HTTP here", () => {
  const [web] = of({
    loadBalancers: { web: { ...loadBalancers.web, certificate: { name: "main" } } },
    services: { front: oneService({ traffic: { loadBalancer: "web" } }) },
  });
  expect(web?.listeners).toMatchObject([{ awsPort: 443, port: 80, published: 9000, fallback: "front" }]);
});

test("a load balancer that nothing leads to answers 404", () => {
  expect(of({})[0]?.listeners).toMatchObject([{ port: 80, routes: [], fallback: undefined }]);
});
