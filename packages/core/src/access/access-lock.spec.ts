import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  accessCopied,
  accessIn,
  accessOf,
  parseAccessLock,
  printAccessLock,
  readAccessLock,
  type AccessLock,
} from "./access-lock";

const lock: AccessLock = {
  version: 1,
  environments: {
    prod: {
      services: { reads: ["network"], resources: ["aws_ecs_cluster"], data: ["aws_ssm_parameter"] },
      network: { reads: [], resources: ["aws_subnet", "aws_vpc"], data: [] },
    },
    dev: {},
  },
};

const refusal = (code: string, message: RegExp): Error =>
  expect.objectContaining({ code, exitCode: 3, message: expect.stringMatching(message) as string }) as Error;

test("a stack needs access to the types that it makes and looks up, and to the states that it reads", () => {
  const contract = { version: 1, digest: "d", uses: [], types: {}, addresses: {}, atLeast: [] };
  const stack = {
    "//": {
      strata: {
        reads: [
          { name: "registry", ...contract },
          { name: "network", ...contract },
        ],
      },
    },
    resource: { aws_ecs_service: {}, aws_ecs_cluster: {}, terraform_data: {} },
    data: { terraform_remote_state: {}, aws_ssm_parameter: {} },
    ephemeral: { aws_secretsmanager_random_password: {} },
  };
  expect(accessOf(stack)).toEqual({
    reads: ["network", "registry"],
    resources: ["aws_ecs_cluster", "aws_ecs_service"],
    data: ["aws_secretsmanager_random_password", "aws_ssm_parameter"],
  });
  expect(accessOf({ "//": { strata: { reads: [] } } })).toEqual({ reads: [], resources: [], data: [] });
});

test("what is written is read again, in the order of the names, and one more right is one more line", () => {
  const text = printAccessLock(lock);
  expect(parseAccessLock(text, "x")).toEqual(lock);
  expect(Object.keys(parseAccessLock(text, "x").environments.prod ?? {})).toEqual(["network", "services"]);
  const [services, network] = [lock.environments.prod?.services, lock.environments.prod?.network];
  if (services === undefined || network === undefined) throw new Error("The sample has both.");
  const more = { ...services, resources: [...services.resources, "aws_ecs_service"] };
  const changed = printAccessLock({
    version: 1,
    environments: { dev: {}, prod: { network, services: more } },
  });
  const added = changed.split("\n").filter((line) => !text.split("\n").includes(line));
  expect(added).toEqual(['          "aws_ecs_cluster",', '          "aws_ecs_service"']);
});

test.each<[string, string, string, RegExp]>([
  ["a merge conflict", `<<<<<<< HEAD\n${printAccessLock(lock)}`, "lock-file-conflict", /merge conflict/],
  ["broken JSON", "{", "lock-file-broken", /^the file can't be read: .*JSON/],
  ["null", "null", "lock-file-broken", /can't be read/],
  ["another version", '{"version":2}', "lock-file-unknown", /version 2, and this Strata knows version 1/],
  [
    "a type that is none",
    printAccessLock(lock).replace("aws_vpc", "*"),
    "lock-file-broken",
    /prod\.network\.resources\.1: must be a type of Terraform/,
  ],
  [
    "a layer that is a path",
    printAccessLock(lock).replace('"network": {', '"../network": {'),
    "lock-file-broken",
    /environments\.prod.*must be a name in lower case/,
  ],
  [
    "a state of a layer which the environment has not",
    printAccessLock(lock).replace('"network"\n', '"database"\n'),
    "lock-file-broken",
    /prod\.services\.reads\.0: is no layer of the environment, which has network, services \(given: "database"\)/,
  ],
])("%s is refused in a sentence", (_, text, code, message) => {
  expect(() => parseAccessLock(text, "the file")).toThrow(refusal(code, message));
});

test("a checkout without the file is told how to make it", () => {
  expect(() => readAccessLock(join(tmpdir(), "no-such-checkout"))).toThrow(
    refusal("access-lock-missing", /^There is no access\.lock\.json.*\.\/strata contracts update/),
  );
});

test("a new environment begins with what the one needs whose settings it copies", () => {
  const { environments } = accessCopied(lock, "prod", "staging", ["network"]);
  expect(Object.keys(environments)).toEqual(["prod", "dev", "staging"]);
  expect(environments.staging).toEqual({ network: lock.environments.prod?.network });
  expect(() => accessCopied(lock, "test", "staging", [])).toThrow(
    refusal("access-unknown", /environment test/),
  );
});

test("an environment which it does not know is refused with those that it knows", () => {
  expect(accessIn(lock, "dev")).toEqual({});
  expect(() => accessIn(lock, "constructor")).toThrow(
    refusal("access-unknown", /environment constructor.*: prod, dev\. Run \.\/strata contracts update/),
  );
});
