import { join } from "node:path";
import ts from "typescript";

/** A layer which publishes a contract and reads another, with a hole for what a test is about. */
const program = (use: string): string => `
  import { App } from "cdktf";
  import { defineContract, defineLayer, LayerStack, list, map, object, string, type Environment } from "./index";
  const network = defineContract("network", 1, {
    vpcId: string(), subnetIds: map(list()), hosts: map(object({ name: string() })),
  });
  const other = defineContract("other", 1, { name: string() });
  const services = defineContract("services", 1, { clusterName: string(), urls: map(string()) });
  const layer = defineLayer({ name: "services", owner: "@strata/test", publishes: services, reads: [network] });
  export class Stack extends LayerStack<typeof layer> {
    constructor(environment: Environment) {
      super(new App(), layer, environment);
      ${use}
    }
  }
  export { other };
`;

const compiles = [
  ["publishing every field", `this.publish({ clusterName: "a", urls: { a: "b" } });`],
  ["reading a field", `const id: string = this.read(network).vpcId; void id;`],
  ["reading a list of a map", `const ids: string[] = this.read(network).subnetIds.get("db"); void ids;`],
  [
    "reading a member of an object",
    `const name: string = this.read(network).hosts.get("a").name; void name;`,
  ],
];

const refused = [
  ["a missing output", `this.publish({ clusterName: "a" });`, /'urls' is missing/],
  [
    "an output too many",
    `this.publish({ clusterName: "a", urls: {}, extra: "b" });`,
    /'extra' does not exist/,
  ],
  ["a misspelt output", `this.publish({ clustername: "a", urls: {} });`, /clustername/],
  [
    "an output of the wrong type",
    `this.publish({ clusterName: 1, urls: {} });`,
    /'number' is not assignable to type 'string'/,
  ],
  ["reading a field which is not there", `this.read(network).vpcID;`, /'vpcID' does not exist/],
  ["reading a member which is not there", `this.read(network).hosts.get("a").arn;`, /'arn' does not exist/],
  [
    "using a field as another type",
    `const n: number = this.read(network).vpcId; void n;`,
    /'string' is not assignable/,
  ],
  ["reading a layer without an edge", `this.read(other);`, /not assignable to parameter/],
] as const;

/** What the compiler says of each program, under the repository's own settings, as if it stood beside the sources. */
function compile(programs: readonly string[]): string[][] {
  const base = join(__dirname, "../../../tsconfig.base.json");
  const { config } = ts.readConfigFile(base, (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(__dirname, ".."));
  const files = new Map(programs.map((text, index) => [join(__dirname, `../src/example-${index}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, text, version);
  };
  const compiled = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host);
  return [...files.keys()].map((file) =>
    [
      ...compiled.getSyntacticDiagnostics(compiled.getSourceFile(file)),
      ...compiled.getSemanticDiagnostics(compiled.getSourceFile(file)),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}

describe("contracts are held by the compiler", () => {
  let messages: string[][];

  // One run of the compiler for all: most of its time goes into reading the provider's types.
  beforeAll(() => {
    messages = compile([...compiles, ...refused].map(([, use]) => program(use)));
  }, 120_000);

  test.each(compiles.map(([what], index) => ({ what, index })))("$what compiles", ({ index }) => {
    expect(messages[index]).toEqual([]);
  });

  test.each(refused.map(([what, , message], index) => ({ what, message, index })))(
    "$what does not compile",
    ({ message, index }) => {
      expect(messages[compiles.length + index]).toEqual([expect.stringMatching(message)]);
    },
  );
});
