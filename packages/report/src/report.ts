import { z } from "zod";

/** What is shown of a value. Masked values are replaced when the report is made: no rendering can leak them. */
const shown = z.union([
  /** The value as compact JSON; a string is shown with its quotes. */
  z.object({ kind: z.literal("value"), json: z.string() }),
  /** Known after the apply. */
  z.object({ kind: z.literal("unknown") }),
  /** Sensitive, or a place where credentials stand, such as the environment of a container. */
  z.object({ kind: z.literal("masked") }),
]);

const attributeChange = z.object({
  /** For example `ingress[0].cidr_blocks[1]`, or `container_definitions[0].image`. */
  path: z.string(),
  /** Not there when the attribute is added. */
  before: shown.optional(),
  /** Not there when the attribute is removed. */
  after: shown.optional(),
  /** Whether the resource has to be replaced for it. */
  forcesReplacement: z.boolean(),
});

const resourceChange = z.object({
  address: z.string(),
  /** Before a move. */
  previousAddress: z.string().optional(),
  type: z.string(),
  /** Construct path, such as `vpc/vpc`; not there for what the code has no more. */
  path: z.string().optional(),
  action: z.enum(["create", "update", "replace", "delete", "move", "import", "forget"]),
  /** Terraform's reason in words; not there where the action says it all. */
  reason: z.string().optional(),
  /** What is lost, in words, when it is destroyed or replaced, such as "the database with its data". */
  holds: z.string().optional(),
  attributes: z.array(attributeChange),
});

const outputChange = z.object({
  /** Path of output names, such as `subnet_ids.db`. */
  path: z.string(),
  before: shown.optional(),
  after: shown.optional(),
  /** Who uses it. */
  readers: z.array(z.object({ layer: z.string(), owner: z.string() })),
});

/** A destroy and a create which look like one resource with another name. */
const move = z.object({ from: z.string(), to: z.string(), path: z.string().optional() });

/** What a linter says of the layer, from `strata lint --json`. */
const finding = z.object({
  tool: z.string(),
  rule: z.string(),
  resource: z.string(),
  message: z.string(),
  /** The reason of the waiver which excuses it. */
  waiver: z.string().optional(),
});

const layer = z.object({
  layer: z.string(),
  owner: z.string(),
  kind: z.enum(["plan", "what-if", "drift"]),
  /** Why it could not be planned. */
  error: z.string().optional(),
  /** How many resources; a replaced one counts as replaced only. */
  counts: z.object({
    create: z.number(),
    update: z.number(),
    replace: z.number(),
    delete: z.number(),
    move: z.number(),
    import: z.number(),
    forget: z.number(),
    outputs: z.number(),
    drift: z.number(),
  }),
  /** Those that destroy data first, then destructions, replacements, and the rest; each by address. */
  changes: z.array(resourceChange),
  outputs: z.array(outputChange),
  /** Changed outside of Terraform. */
  drift: z.array(resourceChange),
  moves: z.array(move),
  findings: z.array(finding),
});

const rights = z.object({
  /** On GitHub, of a layer which is not in this repository: whose jobs take its roles on. */
  repository: z.string().optional(),
  /** Layers whose states it reads. */
  reads: z.array(z.string()),
  /** Terraform types of what it makes. */
  resources: z.array(z.string()),
  /** Terraform types of what it looks up. */
  data: z.array(z.string()),
});

/** What the roles of a layer may do otherwise than where the change began. */
const rightsChange = z.object({ layer: z.string(), gained: rights, lost: rights });

const edge = z.object({ reader: z.string(), producer: z.string(), uses: z.array(z.string()) });

export const reportSchema = z.object({
  version: z.literal(1),
  environment: z.string(),
  commit: z.string().optional(),
  /** ISO 8601: of the first plan. */
  plannedAt: z.string(),
  /** Those that others read first. */
  layers: z.array(layer),
  edges: z.array(edge),
  /** Not there when nothing was compared. */
  rights: z.array(rightsChange).optional(),
});

/** What a set of plans would do, as data. Markdown, HTML and terminal are renderings of it. */
export type Report = z.output<typeof reportSchema>;
export type LayerReport = z.output<typeof layer>;
export type ReportedChange = z.output<typeof resourceChange>;
export type ReportedAttribute = z.output<typeof attributeChange>;
export type ReportedOutput = z.output<typeof outputChange>;
export type ReportedFinding = z.output<typeof finding>;
export type Shown = z.output<typeof shown>;
export type Move = z.output<typeof move>;
export type ReportedRights = z.output<typeof rightsChange>;
export type Edge = z.output<typeof edge>;
