import { problemOf, unless } from "./docker";

/** `unshare` with a namespace of mounts, in which this user may mount: as root, or as root of a namespace of its own. */
const UNSHARE = process.getuid?.() === 0 ? ["--mount"] : ["--mount", "--user", "--map-root-user"];

/** The command line which runs another one where other things are mounted; they are gone with it. */
export const withMounts = (mounts: readonly string[], command: readonly string[]): [string, string[]] => [
  "unshare",
  [...UNSHARE, "sh", "-ec", [...mounts, 'exec "$@"'].join("\n"), "sh", ...command],
];

/** An empty folder in the place of one, with room for so many bytes. */
export const small = (folder: string, bytes: number): string =>
  `mkdir -p '${folder}'; mount -t tmpfs -o size=${bytes} tmpfs '${folder}'`;

/** A folder as it is, to be read only. */
export const readOnly = (folder: string): string =>
  `mkdir -p '${folder}'; mount --bind '${folder}' '${folder}'; mount -o remount,bind,ro '${folder}'`;

/** `describe` for tests which mount something: a disk that is full can't be had otherwise. */
export const whenMounts: ReturnType<typeof unless> = (title, tests) => {
  const [program, args] = withMounts([], ["true"]);
  unless(
    process.platform === "linux" ? problemOf("unshare", program, args) : "folders are mounted on Linux only",
  )(title, tests);
};
