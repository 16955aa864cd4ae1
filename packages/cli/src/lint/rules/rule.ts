/** What a rule of the project is, and how it reads a synthesized stack. */

/** The attributes of a block of synthesized JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource or, with `data.` before its type, a data source of a synthesized stack. */
export interface Resource {
  /** `aws_lb.web` or `data.aws_ami.linux`. */
  readonly address: string;
  /** `aws_lb` or `data.aws_ami`. */
  readonly type: string;
  readonly attributes: Attributes;
}

/** What is wrong with a resource of a stack, after "it"; undefined where nothing is. */
export type Check = (resource: Resource, stack: readonly Resource[]) => string | undefined;

/** A rule of the project. */
export interface Rule {
  /** By which waivers name it. */
  readonly name: string;
  /** What it demands, as a sentence. */
  readonly demands: string;
  /** By type of resource; `*` looks at all of them. */
  readonly checks: Readonly<Record<string, Check>>;
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** The resources and data sources of a stack's JSON. */
export function resourcesOf({ resource = {}, data = {} }: StackJson): Resource[] {
  const sources = Object.entries(data).map(([type, named]) => [`data.${type}`, named] as const);
  return [...Object.entries(resource), ...sources].flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => ({ address: `${type}.${name}`, type, attributes })),
  );
}

export const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether an argument is on. CDKTF writes some booleans of the provider as text. */
export const isOn = (value: unknown): boolean => value === true || value === "true";

/** The blocks of an argument: one of them may stand alone or in a list. */
export const blocks = (value: unknown): Attributes[] => [value].flat().filter(isObject);

/** Whether something is given: text that is not empty. */
export const isGiven = (value: unknown): value is string => typeof value === "string" && value !== "";

/** A sentence unless something is so. */
export const unless = (isSo: boolean, sentence: string): string | undefined => (isSo ? undefined : sentence);

/** The resources of a type which belong to a bucket, or whatever their `bucket` refers to. */
export const ofBucket = (type: string, { address }: Resource, stack: readonly Resource[]): Attributes[] =>
  stack
    .filter((other) => other.type === type && String(other.attributes.bucket).includes(`${address}.`))
    .map(({ attributes }) => attributes);

/** A statement of a policy. */
export interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** The statements of a policy in JSON; undefined where it can't be read as it stands, so that nobody can judge it. */
export function statementsOf(policy: unknown): Statement[] | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    // What Terraform fills in may hold quotes of its own.
    const json = JSON.parse(policy.replace(/\$\{[^}]*\}/g, "<reference>")) as { Statement?: unknown };
    return [json.Statement].flat().filter(isObject);
  } catch {
    return undefined;
  }
}

export const NOT_READABLE = "has a policy which only Terraform can make out: write it as JSON";

/** The elements of a member which may be one text or several. */
export const each = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : [value].flat();
