import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { unknownEnvironment } from "./errors";
import { cidr } from "./fields";
import { loadModule } from "./load-module";
import { check } from "./settings";

/** What an environment is. */
export const environmentSchema = z.strictObject({
  /** The name under which commands know it, and the folder of its states. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,19}$/, "must be 2 to 20 lower-case letters, digits and hyphens"),
  /** What the platform is called, for the tag `Project`. */
  project: z.string().min(1),
  /** The AWS account. Every layer refuses to work in another one. */
  account: z.string().regex(/^\d{12}$/, "must be the 12 digits of an AWS account"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS region, such as ap-northeast-2"),
  /** What names of AWS resources begin with. */
  namePrefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/, "must be at most 16 lower-case letters, digits, hyphens"),
  /**
   * Whether data and history outlive a mistake: deletion protection, final snapshots, and task definition
   * revisions that are kept to roll back to. Off only where an environment is made to be thrown away.
   */
  protected: z.boolean().default(true),
  /** The domain under which the platform's own names are, such as `example.com`; where it has names. */
  domain: z
    .string()
    .regex(
      /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      "must be a domain in lower case, such as example.com",
    )
    .optional(),
  /** IPv4 ranges from which administrators may connect, such as `203.0.113.7/32`. */
  administrators: z
    .array(
      cidr.refine(
        (range) => Number(range.split("/")[1]) >= 16,
        "must be at most 65,536 addresses (/16): a wider range is not administrators, but the internet",
      ),
    )
    .default([]),
  /** More tags for every resource. */
  tags: z.record(z.string(), z.string()).default({}),
});

/** A target: what all layers share. */
export type Environment = z.output<typeof environmentSchema>;

export type EnvironmentInput = z.input<typeof environmentSchema>;

/** What `environments/<name>.ts` exports. */
interface EnvironmentModule {
  readonly environment: EnvironmentInput;
}

/** The names of the environments in a folder of compiled `<name>.js` files, sorted. */
export function environmentNames(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith(".js") && file !== "index.js")
    .map((file) => file.slice(0, -".js".length))
    .sort();
}

/**
 * Reads an environment.
 * @throws unknownEnvironment, settingsNotLoaded, wrongSettings
 */
export function loadEnvironment(directory: string, name: string): Environment {
  const known = environmentNames(directory);
  if (!known.includes(name)) throw unknownEnvironment(name, known);
  const file = `environments/${name}.ts`;
  const module = loadModule(join(directory, name), file) as EnvironmentModule;
  const named = environmentSchema.refine((value) => value.name === name, {
    path: ["name"],
    error: `must be "${name}", as the file`,
  });
  return check(named, module.environment, file);
}
