/**
 * `access.lock.json`: what each layer needs access to in each environment, as its synthesized stack says: the layers whose
 * states it reads, and the types of what it manages and looks up in AWS. The foundation makes the roles of the layers from
 * it, so a change of rights is a line in the pull request which causes it.
 */
import { z } from "zod";
import { accessLockMissing, accessUnknown } from "../errors";
import type { LayerManifest } from "../layer-stack";
import { byName, parseLockFile, readLockFile } from "../lock-file";

export const ACCESS_LOCK_FILE = "access.lock.json";

/** The only version of the file there is. */
const VERSION = 1;

/** The name of a layer or an environment. */
export const lockedName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "must be a name in lower case, such as network");
const type = z
  .string()
  .regex(/^[a-z][a-z0-9]*_[a-z0-9_]+$/, "must be a type of Terraform, such as aws_ecs_cluster");

/** What the file says of a layer. */
export const layerAccess = z.strictObject({
  /** On GitHub, of a layer which is not in this repository: whose jobs take its roles on. */
  repository: z.string().optional(),
  /** The layers whose states it reads. */
  reads: z.array(lockedName),
  /** The Terraform types of the resources that it makes: `aws_ecs_cluster`. */
  resources: z.array(type),
  /** The Terraform types of what it only looks up (data sources and ephemeral resources): `aws_ssm_parameter`. */
  data: z.array(type),
});

/** An environment's layers by their names. A layer reads only what is there. */
const environmentAccess = z.record(lockedName, layerAccess).check(({ value, issues }) => {
  for (const [layer, { reads }] of Object.entries(value))
    for (const [index, producer] of reads.entries())
      if (!Object.hasOwn(value, producer)) {
        const message = `is no layer of the environment, which has ${Object.keys(value).join(", ")} (given: "${producer}")`;
        issues.push({ code: "custom", path: [layer, "reads", index], message, input: producer });
      }
});

const accessLock = z.strictObject({
  version: z.literal(VERSION),
  environments: z.record(lockedName, environmentAccess),
});

/** What a layer needs access to in one environment. All lists are sorted. */
export type LayerAccess = Readonly<z.output<typeof layerAccess>>;

/** What the layers of one environment need access to, by their names. */
export type EnvironmentAccess = Readonly<Record<string, LayerAccess>>;

export type AccessLock = z.output<typeof accessLock>;

/** What is looked at of a synthesized stack. */
export interface StackAccess {
  readonly "//": { readonly strata: Pick<LayerManifest, "reads"> };
  readonly resource?: Readonly<Record<string, unknown>> | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly ephemeral?: Readonly<Record<string, unknown>>;
}

/** Types of Terraform itself, which ask nothing of AWS beyond the states. */
const BUILT_IN: readonly string[] = ["terraform_data", "terraform_remote_state"];

const types = (blocks: Readonly<Record<string, unknown>> = {}): string[] =>
  Object.keys(blocks)
    .filter((one) => !BUILT_IN.includes(one))
    .sort();

/** What a synthesized stack needs access to. */
export const accessOf = ({
  "//": comment,
  resource,
  data,
  ephemeral,
}: Omit<StackAccess, "//"> & {
  readonly "//": { readonly strata: { readonly reads: readonly { readonly name: string }[] } };
}): LayerAccess => ({
  reads: comment.strata.reads.map((producer) => producer.name).sort(),
  resources: types(resource),
  data: types({ ...data, ...ephemeral }),
});

/** The text of the file, in one order and with a name on each line: a diff shows which rights change, and nothing else. */
export function printAccessLock({ environments }: AccessLock): string {
  const layers = Object.entries(environments).map(([environment, access]) => [environment, byName(access)]);
  const ordered = {
    version: VERSION,
    environments: byName(Object.fromEntries(layers) as AccessLock["environments"]),
  };
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

/**
 * Reads the text of the file.
 * @param where what to call it in a message
 * @throws lockFileConflict, lockFileBroken, lockFileUnknown
 */
export const parseAccessLock = (text: string, where: string): AccessLock =>
  parseLockFile(accessLock, VERSION, text, where);

/**
 * The lock of a checkout.
 * @throws accessLockMissing, lockFileConflict, lockFileBroken, lockFileUnknown
 */
export const readAccessLock = (root: string): AccessLock =>
  readLockFile(root, ACCESS_LOCK_FILE, accessLockMissing, parseAccessLock);

/**
 * The lock with a new environment, whose layers need what those of another one do.
 * @param layers those which the new environment has: readers in other repositories are not among them yet
 * @throws accessUnknown
 */
export const accessCopied = (
  lock: AccessLock,
  from: string,
  name: string,
  layers: readonly string[],
): AccessLock => ({
  ...lock,
  environments: {
    ...lock.environments,
    [name]: Object.fromEntries(
      Object.entries(accessIn(lock, from)).filter(([layer]) => layers.includes(layer)),
    ),
  },
});

/** What the layers of an environment need access to. @throws accessUnknown where the lock has no such environment */
export function accessIn({ environments }: AccessLock, environment: string): EnvironmentAccess {
  const access = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  if (access === undefined) throw accessUnknown(environment, Object.keys(environments), ACCESS_LOCK_FILE);
  return access;
}
