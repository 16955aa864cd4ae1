import type { DatabaseSettings } from "@strata/database/settings";
import type { ServiceSettings } from "@strata/services/settings";
import { localService, ownSecrets, type LocalService } from "./task";
import { database, loadBalancers, local, oneService, services } from "./testing";

const DATA = database({
  databases: { main: { databaseName: "shop", masterUsername: "boss" } },
  caches: { fast: {} },
});

function render(input: ReturnType<typeof oneService>, data: DatabaseSettings = DATA): LocalService {
  const { shop } = services({ loadBalancers, services: { shop: input } }).services;
  return localService("shop", shop as ServiceSettings, {
    database: data,
    images: local({ images: { shop: { context: "apps/shop" } } }).images,
    fileOf: (name) => `${name}.ts`,
  });
}

const app = { image: { uri: "registry.example/app:1" }, port: 8000 };

test("environment and secrets lead to what is on this machine", () => {
  const secrets = {
    HOST: { database: "main", key: "host" },
    READER: { database: "main", key: "readerHost" },
    PORT: { database: "main", key: "port" },
    NAME: { database: "main", key: "dbname" },
    USER: { database: "main", key: "username" },
    PASSWORD: { database: "main", key: "password" },
    KEY: { parameter: "/shop/key" },
    WHOLE: { secretArn: "arn:aws:secretsmanager:x:1:secret:a" },
    PART: { secretArn: "arn:aws:secretsmanager:x:1:secret:a", key: "b" },
  } as const;
  const environment = {
    LOG: "info",
    BACKEND: { loadBalancerUrl: "inner" },
    REDIS: { cache: "fast", key: "url" },
    REDIS_PORT: { cache: "fast", key: "port" },
  } as const;
  const service = render(oneService({ containers: { app: { ...app, environment, secrets } } }));
  expect(service.containers[0]?.variables).toEqual({
    LOG: "info",
    BACKEND: "http://load-balancer-inner",
    REDIS: "redis://cache-fast:6379",
    REDIS_PORT: "6379",
    HOST: "database-main",
    READER: "database-main",
    PORT: "3306",
    NAME: "shop",
    USER: "boss",
    PASSWORD: { secret: "database:main" },
    KEY: { secret: "/shop/key" },
    WHOLE: { secret: "arn:aws:secretsmanager:x:1:secret:a" },
    PART: { secret: "arn:aws:secretsmanager:x:1:secret:a:b::" },
  });
  expect(ownSecrets([service], ["main"])).toEqual([
    "/shop/key",
    "arn:aws:secretsmanager:x:1:secret:a",
    "arn:aws:secretsmanager:x:1:secret:a:b::",
  ]);
});

test("CPU and memory are the container's share, or the task's", () => {
  const share = { ...app, port: 8001, cpu: 128, memory: 200 };
  const { containers } = render(oneService({ cpu: 512, memory: 1024, containers: { app, share } }));
  expect(containers.map(({ cpus, memory }) => [cpus, memory])).toEqual([
    [0.5, 1024],
    [0.125, 200],
  ]);
});

test("there are as many tasks as autoscaling begins with, or else as are desired", () => {
  expect(render(oneService({ desiredCount: 3 })).tasks).toBe(3);
  expect(render(oneService({ desiredCount: 3, autoscaling: { min: 2, max: 5 } })).tasks).toBe(2);
});

test("a container comes after those that it depends on", () => {
  const containers = {
    app: { ...app, dependsOn: { migrate: "success", proxy: "start" } },
    proxy: { ...app, port: 81 },
    migrate: { image: app.image, essential: false, dependsOn: { proxy: "start" } },
  } as const;
  expect(render(oneService({ containers })).containers.map(({ name }) => name)).toEqual([
    "proxy",
    "migrate",
    "app",
  ]);
});

test("a task with traffic is checked as its load balancer does", () => {
  const traffic = {
    loadBalancer: "web",
    healthCheckPath: "/up",
    healthCheckCodes: "200-299",
    deregistrationSeconds: 7,
  };
  expect(render(oneService({ traffic }))).toMatchObject({
    check: { port: 8000, path: "/up", codes: "200-299", graceSeconds: 60 },
    drainSeconds: 7,
  });
  expect(render(oneService()).check).toBeUndefined();
});

test("an image of the registry is built here, and a setting that doesn't say how is refused", () => {
  const of = (repository: string) =>
    render(oneService({ containers: { app: { image: { repository, tag: "v1" }, port: 80 } } }));
  expect(of("shop").containers[0]?.image).toEqual({ built: "shop" });
  const built = render(oneService({ containers: { app: { image: { built: "shop" }, port: 80 } } }));
  expect(built.containers[0]?.image).toEqual({ built: "shop" });
  expect(() => of("other")).toThrow(
    /Service shop runs an image of the repository other, and local\.ts .*it does for: shop/,
  );
});

test("a database or cache which is not there is refused", () => {
  const secrets = { A: { database: "gone", key: "host" } } as const;
  expect(() => render(oneService({ containers: { app: { ...app, secrets } } }))).toThrow(
    "Service shop uses the database gone, which database.ts does not have (it has: main)",
  );
  const environment = { A: { cache: "gone", key: "host" } } as const;
  expect(() => render(oneService({ containers: { app: { ...app, environment } } }))).toThrow(
    "Service shop uses the cache gone, which database.ts does not have (it has: fast)",
  );
});
