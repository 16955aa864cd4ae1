import { synthesize, testEnvironment, type Attributes, type Synthesized } from "@strata/core/testing";
import type { ServicesSettingsInput } from "@strata/services/settings";
import { LocalStack } from "./stack";
import { database, loadBalancers, local, oneService, services } from "./testing";

const app = { image: { uri: "registry.example/app:1" }, port: 8000 };

const of = (input: ServicesSettingsInput, data = database()): Synthesized =>
  synthesize((scope) => {
    const settings = { services: services({ loadBalancers, ...input }), database: data, local: local() };
    return new LocalStack(scope, testEnvironment(), settings);
  });

/** The containers by their construct paths. */
const containers = (stack: Synthesized): Record<string, Attributes> =>
  Object.fromEntries(
    Object.values(stack.resources("docker_container")).map((one) => [
      (one["//"] as { metadata: { path: string } }).metadata.path.replace(/^[^/]+\//, ""),
      one,
    ]),
  );

test("a container is as its settings say", () => {
  const settings = {
    ...app,
    command: ["serve"],
    user: "1000:1000",
    stopSeconds: 45,
    writable: ["/tmp"],
    environment: { LOG: "${x}" },
    healthCheck: { command: "curl -f localhost", intervalSeconds: 10, startSeconds: 20 },
  };
  const found = containers(
    of({ services: { shop: oneService({ containers: { app: settings }, desiredCount: 1 }) } }),
  );
  expect(found["shop-1/app"]).toMatchObject({
    command: ["serve"],
    user: "1000:1000",
    stop_timeout: 45,
    destroy_grace_seconds: 45,
    read_only: true,
    tmpfs: { "/tmp": "" },
    env: ["LOG=$${x}"],
    healthcheck: {
      test: ["CMD-SHELL", "curl -f localhost"],
      interval: "10s",
      timeout: "5s",
      retries: 3,
      start_period: "20s",
    },
    wait: true,
    cpus: "0.25",
    memory: 512,
    memory_swap: 512,
    restart: "unless-stopped",
  });
});

test("the containers of a task share one address", () => {
  const found = containers(
    of({
      services: { shop: oneService({ containers: { app, proxy: { ...app, port: 81 } }, desiredCount: 1 }) },
    }),
  );
  expect(found["shop-1/app"]?.network_mode).toMatch(
    /^container:\$\{docker_container\.shop-1_address_\w+\.id\}$/,
  );
  expect(found["shop-1/proxy"]?.network_mode).toBe(found["shop-1/app"]?.network_mode);
  expect(found["shop-1/address"]).toHaveProperty("networks_advanced");
});

test("a container that comes first ends, and with success where that is asked for", () => {
  const migrate = { image: app.image, essential: false };
  const settings = { app: { ...app, dependsOn: { migrate: "success" } }, migrate } as const;
  const found = containers(of({ services: { shop: oneService({ containers: settings, desiredCount: 1 }) } }));
  expect(found["shop-1/migrate"]).toMatchObject({ must_run: false, attach: true, restart: "no" });
  expect(JSON.stringify(found["shop-1/migrate"]?.lifecycle)).toContain("self.exit_code == 0");
  expect(JSON.stringify(found["shop-1/app"]?.depends_on)).toContain("shop-1_migrate");
});

test("tasks are made before those that they replace, servers of data and load balancers are not", () => {
  const found = containers(
    of(
      { services: { shop: oneService({ traffic: { loadBalancer: "web" }, desiredCount: 1 }) } },
      database({ databases: { main: { databaseName: "shop" } }, caches: { fast: {} } }),
    ),
  );
  const first = Object.entries(found).filter(([, { lifecycle }]) => lifecycle !== undefined);
  expect(first.map(([path]) => path).sort()).toEqual(["shop-1/address", "shop-1/app"]);
  // What they depend on would be made before it is replaced, too.
  const text = JSON.stringify(first);
  expect(text).not.toContain("database-main_");
  expect(text).not.toContain("nginx_");
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining(["data/database-main", "data/cache-fast", "load-balancer-web/nginx"]),
  );
});

test("no password is in what is synthesized", () => {
  const secrets = { PASSWORD: { database: "main", key: "password" } } as const;
  const stack = of(
    { services: { shop: oneService({ containers: { app: { ...app, secrets } }, desiredCount: 1 }) } },
    database({ databases: { main: { databaseName: "shop" } } }),
  );
  expect(containers(stack)["shop-1/app"]?.env).toEqual(['PASSWORD=${var.secrets["database:main"]}']);
});

test("it says of itself what strata has to know", () => {
  let stack: LocalStack | undefined;
  synthesize((scope) => {
    const shop = oneService({ traffic: { loadBalancer: "web" } });
    const settings = { services: services({ services: { shop } }), database: database(), local: local() };
    stack = new LocalStack(scope, testEnvironment(), settings);
    return stack;
  });
  expect(stack?.manifest).toEqual({
    environment: "test",
    prefix: "test",
    published: [{ loadBalancer: "web", listener: 80, url: "http://127.0.0.1:8080" }],
    tasks: { shop: 2 },
    databases: [],
    secrets: [],
    leftOut: ["load balancer web: the firewall (AWS WAF)"],
  });
});
