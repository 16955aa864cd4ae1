import { renameSync, writeFileSync } from "node:fs";

/** Writes a file so that whoever finds it finds all of it, also where several processes write it at once. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
