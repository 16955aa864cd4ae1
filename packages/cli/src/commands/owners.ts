import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CODE_OWNERS_FILE, ownersRules, printOwners, type OwnersRule } from "../code-owners";
import { readLock } from "../contracts/lock";
import { ExitCode } from "../core";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { discoverLayers, ROOT } from "../workspace";

/** Who is asked for what in a checkout. @throws what a broken lock throws */
export const repositoryRules = (root: string): OwnersRule[] =>
  ownersRules(
    readLock(root),
    discoverLayers(root).map((layer) => ({ ...layer, folder: relative(root, layer.directory) })),
  );

/** `strata owners`: writes CODEOWNERS, and shows who is asked for what. */
export function owners(options: CommonOptions): Promise<ExitCode> {
  const rules = repositoryRules(ROOT);
  const file = join(ROOT, CODE_OWNERS_FILE);
  const text = printOwners(rules);
  const isWritten = !existsSync(file) || readFileSync(file, "utf8") !== text;
  if (isWritten) writeFileSync(file, text);
  process.stderr.write(`${CODE_OWNERS_FILE}: ${isWritten ? "written" : "as it should be"}\n`);
  const rows = rules.map(({ pattern, owners, why }) => [pattern, owners.join(" ") || "nobody", why]);
  const table =
    options.json === true
      ? JSON.stringify(rules, undefined, 2)
      : renderTable(["FILES", "ASKED", "WHY"], rows);
  process.stdout.write(`${table}\n`);
  return Promise.resolve(ExitCode.done);
}
