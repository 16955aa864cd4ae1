import { buildReport } from "./build-report";
import { renderMarkdown } from "./render-markdown";
import { Secrets } from "./secrets";
import { change, plan, plannedLayer, replaced, resource } from "./testing/plans";
import type { PlanResourceChange } from "./plan";

const PASSWORD = "hunter2-correct-horse";

const json = (changes: PlanResourceChange[]): string =>
  JSON.stringify(buildReport([{ layer: plannedLayer("database"), plan: plan(changes) }]));

const containers = (value: string): string =>
  JSON.stringify([{ name: "app", image: "app:1", environment: [{ name: "DB_PASSWORD", value }] }]);

test.each<[string, PlanResourceChange]>([
  ["a password", resource("aws_db_instance.a", null, { password: PASSWORD })],
  [
    "the environment of a container",
    resource("aws_ecs_task_definition.a", null, { container_definitions: containers(PASSWORD) }),
  ],
  [
    "what the environment of a container was",
    replaced(
      "aws_ecs_task_definition.a",
      { container_definitions: containers(PASSWORD) },
      { container_definitions: containers("other-value") },
      [],
    ),
  ],
  [
    "containers which become unknown",
    resource(
      "aws_ecs_task_definition.a",
      { container_definitions: containers(PASSWORD) },
      {},
      { after_unknown: { container_definitions: true } },
    ),
  ],
  [
    "the environment of a build",
    resource("aws_codebuild_project.a", null, {
      environment: [{ environment_variable: [{ name: "A", value: PASSWORD }] }],
    }),
  ],
  [
    "the environment of a function",
    resource("aws_lambda_function.a", null, { environment: [{ variables: { A: PASSWORD } }] }),
  ],
  [
    "user data",
    resource("aws_instance.a", { user_data: `#!/bin/sh\nexport A=${PASSWORD}` }, { user_data: "#!/bin/sh" }),
  ],
  ["a launch template", resource("aws_launch_template.a", null, { user_data: PASSWORD })],
  ["a parameter", resource("aws_ssm_parameter.a", null, { type: "String", value: PASSWORD })],
  [
    "a secret",
    resource("aws_secretsmanager_secret_version.a", null, { secret_string: `{"password":"${PASSWORD}"}` }),
  ],
  ["an access key", resource("aws_iam_access_key.a", null, { secret: PASSWORD })],
  ["a token", resource("aws_elasticache_replication_group.a", null, { auth_token: PASSWORD })],
  [
    "what Terraform marks",
    resource("aws_x.a", null, { a: { b: [PASSWORD] } }, { after_sensitive: { a: { b: [true] } } }),
  ],
  [
    "what Terraform marks as a whole",
    resource("aws_x.a", null, { a: { b: [PASSWORD] } }, { after_sensitive: { a: true } }),
  ],
  ["what is destroyed", resource("aws_db_instance.a", { password: PASSWORD }, null)],
])("%s is masked", (_, change) => {
  expect(json([change])).not.toContain("hunter2");
  // The same without the place: else this test could not fail.
  expect(json([resource("aws_x.a", null, { note: PASSWORD })])).toContain("hunter2");
});

test.each<[string, PlanResourceChange]>([
  ["in another attribute", resource("aws_x.a", { description: "" }, { description: PASSWORD })],
  ["inside of a longer text", resource("aws_x.a", null, { description: `The password is ${PASSWORD}!` })],
  ["in JSON", resource("aws_x.a", null, { policy: JSON.stringify({ note: [`x${PASSWORD}`] }) })],
  ["as a name", resource("aws_x.a", null, { tags: { [PASSWORD]: "x" } })],
  ["in an address", resource(`aws_x.a["${PASSWORD}"]`, null, { a: 1 })],
])("a password is covered %s too", (_, copy) => {
  const password = resource(
    "aws_db_instance.a",
    { password: PASSWORD },
    { password: PASSWORD },
    { actions: ["no-op"] },
  );
  expect(json([copy])).toContain("hunter2");
  expect(json([password, copy])).not.toContain("hunter2");
});

test("a secret of one layer is covered in another one, and in outputs", () => {
  const report = buildReport([
    {
      layer: plannedLayer("database"),
      plan: plan([resource("aws_db_instance.a", null, { password: PASSWORD })]),
    },
    {
      layer: plannedLayer("services"),
      plan: plan([], { output_changes: { url: change(null, `mysql://u:${PASSWORD}@db`) } }),
    },
  ]);
  expect(report.layers[1]?.outputs[0]?.after).toEqual({ kind: "value", json: '"mysql://u:(sensitive)@db"' });
  expect(renderMarkdown(report)).not.toContain("hunter2");
});

test("names which a container gets are no secrets elsewhere", () => {
  const changes = [
    resource("aws_ecs_task_definition.a", null, { container_definitions: containers("db.example.internal") }),
    resource("aws_db_instance.a", null, { address: "db.example.internal", parameter_group_name: "x" }),
    resource("aws_route53_record.a", null, { records: ["db.example.internal"] }),
  ];
  expect(json(changes)).toContain('"json":"\\"db.example.internal\\""');
});

test("a plain parameter is masked where it stands, and only there", () => {
  const parameter = resource(
    "aws_ssm_parameter.a",
    null,
    { type: "String", value: "app:2026-01" },
    { after_sensitive: { value: true } },
  );
  const text = json([parameter, resource("aws_x.a", null, { image: "app:2026-01" })]);
  expect(text).toContain('"path":"value","after":{"kind":"masked"}');
  expect(text).toContain('"path":"image","after":{"kind":"value","json":"\\"app:2026-01\\""}');
});

test("short values, which stand everywhere, are covered where they are secret only", () => {
  const secrets = Secrets.of([
    plan([resource("aws_ecs_task_definition.a", null, { container_definitions: containers("true") })]),
  ]);
  expect(secrets.cover("it is true")).toBe("it is true");
});

test("of two secrets the longer one is covered whole", () => {
  const secrets = Secrets.of([
    plan([resource("aws_db_instance.a", { password: "secret" }, { password: "secret-and-more" })]),
  ]);
  expect(secrets.cover("a secret-and-more, a secret, asecre")).toBe("a (sensitive), a (sensitive), asecre");
});
