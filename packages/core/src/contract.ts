import { createHash } from "node:crypto";

/**
 * The types that a contract's field may have. They are those of Terraform outputs, kept to what a reader
 * can use safely: a list holds strings, and a map or an object holds anything.
 */
export type FieldType =
  | { readonly kind: "string" }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "list" }
  | { readonly kind: "map"; readonly element: FieldType }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, FieldType>> };

/** A field type with a description for people. */
export type Field<T extends FieldType = FieldType> = T & { readonly description: string };

export type StringField = Field<{ readonly kind: "string" }>;
export type NumberField = Field<{ readonly kind: "number" }>;
export type BooleanField = Field<{ readonly kind: "boolean" }>;
export type ListField = Field<{ readonly kind: "list" }>;
export type MapField<T extends FieldType> = Field<{ readonly kind: "map"; readonly element: T }>;
export type ObjectField<F extends Readonly<Record<string, FieldType>>> = Field<{
  readonly kind: "object";
  readonly fields: F;
}>;

export const string = (description = ""): StringField => ({ kind: "string", description });
export const number = (description = ""): NumberField => ({ kind: "number", description });
export const boolean = (description = ""): BooleanField => ({ kind: "boolean", description });
/** A list of strings. */
export const list = (description = ""): ListField => ({ kind: "list", description });
/** Values by a name which the settings choose, such as subnet IDs by subnet group. */
export const map = <T extends FieldType>(element: T, description = ""): MapField<T> => ({
  kind: "map",
  element,
  description,
});
export const object = <F extends Readonly<Record<string, FieldType>>>(
  fields: F,
  description = "",
): ObjectField<F> => ({ kind: "object", fields, description });

/** What a producer gives for a field. */
export type Value<T extends FieldType> = T extends { kind: "string" }
  ? string
  : T extends { kind: "number" }
    ? number
    : T extends { kind: "boolean" }
      ? boolean
      : T extends { kind: "list" }
        ? string[]
        : T extends { kind: "map"; element: infer E extends FieldType }
          ? Readonly<Record<string, Value<E>>>
          : T extends { kind: "object"; fields: infer F extends Readonly<Record<string, FieldType>> }
            ? { readonly [K in keyof F]: Value<F[K]> }
            : never;

export type Fields = Readonly<Record<string, Field>>;

/** The typed, versioned outputs that a layer publishes: all that another layer may know of it. */
export interface Contract<N extends string = string, F extends Fields = Fields> {
  readonly name: N;
  /** Raised by hand when a field is removed, renamed or narrowed. */
  readonly version: number;
  readonly fields: F;
  /** Of the names and types of all fields; changes whenever one of them does. */
  readonly digest: string;
}

/** What a layer publishes: every field of its contract, and nothing else. */
export type Published<C extends Contract> = { readonly [K in keyof C["fields"]]: Value<C["fields"][K]> };

/** Terraform's name for a field: `vpcId` is the output `vpc_id`. */
export const outputName = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The output which carries the contract's own name, version and digest. */
export const CONTRACT_OUTPUT = "strata_contract";

function shape(type: FieldType): unknown {
  switch (type.kind) {
    case "map":
      return { map: shape(type.element) };
    case "object":
      return { object: shapes(type.fields) };
    default:
      return type.kind;
  }
}

const shapes = (fields: Readonly<Record<string, FieldType>>): unknown =>
  Object.keys(fields)
    .sort()
    .map((name) => [name, shape(fields[name] as FieldType)]);

/**
 * Declares what a layer publishes.
 *
 * ```ts
 * export const networkContract = defineContract("network", 1, {
 *   vpcId: string("The VPC."),
 *   subnetIds: map(list(), "Subnet IDs by subnet group."),
 * });
 * ```
 */
export function defineContract<const N extends string, F extends Fields>(
  name: N,
  version: number,
  fields: F,
): Contract<N, F> {
  const digest = createHash("sha256")
    .update(JSON.stringify(shapes(fields)))
    .digest("hex")
    .slice(0, 12);
  return { name, version, fields, digest };
}
