import { isObject, unfolded } from "./json";
import type { Path } from "./paths";
import type { Plan, PlanChange } from "./plan";
import { isSecretPlace } from "./secret-places";
import { COVERED } from "./differences";

/** A shorter string is a word that stands everywhere, such as "true" or "8080". */
const SHORTEST = 6;
const SHORTEST_MARKED = 4;

/** Attributes that say which resource it is. Whoever reads a plan knows them, so they are no secret. */
const IDENTITIES = [
  "address",
  "arn",
  "availability_zone",
  "bucket",
  "dns_name",
  "domain_name",
  "endpoint",
  "family",
  "id",
  "identifier",
  "name",
  "primary_endpoint_address",
  "reader_endpoint",
  "region",
  "repository_url",
  "url",
];

/**
 * The values which are sensitive somewhere in a set of plans. They are covered wherever else they stand: a credential
 * that somebody copied into a description is found by its value.
 */
export class Secrets {
  /** By their first letters, the longest first. */
  private readonly byBeginning = new Map<string, string[]>();

  private constructor(values: Iterable<string>) {
    for (const value of [...new Set(values)].sort((left, right) => right.length - left.length)) {
      const beginning = value.slice(0, SHORTEST_MARKED);
      this.byBeginning.set(beginning, [...(this.byBeginning.get(beginning) ?? []), value]);
    }
  }

  /** Those of plans: what Terraform marks as sensitive, and what stands where credentials do. */
  static of(plans: readonly Plan[]): Secrets {
    const marked = new Set<string>();
    const placed = new Set<string>();
    const identities = new Set<string>();
    for (const plan of plans) {
      for (const { type, change } of [...plan.resource_changes, ...plan.resource_drift]) {
        collectIdentities(change, identities);
        if (!isPlainParameter(type, change))
          collect(change, (path) => isSecretPlace(type, path), marked, placed);
      }
      for (const change of Object.values(plan.output_changes)) collect(change, () => false, marked, placed);
    }
    const known = [...identities].join("\n");
    return new Secrets([
      ...[...marked].filter((value) => value.length >= SHORTEST_MARKED && !identities.has(value)),
      // What a container gets is no credential when it is the name or address of something.
      ...[...placed].filter((value) => value.length >= SHORTEST && !known.includes(value)),
    ]);
  }

  /** Whether a text as a whole is a secret. */
  isOne(text: string): boolean {
    return this.byBeginning.get(text.slice(0, SHORTEST_MARKED))?.includes(text) ?? false;
  }

  /** A text in which every secret is covered; the same text when it has none. */
  cover(text: string): string {
    if (this.byBeginning.size === 0) return text;
    let covered = "";
    let copied = 0;
    for (let index = 0; index + SHORTEST_MARKED <= text.length; index++) {
      const secret = this.byBeginning
        .get(text.slice(index, index + SHORTEST_MARKED))
        ?.find((value) => text.startsWith(value, index));
      if (secret === undefined) continue;
      covered += text.slice(copied, index) + COVERED;
      copied = index + secret.length;
      index = copied - 1;
    }
    return copied === 0 ? text : covered + text.slice(copied);
  }

  /** A value of JSON in which every secret is covered, in the names of its members too. */
  coverValue(value: unknown): unknown {
    if (typeof value === "string") return this.cover(value);
    if (Array.isArray(value)) return value.map((element) => this.coverValue(element));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [this.cover(key), this.coverValue(member)]),
    );
  }
}

function collect(
  { before, after, before_sensitive, after_sensitive }: PlanChange,
  isSecret: (path: Path) => boolean,
  marked: Set<string>,
  placed: Set<string>,
): void {
  const walk = (raw: unknown, marks: unknown, path: Path): void => {
    if (raw === null || raw === undefined) return;
    if (marks === true) {
      addStrings(raw, marked);
      return;
    }
    if (isSecret(path)) {
      addStrings(raw, placed);
      return;
    }
    const value = unfolded(raw);
    if (Array.isArray(value)) {
      value.forEach((element, index) => {
        walk(element, Array.isArray(marks) ? marks[index] : undefined, [...path, index]);
      });
    } else if (isObject(value)) {
      for (const [key, member] of Object.entries(value))
        walk(member, isObject(marks) ? marks[key] : undefined, [...path, key]);
    }
  };
  walk(before, before_sensitive, []);
  walk(after, after_sensitive, []);
}

/** A string, and the strings that it holds as JSON. */
function addStrings(raw: unknown, strings: Set<string>): void {
  if (typeof raw === "string") strings.add(raw);
  const value = unfolded(raw);
  if (Array.isArray(value) || isObject(value))
    for (const member of Object.values(value)) addStrings(member, strings);
}

/**
 * A parameter which is not encrypted holds names and versions; the provider marks it as sensitive all the same. It is
 * masked where it stands, but an image must not be masked because a parameter names it.
 */
const isPlainParameter = (type: string, { before, after }: PlanChange): boolean =>
  type === "aws_ssm_parameter" &&
  [before, after].every(
    (values) => !isObject(values) || values.type === "String" || values.type === "StringList",
  );

function collectIdentities(
  { before, after, before_sensitive, after_sensitive }: PlanChange,
  to: Set<string>,
) {
  for (const [values, marks] of [
    [before, before_sensitive],
    [after, after_sensitive],
  ]) {
    if (!isObject(values)) continue;
    for (const name of IDENTITIES) {
      const value = values[name];
      if (typeof value === "string" && !(isObject(marks) && marks[name] === true)) to.add(value);
    }
  }
}
