/** The contracts as their sources say, of each layer alone: they can be read while nothing that uses them compiles. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { compileFunction } from "node:vm";
import type { Contract } from "@strata/core";
import ts from "typescript";
import { contractUnreadable } from "../core";
import type { LayerPackage } from "../workspace";
import { lockedContractOf, type Contracts } from "./lock";

/** Where a layer declares what it publishes. */
const contractFile = ({ directory }: LayerPackage): string => join(directory, "src/contract.ts");

/**
 * The contracts of layers by their names, from `src/contract.ts`. Types are not checked, and nothing is built.
 * @throws contractUnreadable
 */
export function sourceContracts(root: string, layers: readonly LayerPackage[]): Contracts {
  const entries = layers.map((layer) => {
    const file = contractFile(layer);
    const shown = relative(root, file);
    if (!existsSync(file)) throw contractUnreadable(shown, "there is no such file");
    const contract = contractIn(file, layer.name, shown);
    return [layer.name, lockedContractOf(contract, "")] as const;
  });
  return Object.fromEntries(entries);
}

function contractIn(file: string, layer: string, shown: string): Contract {
  let exported: unknown[];
  try {
    exported = Object.values(load(file));
  } catch (error) {
    throw contractUnreadable(shown, error instanceof Error ? error.message : String(error));
  }
  const contract = exported.find((value): value is Contract => isContract(value) && value.name === layer);
  if (contract === undefined) throw contractUnreadable(shown, `it exports no contract "${layer}"`);
  return contract;
}

const isContract = (value: unknown): value is Contract =>
  typeof value === "object" && value !== null && "digest" in value && "fields" in value;

type Module = (exports: object, require: (name: string) => unknown) => void;

/** Runs a TypeScript module, and the files beside it which it imports. Packages are those that are installed. */
function load(file: string): Record<string, unknown> {
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  const exports: Record<string, unknown> = {};
  const ofPackages = createRequire(file);
  const require = (name: string): unknown =>
    name.startsWith(".") ? load(join(dirname(file), `${name}.ts`)) : ofPackages(name);
  const run = compileFunction(outputText, ["exports", "require"], { filename: file }) as Module;
  run(exports, require);
  return exports;
}
