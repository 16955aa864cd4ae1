import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentsOf } from "../contracts/environments";
import { readLock } from "../contracts/lock";
import {
  admitted,
  parseReader,
  parseStack,
  printReader,
  READERS_FOLDER,
  repository,
} from "../contracts/readers";
import { ExitCode, githubRepositoryUnknown, readerBroken, stackUnreadable } from "../core";
import type { CommonOptions } from "../program";
import { readText } from "../read-text";
import { discoverLayers, ROOT } from "../workspace";

/**
 * `strata contracts admit`: lets a layer in a repository of its own read layers of this one. What it asks for stands in a file,
 * for the owners to review.
 */
export function admit(
  stackFile: string,
  options: CommonOptions & { readonly repo?: string },
): Promise<ExitCode> {
  if (options.repo !== undefined && !repository.safeParse(options.repo).success)
    throw githubRepositoryUnknown(options.repo);
  const text = readText(stackFile, (reason) => stackUnreadable(stackFile, reason));
  const stack = parseStack(text, stackFile);
  const { layer, environment } = stack["//"].strata;
  const shown = `${READERS_FOLDER}/${layer}.json`;
  const file = join(ROOT, shown);
  const was = existsSync(file)
    ? parseReader(
        readText(file, (reason) => readerBroken(shown, reason)),
        shown,
      )
    : undefined;
  const reader = admitted(was, stack, options.repo, {
    environments: environmentsOf(ROOT),
    layers: discoverLayers().map(({ name }) => name),
    contracts: readLock(ROOT).contracts,
  });
  mkdirSync(join(ROOT, READERS_FOLDER), { recursive: true });
  writeFileSync(file, printReader(reader));
  process.stderr.write(
    `${shown}: written. Then: ./strata contracts update, ./strata owners, and ./strata bootstrap --env ${environment}, ` +
      "which makes its roles.\n",
  );
  if (options.json === true) process.stdout.write(printReader(reader));
  return Promise.resolve(ExitCode.done);
}
