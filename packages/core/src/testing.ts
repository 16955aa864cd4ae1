import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Environment } from "./environment";
import type { LayerManifest } from "./layer-stack";

/** The attributes of a synthesized block: strings may be Terraform expressions, such as `${aws_vpc.vpc.id}`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A synthesized stack, as tests look at it. */
export interface Synthesized {
  /** The resources of a type by their Terraform names; empty where there is none. */
  resources(type: string): Readonly<Record<string, Attributes>>;
  /** The only resource of a type. Throws where there is none or more than one. */
  resource(type: string): Attributes;
  /** The data sources of a type by their Terraform names; empty where there is none. */
  data(type: string): Readonly<Record<string, Attributes>>;
  /** The values of the outputs by name. */
  readonly outputs: Attributes;
  /** Which values of other layers it reads, as `layer.path`. Sorted. */
  readonly uses: readonly string[];
  /** How many IPv4 addresses its published values have, such as `subnet_ids.container`. */
  readonly addresses: Readonly<Record<string, number>>;
}

interface StackJson {
  readonly "//": {
    readonly strata?: Pick<LayerManifest, "reads" | "addresses">;
  };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: StackJson["resource"];
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Synthesizes a stack in a temporary folder, for the specs of a layer. */
export function synthesize(stack: (app: App) => TerraformStack): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "strata-synth-"));
  let json: StackJson;
  try {
    // A construct under test stands in a stack without a provider, which the validation would refuse.
    const app = new App({ outdir, skipValidation: true });
    const { id } = stack(app).node;
    app.synth();
    json = JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")) as StackJson;
  } finally {
    rmSync(outdir, { recursive: true });
  }
  const resources = (type: string): Readonly<Record<string, Attributes>> => json.resource?.[type] ?? {};
  return {
    resources,
    data: (type) => json.data?.[type] ?? {},
    resource: (type) => {
      const [only, ...others] = Object.values(resources(type));
      if (only === undefined || others.length > 0) {
        throw new Error(`expected one ${type}, found ${String(Object.keys(resources(type)).length)}`);
      }
      return only;
    },
    outputs: Object.fromEntries(Object.entries(json.output ?? {}).map(([name, { value }]) => [name, value])),
    uses: (json["//"].strata?.reads ?? [])
      .flatMap(({ name, uses }) => uses.map((path) => `${name}.${path}`))
      .sort(),
    addresses: json["//"].strata?.addresses ?? {},
  };
}

/** Synthesizes constructs alone, in a stack that holds nothing else. */
export const synthesizeIn = (build: (scope: TerraformStack) => void): Synthesized =>
  synthesize((app) => {
    const stack = new TerraformStack(app, "test");
    build(stack);
    return stack;
  });

/** An environment for specs. */
export const testEnvironment = (changes: Partial<Environment> = {}): Environment => ({
  name: "test",
  project: "test",
  account: "123456789012",
  region: "ap-northeast-2",
  namePrefix: "test",
  protected: false,
  administrators: [],
  tags: {},
  ...changes,
});

/** The statements of a policy document that was synthesized. */
export const statements = (document: unknown): readonly Attributes[] =>
  (JSON.parse(document as string) as { Statement: Attributes[] }).Statement;
