import { DataResource, propertyAccess, TerraformLocal, type IResolvable } from "cdktf";
import type { Construct } from "constructs";
import { outputName, type Contract, type FieldType } from "./contract";

/** An output as a plan says that it will be: `unknown` has the shape of `value`, with `true` where it isn't known yet. */
export interface PlannedOutput {
  readonly value: unknown;
  readonly unknown: unknown;
}

/** Planned outputs by their names, of each layer that is to be read as it is planned and not as it is deployed. */
export type PlannedOutputs = Readonly<Record<string, Readonly<Record<string, PlannedOutput>>>>;

/** Where an app's context holds `PlannedOutputs`: then its stacks are synthesized for a what-if plan. */
export const PLANNED_OUTPUTS = "strata:planned-outputs";

/** What names of helpers in a what-if stack begin with. */
export const WHAT_IF_PREFIX = "what-if-";

/**
 * A layer's planned outputs as expressions, in the place of its remote state. What is known stands there as it is; what
 * is not is an attribute of a `terraform_data` which doesn't exist, so that it is unknown to Terraform itself, with the
 * type and the length that it will have.
 * @returns gives the expression of an output by its name
 */
export function plannedState(
  scope: Construct,
  contract: Contract,
  outputs: Readonly<Record<string, PlannedOutput>>,
): (output: string) => IResolvable {
  const id = `${WHAT_IF_PREFIX}${contract.name}`;
  const fields = Object.entries(contract.fields).map(([field, type]) => {
    const name = outputName(field);
    const { value, unknown } = outputs[name] ?? { value: null, unknown: false };
    return { name, type, value, unknown };
  });
  if (fields.some(({ unknown }) => hasUnknown(unknown))) {
    const input = fields.map(({ name, type, value, unknown }) => [name, sample(type, value, unknown)]);
    new DataResource(scope, id, { input: Object.fromEntries(input) as object }).overrideLogicalId(id);
  }
  const values = fields.map(({ name, value, unknown }) => [
    name,
    known(value, unknown, `terraform_data.${id}.output.${name}`),
  ]);
  const local = new TerraformLocal(scope, `${id}-values`, Object.fromEntries(values));
  local.overrideLogicalId(id);
  return (output) => propertyAccess(local.asString, [output]) as unknown as IResolvable;
}

/**
 * An account which is allowed while Terraform plans, and not while it applies: nobody can apply a what-if plan, not
 * even one that a killed process has left behind.
 */
export const onlyWhilePlanning = (account: string): string =>
  `\${terraform.applying ? "none: this is a what-if plan" : "${account}"}`;

/** Whether anything of a value is unknown. */
export const hasUnknown = (unknown: unknown): boolean =>
  typeof unknown === "object" && unknown !== null
    ? Object.values(unknown).some(hasUnknown)
    : unknown === true;

const members = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/** The names of an object or the places of a list, also those of which only the marks of unknown values know. */
const keysOf = (value: unknown, unknown: unknown): string[] => [
  ...new Set([...members(value), ...members(unknown)].map(([key]) => key)),
];

const member = (value: unknown, key: string): unknown => Object.fromEntries(members(value))[key];

/** The value with expressions in the places of what is unknown. */
function known(value: unknown, unknown: unknown, expression: string): unknown {
  if (unknown === true) return `\${${expression}}`;
  if (typeof value === "string") return literal(value);
  if (!hasUnknown(unknown) && (typeof value !== "object" || value === null)) return value;
  const isList = Array.isArray(value) || Array.isArray(unknown);
  const entries = keysOf(value, unknown).map((key) => {
    const at = isList ? `${expression}[${key}]` : `${expression}[${JSON.stringify(key)}]`;
    return [key, known(member(value, key), member(unknown, key), at)] as const;
  });
  return isList ? entries.map(([, element]) => element) : Object.fromEntries(entries);
}

/** Terraform takes every string of its JSON for a template. */
const literal = (text: string): string => text.replace(/[$%]\{/g, (begin) => `${begin.charAt(0)}${begin}`);

/** Any value of the type and the shape of another: what `terraform_data` will have had as its input. */
function sample(type: FieldType, value: unknown, unknown: unknown): unknown {
  if (unknown === true) return `\${${sampleExpression(type)}}`;
  switch (type.kind) {
    case "list":
      return keysOf(value, unknown).map(() => "");
    case "map":
      return Object.fromEntries(
        keysOf(value, unknown).map((key) => [
          key,
          sample(type.element, member(value, key), member(unknown, key)),
        ]),
      );
    case "object":
      return Object.fromEntries(
        Object.entries(type.fields).map(([field, of]) => {
          const name = outputName(field);
          return [name, sample(of, member(value, name), member(unknown, name))];
        }),
      );
    default:
      return `\${${sampleExpression(type)}}`;
  }
}

/** A value of a type of which nothing else is known, not even how long it is. */
function sampleExpression(type: FieldType): string {
  switch (type.kind) {
    case "string":
      return '""';
    case "number":
      return "0";
    case "boolean":
      return "false";
    case "list":
      return 'tolist([""])';
    case "map":
      return `tomap({"" = ${sampleExpression(type.element)}})`;
    case "object": {
      const fields = Object.entries(type.fields);
      return `{${fields.map(([field, of]) => `${outputName(field)} = ${sampleExpression(of)}`).join(", ")}}`;
    }
  }
}
