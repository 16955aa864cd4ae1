import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  PLAN_FILE,
  PLAN_JSON_FILE,
  PLANNED_LAYER_FILE,
  plannedLayerSchema,
  parsePlan,
  type Plan,
  type PlannedLayer,
} from "@strata/report";
import { ZodError } from "zod";
import { notAPlanFolder, plannedTwice, plansOfAnother, plansUnreadable } from "./core";
import { producersFirst } from "./producers-first";
import { writeWhole } from "./write-whole";

/** The plan of a layer, as it stands in a folder. */
export interface LayerPlan {
  readonly layer: PlannedLayer;
  /** Not there when it could not be planned. */
  readonly plan?: Plan;
  /** Not there when it must not be applied. */
  readonly planFile?: string;
}

/** A folder of plans; its shape is that of @strata/report. Every file in it is whole. */
export class PlanFolder {
  constructor(readonly directory: string) {}

  planFile(layer: string): string {
    return join(this.directory, layer, PLAN_FILE);
  }

  planJson(layer: string): string {
    return join(this.directory, layer, PLAN_JSON_FILE);
  }

  /** Begins a plan of a layer: nothing is left of an earlier one. */
  clear(layer: string): void {
    const folder = join(this.directory, layer);
    mkdirSync(folder, { recursive: true });
    for (const file of [PLANNED_LAYER_FILE, PLAN_JSON_FILE, PLAN_FILE])
      rmSync(join(folder, file), { force: true });
  }

  /** What is known of a layer's plan; undefined when there is none. @throws plansUnreadable */
  readLayer(layer: string): PlannedLayer | undefined {
    const file = join(this.directory, layer, PLANNED_LAYER_FILE);
    if (!existsSync(file)) return undefined;
    const planned = read(file, (json) => plannedLayerSchema.parse(json));
    if (planned.layer !== layer)
      throw plansUnreadable(file, `it is of ${planned.layer}, and not of ${layer}`);
    return planned;
  }

  /** A layer's plan with what stands beside it; undefined when there is none. @throws as `readPlan` */
  readLayerPlan(name: string): LayerPlan | undefined {
    const layer = this.readLayer(name);
    if (layer === undefined) return undefined;
    const planFile = this.planFile(name);
    return {
      layer,
      ...(layer.error === undefined && { plan: this.readPlan(name) }),
      ...(existsSync(planFile) && { planFile }),
    };
  }

  /** The plan of a layer as JSON. @throws plansUnreadable, planNotReadable, planFormatUnknown */
  readPlan(layer: string): Plan {
    const file = this.planJson(layer);
    return parsePlan(text(file), file);
  }

  writeLayer(planned: PlannedLayer): void {
    const file = join(this.directory, planned.layer, PLANNED_LAYER_FILE);
    writeWhole(file, `${JSON.stringify(planned, undefined, 2)}\n`);
  }

  /**
   * All plans, those of producers first.
   * @throws notAPlanFolder, plansUnreadable, planNotReadable, planFormatUnknown
   */
  read(): LayerPlan[] {
    if (statSync(this.directory, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw notAPlanFolder(this.directory);
    const layers = readdirSync(this.directory)
      .sort()
      .map((name) => this.readLayer(name))
      .filter((layer) => layer !== undefined);
    if (layers.length === 0) throw notAPlanFolder(this.directory);
    return inOrder(layers)
      .map(({ layer }) => this.readLayerPlan(layer))
      .filter((plan) => plan !== undefined);
  }
}

/**
 * The plans of several folders as one set, those of producers first.
 * @throws notAPlanFolder, plansUnreadable, plannedTwice, plansOfAnother
 */
export function readPlanFolders(directories: readonly string[]): LayerPlan[] {
  const plans = new Map<string, LayerPlan>();
  const [environment] = directories.flatMap((directory) =>
    new PlanFolder(directory).read().map((plan) => {
      const { layer, environment } = plan.layer;
      if (plans.has(layer)) throw plannedTwice(layer, directories);
      plans.set(layer, plan);
      return environment;
    }),
  );
  for (const { layer } of plans.values())
    if (environment !== undefined && layer.environment !== environment)
      throw plansOfAnother(layer.layer, "environment", layer.environment, environment);
  const sorted = inOrder([...plans.values()].map(({ layer }) => layer));
  return sorted.flatMap(({ layer }) => plans.get(layer) ?? []);
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw plansUnreadable(file, error instanceof Error ? error.message : String(error));
  }
}

function read<T>(file: string, parse: (json: unknown) => T): T {
  const content = text(file);
  try {
    return parse(JSON.parse(content));
  } catch (error) {
    throw plansUnreadable(file, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const [issue] = error instanceof ZodError ? error.issues : [];
  if (issue !== undefined) return `${issue.path.join(".")}: ${issue.message}`;
  return error instanceof Error ? error.message : String(error);
}

const inOrder = (layers: readonly PlannedLayer[]): PlannedLayer[] =>
  producersFirst(layers, {
    nameOf: ({ layer }) => layer,
    readsOf: ({ reads }) => reads.map(({ name }) => name),
  });
