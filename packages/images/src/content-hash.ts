import { createHash } from "node:crypto";

/** A file or a symbolic link of a build context, with all of it that Docker sees. */
export interface SourceFile {
  /** Within the context, with `/` between folders. */
  readonly path: string;
  /** What it holds; of a symbolic link, where it leads. */
  readonly content: Uint8Array;
  readonly kind: "file" | "executable" | "link";
}

/** What else decides what is in an image. */
export interface BuildOptions {
  /** Within the context. */
  readonly dockerfile: string;
  /** As Docker writes it: `linux/amd64`. */
  readonly platform: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

const sha256 = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");

const byName = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number =>
  a < b ? -1 : 1;

/**
 * The tag of an image by what it is built from: 16 hexadecimal digits, the same wherever and whenever the same files
 * are built with the same options. Times, owners and the order of the files don't count.
 */
export function contentHash(files: readonly SourceFile[], options: BuildOptions): string {
  const sources = files.map(({ path, kind, content }) => [path, kind, sha256(content)] as const).sort(byName);
  const { dockerfile, platform, buildArgs } = options;
  const text = JSON.stringify([dockerfile, platform, Object.entries(buildArgs).sort(byName), sources]);
  return sha256(text).slice(0, 16);
}
