import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LayerManifest } from "./core";

/** Where the S3 backend keeps a stack's state. */
export interface Backend {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** A provider that a stack needs, for example `hashicorp/aws` 5.100.0. */
export interface RequiredProvider {
  readonly source: string;
  readonly version: string;
}

interface ResourceJson {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
  /** Names of attributes, or the word `all`. */
  readonly lifecycle?: { readonly ignore_changes?: string | string[] };
}

interface StackJson {
  readonly "//"?: { readonly strata?: LayerManifest };
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly config: { readonly key: string } }>>;
    readonly aws_ecr_authorization_token?: object;
  };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ResourceJson>>>>;
  readonly terraform: {
    readonly backend?: { readonly s3?: Backend };
    readonly required_providers?: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
}

/** A layer as it was synthesized. */
export interface Stack {
  readonly directory: string;
  readonly manifest: LayerManifest;
  readonly backend: Backend;
  readonly providers: readonly RequiredProvider[];
  /** The keys of the states that it reads, by layer. */
  readonly upstreams: Readonly<Record<string, string>>;
  /** The `terraform` block, all that `terraform init` depends on. */
  readonly settings: object;
  /** Whether its plans hold the login of whoever planned. */
  readonly signsIn: boolean;
  /** SHA-256 of all of it. */
  readonly digest: string;
  /** The construct paths of its resources by Terraform address: `aws_vpc.vpc_vpc_1A2B3C4D` is `vpc/vpc`. */
  readonly paths: Readonly<Record<string, string>>;
  /** What its resources leave to others (`ignore_changes`), by address. */
  readonly ignored: Readonly<Record<string, string[]>>;
}

/** Beside each stack: the checksums of its providers, as core writes them and Terraform checks them. */
export const PROVIDER_LOCK = ".terraform.lock.hcl";

/** The folder into which cdktf synthesizes a layer. */
export const stackDirectory = (layerDirectory: string, layer: string): string =>
  join(layerDirectory, "cdktf.out", "stacks", layer);

/** Reads what `synth` made of a layer. */
export function readStack(layerDirectory: string, layer: string): Stack {
  const directory = stackDirectory(layerDirectory, layer);
  return parseStack(directory, readFileSync(join(directory, "cdk.tf.json"), "utf8"));
}

function parseStack(directory: string, text: string): Stack {
  const json = JSON.parse(text) as StackJson;
  const manifest = json["//"]?.strata;
  const backend = json.terraform.backend?.s3;
  if (manifest === undefined || backend === undefined) {
    throw new Error(`${directory}/cdk.tf.json is not a stack of Strata.`);
  }
  const providers = Object.values(json.terraform.required_providers ?? {}).map(({ source, version }) => ({
    source: fullSource(source),
    version,
  }));
  const remoteStates = Object.entries(json.data?.terraform_remote_state ?? {});
  const upstreams = Object.fromEntries(remoteStates.map(([name, { config }]) => [name, config.key]));
  return {
    directory,
    manifest,
    backend,
    providers,
    upstreams,
    settings: json.terraform,
    signsIn: json.data?.aws_ecr_authorization_token !== undefined,
    digest: createHash("sha256").update(text).digest("hex"),
    paths: Object.fromEntries(
      resourcesOf(json).flatMap(([address, { "//": comment }]) => {
        const path = comment?.metadata?.path;
        return path === undefined ? [] : [[address, path.slice(manifest.layer.length + 1)]];
      }),
    ),
    ignored: Object.fromEntries(
      resourcesOf(json).flatMap(([address, { lifecycle }]) =>
        lifecycle?.ignore_changes === undefined ? [] : [[address, [lifecycle.ignore_changes].flat()]],
      ),
    ),
  };
}

const resourcesOf = ({ resource = {} }: StackJson): [address: string, ResourceJson][] =>
  Object.entries(resource).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([name, json]): [string, ResourceJson] => [`${type}.${name}`, json]),
  );

/** `aws` and `registry.terraform.io/hashicorp/aws` are both `hashicorp/aws`. */
function fullSource(source: string): string {
  const short = source.replace(/^registry\.terraform\.io\//, "");
  return short.includes("/") ? short : `hashicorp/${short}`;
}
