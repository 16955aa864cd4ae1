import { leftOut } from "./left-out";
import { database, loadBalancers, oneService, services } from "./testing";

test("settings which have a counterpart on this machine are not mentioned", () => {
  const settings = services({
    loadBalancers: { inner: loadBalancers.inner },
    services: { back: oneService({ traffic: { loadBalancer: "inner" } }) },
  });
  const data = database({
    databases: { main: { databaseName: "shop", requireTls: false } },
    caches: { fast: {} },
  });
  expect(leftOut(settings, data)).toEqual([]);
});

test("everything else is named", () => {
  const settings = services({
    loadBalancers: { web: { ...loadBalancers.web, certificate: { name: "main" } } },
    services: {
      shop: oneService({
        containers: { app: { image: { uri: "x" }, port: 80, environmentFiles: ["shop.env"] } },
        connect: { name: "shop" },
        logging: { kind: "firelens" },
        autoscaling: { min: 2, max: 4 },
        taskRole: { statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] },
      }),
    },
    hosts: { admin: { subnetGroup: "public", securityGroup: "admin" } },
    sites: { docs: {} },
  });
  const data = database({ databases: { main: { databaseName: "shop", replicas: 1 } } });
  expect(leftOut(settings, data)).toEqual([
    "EC2 hosts (admin), with what their load balancers lead to them",
    "static sites (docs), with what their load balancers lead to them",
    "load balancer web: HTTPS and the redirect to it; its users come by HTTP here",
    "load balancer web: the firewall (AWS WAF)",
    "service shop: Service Connect",
    "service shop: FireLens",
    "service shop: autoscaling; it stays at 2",
    "service shop: the rights of its task role in AWS",
    "service shop: environment files, which are in S3",
    "database main: TLS",
    "database main: replicas; readers get the one server",
  ]);
});
