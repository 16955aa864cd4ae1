/** The files of a new environment: those of another one, with what is its own. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { filesExist, prefixTaken, settingsMissing, type Environment, type EnvironmentInput } from "../core";
import type { LayerPackage } from "../workspace";

/** A file to write. */
export interface NewFile {
  /** From the root of the workspace. */
  readonly path: string;
  readonly content: string;
}

/** A line which only a person can complete: a setting with the comment `// Yours: ...`. */
export interface Yours {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

const environmentFile = (name: string): string => join("environments", `${name}.ts`);

const settingsFile = (root: string, { directory }: LayerPackage, name: string): string =>
  join(relative(root, directory), "environments", `${name}.ts`);

/**
 * Nothing that exists is written over.
 * @throws filesExist naming all of them
 */
export function checkNew(root: string, layers: readonly LayerPackage[], name: string): void {
  const paths = [environmentFile(name), ...layers.map((layer) => settingsFile(root, layer, name))];
  const existing = paths.filter((path) => existsSync(join(root, path)));
  if (existing.length > 0) throw filesExist(name, existing);
}

/**
 * The prefix is in the names of roles, buckets and keys, which an account has once.
 * @throws prefixTaken
 */
export function checkPrefix(environment: EnvironmentInput, others: readonly Environment[]): void {
  const other = others.find(
    ({ account, namePrefix }) => account === environment.account && namePrefix === environment.namePrefix,
  );
  if (other !== undefined) throw prefixTaken(environment.namePrefix, environment.account, other.name);
}

/** The first sentence of a blueprint's doc comment, after its name. */
const descriptionIn = (source: string): string | undefined =>
  /\/\*\* The blueprint `[^`]*`: (.*?\.)(?=\s)/.exec(source)?.[1];

/** The file of the environment, formatted as all files are. */
async function environmentSource(root: string, values: EnvironmentInput, from: string): Promise<string> {
  const source = readFileSync(join(root, environmentFile(from)), "utf8");
  const { protected: isProtected, ...others } = values;
  const { name, project, account, region, namePrefix, ...optional } = others;
  const text = (members: object): string =>
    Object.entries(members)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)},`)
      .join("\n");
  const { format, resolveConfig } = await import("prettier");
  const path = join(root, environmentFile(name));
  return format(
    `import type { EnvironmentInput } from "@strata/core";

/** Begun from the blueprint \`${from}\`: ${descriptionIn(source) ?? "see there."} */
export const environment: EnvironmentInput = {
${text({ name, project, account, region, namePrefix })}
${
  isProtected === false
    ? "// Made to be thrown away: it can be destroyed with its data."
    : "// Deletion protection and final snapshots: nothing that holds data can be destroyed by mistake."
}
${text({ protected: isProtected !== false, ...optional })}
};
`,
    { ...(await resolveConfig(path)), filepath: path },
  );
}

/** A text with another domain in the place of the blueprint's own. */
function withDomain(text: string, from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return text;
  const whole = new RegExp(`(?<![\\w-])${from.replaceAll(".", "\\.")}(?![\\w-])`, "g");
  return text.replace(whole, () => to);
}

/**
 * All files of a new environment.
 * @throws settingsMissing where a layer has no settings to begin from
 */
export async function filesOf(
  root: string,
  layers: readonly LayerPackage[],
  from: Environment,
  values: EnvironmentInput,
): Promise<NewFile[]> {
  const settings = layers.map((layer) => {
    const source = settingsFile(root, layer, from.name);
    if (!existsSync(join(root, source))) throw settingsMissing(layer.name, from.name, source);
    const content = withDomain(readFileSync(join(root, source), "utf8"), from.domain, values.domain);
    return { path: settingsFile(root, layer, values.name), content };
  });
  const environment = await environmentSource(root, values, from.name);
  return [{ path: environmentFile(values.name), content: environment }, ...settings];
}

/** Writes all files or none. */
export function writeFiles(root: string, files: readonly NewFile[]): void {
  const written: string[] = [];
  try {
    for (const { path, content } of files) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: "wx" });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) rmSync(file);
    throw error;
  }
}

/** The lines of files which only a person can complete. */
export const yoursIn = (files: readonly NewFile[]): Yours[] =>
  files.flatMap(({ path, content }) =>
    content.split("\n").flatMap((text, index) => {
      const what = /\/\/ Yours: (.*)/.exec(text)?.[1];
      return what === undefined ? [] : [{ path, line: index + 1, what }];
    }),
  );
