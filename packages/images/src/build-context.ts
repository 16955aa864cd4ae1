import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import dockerignore from "@balena/dockerignore";
import { buildContextMissing, dockerfileMissing } from "@strata/core/errors";
import type { SourceFile } from "./content-hash";

/**
 * What Docker takes from a folder: all files but those which its `.dockerignore` leaves out. The Dockerfile and
 * `.dockerignore` itself always belong to it, as Docker needs them.
 * @param directory an absolute path
 * @param dockerfile within the folder
 * @throws buildContextMissing, dockerfileMissing
 */
export function readBuildContext(directory: string, dockerfile: string): SourceFile[] {
  if (!isDirectory(directory)) throw buildContextMissing(directory);
  const ignoreFile = readIfThere(join(directory, ".dockerignore"));
  const rules = dockerignore({ ignorecase: false }).add(ignoreFile ?? "");
  // An exception, such as `!keep`, may bring back a file of a folder that is left out.
  const exceptions = (ignoreFile ?? "").split("\n").some((line) => line.startsWith("!"));
  const always = new Set([dockerfile, ".dockerignore"]);

  const files = (folder: string): SourceFile[] =>
    readdirSync(join(directory, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const ignored = rules.ignores(path);
      if (entry.isDirectory()) return ignored && !exceptions && !inside(always, path) ? [] : files(path);
      return ignored && !always.has(path) ? [] : sourceFile(directory, path, entry);
    });

  const found = files("");
  if (!found.some(({ path }) => path === dockerfile)) throw dockerfileMissing(directory, dockerfile);
  return found;
}

/** Writes a build context into an empty folder, with modes which don't depend on the machine's umask. */
export function writeBuildContext(directory: string, files: readonly SourceFile[]): void {
  for (const { path, kind, content } of files) {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    if (kind === "link") {
      symlinkSync(Buffer.from(content).toString(), target);
      continue;
    }
    writeFileSync(target, content);
    chmodSync(target, kind === "executable" ? 0o755 : 0o644);
  }
}

function sourceFile(
  directory: string,
  path: string,
  entry: { isFile: () => boolean; isSymbolicLink: () => boolean },
): SourceFile[] {
  const file = join(directory, path);
  if (entry.isSymbolicLink()) return [{ path, kind: "link", content: Buffer.from(readlinkSync(file)) }];
  // What is neither, a socket for example, can't be in an image.
  if (!entry.isFile()) return [];
  const executable = (statSync(file).mode & 0o111) !== 0;
  return [{ path, kind: executable ? "executable" : "file", content: readFileSync(file) }];
}

const inside = (paths: ReadonlySet<string>, folder: string): boolean =>
  [...paths].some((path) => path.startsWith(`${folder}/`));

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const readIfThere = (file: string): string | undefined =>
  statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(file, "utf8");
