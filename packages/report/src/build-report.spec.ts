import { buildReport } from "./build-report";
import { reportSchema } from "./report";
import { change, plan, plannedLayer, reads, replaced, resource } from "./testing/plans";

test("each action counts once, and what is only read or a helper of what-if plans counts nothing", () => {
  const report = buildReport([
    {
      layer: plannedLayer("network"),
      plan: plan([
        resource("aws_vpc.a", null, { cidr_block: "10.0.0.0/16" }),
        resource("aws_vpc.b", { a: 1 }, { a: 2 }),
        replaced("aws_subnet.c", { cidr_block: "1" }, { cidr_block: "2" }, [["cidr_block"]]),
        resource("aws_subnet.d", { a: 1 }, null),
        resource("aws_subnet.e", { a: 1 }, { a: 1 }, { actions: ["no-op"] }),
        { ...resource("data.aws_ami.f", null, { a: 1 }, { actions: ["read"] }), mode: "data" },
        resource("terraform_data.what-if-database", null, { input: {} }),
        { ...resource("aws_eip.g", {}, {}, { actions: ["no-op"] }), previous_address: "aws_eip.old" },
        resource("aws_eip.h", {}, {}, { actions: ["no-op"], importing: { id: "x" } }),
        resource("aws_eip.i", {}, null, { actions: ["forget"] }),
      ]),
    },
  ]);
  expect(report.layers[0]?.counts).toEqual({
    create: 1,
    update: 1,
    replace: 1,
    delete: 1,
    move: 1,
    import: 1,
    forget: 1,
    outputs: 0,
    drift: 0,
  });
  expect(reportSchema.parse(report)).toEqual(report);
});

test("what destroys data stands first, then destructions and replacements", () => {
  const { layers } = buildReport([
    {
      layer: plannedLayer("database", { paths: { "aws_db_instance.db": "database/instance" } }),
      plan: plan([
        resource("aws_alb.new", null, {}),
        replaced("aws_ecs_task_definition.task", { cpu: 1 }, { cpu: 2 }, [["cpu"]]),
        resource("aws_iam_role.old", { name: "r" }, null),
        replaced("aws_db_instance.db", { identifier: "a", engine: "m" }, { identifier: "b", engine: "m" }, [
          ["identifier"],
        ]),
        {
          ...resource("aws_s3_bucket.b", { bucket: "b" }, null),
          action_reason: "delete_because_no_resource_config",
        },
      ]),
    },
  ]);
  expect(layers[0]?.changes.map(({ address, action, holds }) => [address, action, holds])).toEqual([
    ["aws_s3_bucket.b", "delete", "the bucket with its objects"],
    ["aws_db_instance.db", "replace", "the database with its data"],
    ["aws_iam_role.old", "delete", undefined],
    ["aws_ecs_task_definition.task", "replace", undefined],
    ["aws_alb.new", "create", undefined],
  ]);
  expect(layers[0]?.changes[0]?.reason).toBe("it is no longer in the code");
  expect(layers[0]?.changes[1]).toMatchObject({
    path: "database/instance",
    reason: "identifier can't be changed in place",
    attributes: [{ path: "identifier", forcesReplacement: true }],
  });
});

test("outputs name who uses them, a part of them or what holds them", () => {
  const { layers, edges } = buildReport([
    {
      layer: plannedLayer("network"),
      plan: plan([], {
        output_changes: {
          subnet_ids: change({ db: ["a", "b"], app: ["c"] }, { db: ["a", "x"], app: ["c"] }),
          hosts: change({}, { jump: { name: "j" } }),
          unused: change("a", "b"),
          strata_contract: change({ version: 1 }, { version: 2 }),
        },
      }),
    },
    { layer: plannedLayer("database", { reads: [reads("network", "subnet_ids.db")] }) },
    { layer: plannedLayer("services", { reads: [reads("network", "subnet_ids.app", "hosts.jump.name")] }) },
    { layer: plannedLayer("pipeline", { reads: [reads("registry", "unused")] }) },
  ]);
  expect(layers[0]?.outputs.map(({ path, readers }) => [path, readers.map(({ owner }) => owner)])).toEqual([
    ["subnet_ids.db[1]", ["@example/database-team"]],
    ["hosts.jump.name", ["@example/services-team"]],
    ["unused", []],
  ]);
  expect(layers[0]?.counts.outputs).toBe(3);
  expect(edges[0]).toEqual({ reader: "database", producer: "network", uses: ["subnet_ids.db"] });
});

test("of a new resource, what the code sets is shown, and of a change no tag twice", () => {
  const { layers } = buildReport([
    {
      layer: plannedLayer("network"),
      plan: plan(
        [
          resource(
            "aws_vpc.a",
            null,
            { cidr_block: "10.0.0.0/16", enable_dns_support: true },
            { after_unknown: { arn: true, ipv6: true } },
          ),
          resource(
            "aws_vpc.b",
            { tags: { Name: "a" }, tags_all: { Name: "a", Team: "x" } },
            { tags: { Name: "b" }, tags_all: { Name: "b", Team: "y" } },
          ),
        ],
        {
          configuration: {
            root_module: {
              resources: [
                {
                  address: "aws_vpc.a",
                  expressions: { cidr_block: { constant_value: "" }, ipv6: { references: ["x"] } },
                },
              ],
            },
          },
        },
      ),
    },
  ]);
  expect(layers[0]?.changes.map(({ attributes }) => attributes.map(({ path }) => path))).toEqual([
    ["tags.Name", "tags_all.Team"],
    ["cidr_block", "ipv6"],
  ]);
});

test("a layer which could not be planned says why, and a secret in the sentence is covered", () => {
  const { layers } = buildReport([
    {
      layer: plannedLayer("network", { error: { code: "c", message: "hunter2-hunter2 was refused." } }),
    },
    {
      layer: plannedLayer("database"),
      plan: plan([resource("aws_db_instance.a", null, { password: "hunter2-hunter2" })]),
    },
  ]);
  expect(layers[0]?.error).toBe("(sensitive) was refused.");
});

test("findings stand with their layer", () => {
  const finding = { tool: "checkov", rule: "CKV_1", resource: "aws_vpc.a", message: "m" };
  const { layers } = buildReport([{ layer: plannedLayer("network") }, { layer: plannedLayer("database") }], {
    findings: [{ ...finding, layer: "database", waiver: "Because." }],
  });
  expect(layers.map(({ findings }) => findings)).toEqual([[], [{ ...finding, waiver: "Because." }]]);
});

describe("drift", () => {
  const group = resource(
    "aws_security_group.a",
    { description: "a", ingress: [] },
    { description: "b", ingress: [{ from_port: 22 }] },
  );
  const configuration = {
    root_module: {
      resources: [{ address: "aws_security_group.a", expressions: { description: { constant_value: "a" } } }],
    },
  };
  const paths = (kind: "plan" | "drift", planned: ReturnType<typeof resource>[] = []) =>
    buildReport([
      {
        layer: plannedLayer("network", { kind }),
        plan: plan(planned, { resource_drift: [group], configuration }),
      },
    ]).layers[0]?.drift.flatMap(({ attributes }) => attributes.map(({ path }) => path));

  test("of a plan is what the plan changes back", () => {
    expect(paths("plan")).toEqual([]);
    expect(
      paths("plan", [resource("aws_security_group.a", { description: "b" }, { description: "a" })]),
    ).toEqual(["description"]);
  });

  test("of a look for it is what the code sets", () => {
    expect(paths("drift")).toEqual(["description"]);
  });

  test("of a look for it is not what the code leaves to others", () => {
    const layer = plannedLayer("network", {
      kind: "drift",
      ignored: { "aws_security_group.a": ["description"] },
    });
    const { layers } = buildReport([{ layer, plan: plan([], { resource_drift: [group], configuration }) }]);
    expect(layers[0]?.drift).toEqual([]);
  });

  test("is what was destroyed", () => {
    const { layers } = buildReport([
      {
        layer: plannedLayer("network"),
        plan: plan([], { resource_drift: [resource("aws_vpc.a", {}, null)] }),
      },
    ]);
    expect(layers[0]?.drift).toMatchObject([{ address: "aws_vpc.a", action: "delete" }]);
    expect(layers[0]?.counts.drift).toBe(1);
  });
});
