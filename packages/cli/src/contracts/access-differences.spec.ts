import type { AccessLock, LayerAccess } from "../core";
import { accessChanges, accessDifferences } from "./access-differences";

const nothing: LayerAccess = { reads: [], resources: [], data: [] };
const services: LayerAccess = {
  reads: ["network"],
  resources: ["aws_ecs_cluster", "aws_ecs_service"],
  data: ["aws_ssm_parameter"],
};

const lock = (environments: AccessLock["environments"]): AccessLock => ({ version: 1, environments });

test("what has not changed is not said", () => {
  expect(accessChanges(lock({ prod: { services } }), lock({ prod: { services } }))).toEqual([]);
});

test("what a layer gains and loses, by environment", () => {
  const changed = {
    reads: ["database", "network"],
    resources: ["aws_ecs_cluster", "aws_sqs_queue"],
    data: [],
  };
  const was = lock({ dev: { services }, prod: { services } });
  const now = lock({ dev: { services }, prod: { services: changed } });
  expect(accessChanges(was, now)).toEqual([
    {
      environment: "prod",
      layer: "services",
      layerIs: "kept",
      gained: { reads: ["database"], resources: ["aws_sqs_queue"], data: [] },
      lost: { reads: [], resources: ["aws_ecs_service"], data: ["aws_ssm_parameter"] },
    },
  ]);
  expect(accessDifferences(was, now)).toEqual([
    "+ the access of services in prod: reads the state of database",
    "+ the access of services in prod: makes aws_sqs_queue",
    "- the access of services in prod: makes aws_ecs_service",
    "- the access of services in prod: looks up aws_ssm_parameter",
  ]);
});

test("who takes a role on is a change too", () => {
  const of = (repository: string): AccessLock => lock({ prod: { services: { ...services, repository } } });
  expect(accessDifferences(of("acme/one"), of("acme/two"))).toEqual([
    "+ the access of services in prod: is taken on by jobs of acme/two",
    "- the access of services in prod: is taken on by jobs of acme/one",
  ]);
});

test("a layer or an environment that comes or goes is one line for each layer, also when it does nothing", () => {
  const was = lock({ prod: { services, network: nothing } });
  const now = lock({ prod: { services }, dev: { services } });
  expect(accessDifferences(was, now)).toEqual([
    "+ the access of services in dev: reads 1 state, makes 2 types, looks up 1",
    "- the access of network in prod: reads 0 states, makes 0 types, looks up 0",
  ]);
});
