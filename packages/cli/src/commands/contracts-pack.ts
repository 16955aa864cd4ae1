import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { buildLayers } from "../build-layers";
import { contractManifest, type PackageVersion } from "../contracts/package";
import { ExitCode } from "../core";
import type { CommonOptions } from "../program";
import { renderTable } from "../render/table";
import { discoverLayers, loadLayer, namedLayers, ROOT, type LayerPackage } from "../workspace";
import { checkFolder } from "../write-for";

/** A package which has been packed. */
interface Packed extends PackageVersion {
  /** The archive, for `npm publish` or as a dependency `file:`. */
  readonly file: string;
}

/**
 * `strata contracts pack`: what a layer in a repository of its own is made of, as archives: the contracts that it reads, core, and
 * the environments.
 */
export async function pack(
  names: readonly string[],
  options: CommonOptions & { readonly out: string },
): Promise<ExitCode> {
  const layers = namedLayers(names, discoverLayers());
  const out = resolve(options.out);
  checkFolder("--out", out);
  await buildLayers(layers);
  mkdirSync(out, { recursive: true });
  const packed: Packed[] = [];
  for (const folder of ["packages/core", "environments"])
    packed.push(await packFolder(join(ROOT, folder), out));
  const core = JSON.parse(readFileSync(join(ROOT, "packages/core/package.json"), "utf8")) as PackageVersion;
  for (const layer of layers) packed.push(await packContract(layer, core, out));
  const table = renderTable(
    ["PACKAGE", "VERSION", "FILE"],
    packed.map(({ name, version, file }) => [name, version, file]),
  );
  process.stdout.write(`${options.json === true ? JSON.stringify(packed, undefined, 2) : table}\n`);
  return ExitCode.done;
}

/** Lays what a contract's package holds into a folder, and packs that. */
async function packContract(layer: LayerPackage, core: PackageVersion, out: string): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "strata-pack-"));
  try {
    const manifest = contractManifest(loadLayer(layer).publishes, layer.packageName, core);
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
    for (const file of ["contract.js", "contract.d.ts"])
      copyFileSync(join(layer.directory, "dist", file), join(folder, file));
    return await packFolder(folder, out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function packFolder(folder: string, out: string): Promise<Packed> {
  const args = ["pack", "--json", "--pack-destination", out];
  const { stdout } = await promisify(execFile)("pnpm", args, { cwd: folder });
  const { name, version, filename } = JSON.parse(stdout) as PackageVersion & { readonly filename: string };
  return { name, version, file: filename };
}
