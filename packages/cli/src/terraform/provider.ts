import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, homedir, platform } from "node:os";
import { dirname, join } from "node:path";
import { PROVIDER_RELEASES } from "../core";
import type { RequiredProvider } from "../stack";
import { meetsConstraint } from "./version";

const REGISTRY = "registry.terraform.io";

/** Where a provider will come from. */
export type ProviderOrigin =
  /** The person's own Terraform configuration says where providers are. */
  | { readonly kind: "configured"; readonly path: string }
  /** A folder in which Terraform looks by itself. */
  | { readonly kind: "implied"; readonly path: string }
  /** A folder which Terraform has to be told of. */
  | { readonly kind: "mirror"; readonly path: string }
  | { readonly kind: "registry" };

/** Where to look; the fields are there for tests. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** The root of the workspace. */
  readonly root: string;
  /** The folder whose subfolders may be mirrors. */
  readonly opt: string;
}

export const surroundings = (root: string): Surroundings => ({
  env: process.env,
  home: homedir(),
  root,
  opt: "/opt",
});

/** `linux_amd64` and the like, as Terraform names platforms. */
export const terraformPlatform = (system: string = platform(), cpu: string = arch()): string => {
  const systems: Record<string, string> = { win32: "windows" };
  const cpus: Record<string, string> = { x64: "amd64", ia32: "386" };
  return `${systems[system] ?? system}_${cpus[cpu] ?? cpu}`;
};

/** Whether a folder is a mirror which holds the provider for this machine, unpacked or packed. */
export function holdsProvider(mirror: string, { source, version }: RequiredProvider): boolean {
  const folder = join(mirror, REGISTRY, source);
  if (!existsSync(folder)) return false;
  const packed = new RegExp(
    `^terraform-provider-${source.split("/")[1] ?? source}_(.+)_${terraformPlatform()}\\.zip$`,
  );
  const held = readdirSync(folder).flatMap((name) =>
    existsSync(join(folder, name, terraformPlatform())) ? [name] : (packed.exec(name)?.[1] ?? []),
  );
  return held.some((one) => meetsConstraint(one, version));
}

const generatedConfiguration = (root: string): string => join(root, ".strata", "terraformrc");

/** The person's Terraform CLI configuration; undefined when there is none. */
export function userConfiguration({ env, home, root }: Surroundings): string | undefined {
  const named = env.TF_CLI_CONFIG_FILE ?? env.TERRAFORM_CONFIG;
  // Terraform only warns of a named file which isn't there, and reads no other instead.
  const file =
    named === undefined || named === generatedConfiguration(root) ? join(home, ".terraformrc") : named;
  return existsSync(file) ? file : undefined;
}

const SERVES_PROVIDERS = /^\s*(filesystem_mirror|network_mirror|dev_overrides)\b/m;

/** The folders in which Terraform looks for providers by itself. */
function impliedMirrors({ env, home }: Surroundings): string[] {
  const shared = (env.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share")
    .split(":")
    .filter((path) => path !== "");
  const data = [env.XDG_DATA_HOME ?? join(home, ".local/share"), ...shared];
  const system =
    platform() === "darwin"
      ? [join(home, "Library/Application Support/io.hashicorp"), "/Library/Application Support/io.hashicorp"]
      : [];
  return [
    join(home, ".terraform.d/plugins"),
    ...[...data, ...system].map((path) => join(path, "terraform/plugins")),
  ];
}

/** The folders which may be mirrors although Terraform doesn't know of them, in the order they are looked at. */
function otherMirrors({ opt, root }: Surroundings): string[] {
  const folders = existsSync(opt) ? readdirSync(opt).sort() : [];
  const mirrors = folders.map((name) => join(opt, name)).filter((path) => existsSync(join(path, REGISTRY)));
  return [join(root, "terraform.d/plugins"), ...mirrors];
}

/** All places in which a provider is looked for, for a message. */
export function placesOf(around: Surroundings): string[] {
  const named = around.env.STRATA_PROVIDER_MIRROR;
  return [
    ...(named === undefined ? [] : [`${named} (STRATA_PROVIDER_MIRROR)`]),
    ...impliedMirrors(around),
    ...otherMirrors(around),
    join(around.opt, "*", REGISTRY),
  ];
}

/** Finds where a provider comes from. */
export function findProvider(provider: RequiredProvider, around: Surroundings): ProviderOrigin {
  const configuration = userConfiguration(around);
  if (configuration !== undefined && SERVES_PROVIDERS.test(readFileSync(configuration, "utf8"))) {
    return { kind: "configured", path: configuration };
  }
  const named = around.env.STRATA_PROVIDER_MIRROR;
  if (named !== undefined && holdsProvider(named, provider)) return { kind: "mirror", path: named };
  const implied = impliedMirrors(around).find((path) => holdsProvider(path, provider));
  if (implied !== undefined) return { kind: "implied", path: implied };
  const other = otherMirrors(around).find((path) => holdsProvider(path, provider));
  return other === undefined ? { kind: "registry" } : { kind: "mirror", path: other };
}

/**
 * A Terraform CLI configuration which adds mirrors to the person's own one. The registry is left out for what
 * the mirrors hold, or Terraform would ask it first.
 */
export function mirrorConfiguration(
  userText: string,
  mirrors: readonly { path: string; source: string }[],
): string {
  const address = ({ source }: { source: string }): string => JSON.stringify(`${REGISTRY}/${source}`);
  const block = (mirror: { path: string; source: string }): string[] => [
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror.path)}`,
    `    include = [${address(mirror)}]`,
    "  }",
  ];
  return [
    ...(userText === "" ? [] : [userText.trimEnd(), ""]),
    "provider_installation {",
    ...mirrors.flatMap(block),
    "  direct {",
    `    exclude = [${mirrors.map(address).join(", ")}]`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/**
 * The CLI configuration which Terraform needs to find the providers: written when a mirror was found of which
 * Terraform doesn't know, undefined when it needs none but the person's own.
 */
export function writeConfiguration(
  providers: readonly RequiredProvider[],
  around: Surroundings,
): string | undefined {
  const mirrors = providers.flatMap((provider) => {
    const origin = findProvider(provider, around);
    return origin.kind === "mirror" ? [{ path: origin.path, source: provider.source }] : [];
  });
  if (mirrors.length === 0) return undefined;
  const own = userConfiguration(around);
  const text = mirrorConfiguration(own === undefined ? "" : readFileSync(own, "utf8"), mirrors);
  const file = generatedConfiguration(around.root);
  // What `terraform init` depends on must not look new when it isn't.
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return file;
}

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly cdktf?: { readonly provider?: { readonly name: string; readonly version: string } };
}

const readPackage = (file: string): PackageJson => JSON.parse(readFileSync(file, "utf8")) as PackageJson;

/**
 * The providers that packages of the workspace are built with: each of CDKTF's provider packages says which
 * release of the provider it was made from, unless another one is used in its place.
 */
export function requiredProviders(packageDirectories: readonly string[]): RequiredProvider[] {
  const found = packageDirectories.flatMap((directory) => {
    const file = join(directory, "package.json");
    const require = createRequire(file);
    return Object.keys(readPackage(file).dependencies ?? {})
      .filter((name) => name.startsWith("@cdktf/provider-"))
      .map((name) => readPackage(require.resolve(`${name}/package.json`)).cdktf?.provider)
      .filter((provider) => provider !== undefined);
  });
  const bySource = new Map(found.map(({ name, version }) => [name.replace(`${REGISTRY}/`, ""), version]));
  return [...bySource].map(([source, version]) => ({
    source,
    version: PROVIDER_RELEASES[source] ?? version,
  }));
}
