import { z } from "zod";
import type { Plan } from "./plan";

/**
 * The folder of a set of plans holds a folder for each layer, so that those of several machines can be laid together:
 *
 * | file                    | holds                                                              |
 * | ----------------------- | ------------------------------------------------------------------ |
 * | `<layer>/layer.json`    | `PlannedLayer`; written last, so what stands beside it is whole      |
 * | `<layer>/plan.json`     | the plan as JSON; not there when planning failed                   |
 * | `<layer>/plan.tfplan`   | the plan file, which can be applied; never of a what-if plan       |
 */
export const PLANNED_LAYER_FILE = "layer.json";
export const PLAN_JSON_FILE = "plan.json";
export const PLAN_FILE = "plan.tfplan";

const contractVersion = z.object({ name: z.string(), version: z.number(), digest: z.string() });

/** An output as it will be: `unknown` has the shape of `value`, with `true` where it is known after the apply only. */
const plannedOutput = z.object({ value: z.unknown(), unknown: z.unknown() });

export const plannedLayerSchema = z.object({
  version: z.literal(1),
  layer: z.string(),
  owner: z.string(),
  environment: z.string(),
  /**
   * - `plan`: against what is deployed
   * - `what-if`: against planned outputs of layers that it reads, which are not applied yet
   * - `drift`: only a look at what was changed outside of Terraform
   */
  kind: z.enum(["plan", "what-if", "drift"]),
  /** Whether it may be deployed as what was reviewed: false of everything that `plan --what-if` made. */
  reviewable: z.boolean(),
  /** Commit of the checkout; undefined outside of a repository. */
  commit: z.string().optional(),
  /** ISO 8601. */
  plannedAt: z.string(),
  contract: contractVersion,
  /** The edges: the values that it really uses, as paths of output names such as `subnet_ids.db`. */
  reads: z.array(contractVersion.extend({ uses: z.array(z.string()) })),
  /** SHA-256 of the synthesized stack, without the parts which the producers' planned outputs made. */
  stackDigest: z.string(),
  /** `planDigest` of the plan; not there when it could not be planned. */
  changesDigest: z.string().optional(),
  /** The state that was planned against; null when there was none. */
  state: z.object({ serial: z.number(), lineage: z.string() }).nullable(),
  /** SHA-256 of the values that it uses of each layer which it reads, as they were when it was planned. */
  upstreams: z.record(z.string(), z.string()),
  /** Construct paths by Terraform address, such as `aws_vpc.vpc_vpc_1A2B3C4D`: `vpc/vpc`. */
  paths: z.record(z.string(), z.string()),
  /** What the code leaves to others (`ignore_changes`), by Terraform address: names of attributes, or `all`. */
  ignored: z.record(z.string(), z.array(z.string())).optional(),
  /** What it will publish when the plan is applied. */
  outputs: z.record(z.string(), plannedOutput),
  /** Why it could not be planned. Then there is neither plan nor outputs. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** What stands beside the plan of a layer: all that is needed to report it, to plan its readers and to apply it later. */
export type PlannedLayer = z.output<typeof plannedLayerSchema>;

/** An output as a plan says that it will be. */
export type PlannedOutput = z.output<typeof plannedOutput>;

/** What a layer will publish, by output names. */
export type PlannedOutputs = PlannedLayer["outputs"];

/** The name of the helper resource by which a what-if plan gets unknown values of a producer. No report shows it. */
export const WHAT_IF_PREFIX = "what-if-";

/** Whether an address is that of a helper of what-if plans, such as `terraform_data.what-if-network`. */
export const isWhatIfHelper = (address: string): boolean =>
  address.startsWith(`terraform_data.${WHAT_IF_PREFIX}`);

/** What a layer publishes when a plan of it is applied. */
export const plannedOutputs = ({ output_changes }: Plan): PlannedOutputs =>
  Object.fromEntries(
    Object.entries(output_changes)
      .filter(([, { actions }]) => !actions.includes("delete"))
      .map(([name, { after, after_unknown }]) => [name, { value: after, unknown: after_unknown }]),
  );
