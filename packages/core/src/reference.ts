import { propertyAccess, Token, type IResolvable } from "cdktf";
import { outputName, type Contract, type FieldType } from "./contract";

/** Values by name, read from another layer. */
export interface MapReference<T extends FieldType> {
  /** The value under a name that the producer's settings chose. A name it lacks is refused before the plan. */
  get(key: string): Reference<T>;
}

/** What a reader gets for a field: tokens of the field's type. */
export type Reference<T extends FieldType> = T extends { kind: "string" }
  ? string
  : T extends { kind: "number" }
    ? number
    : T extends { kind: "boolean" }
      ? IResolvable
      : T extends { kind: "list" }
        ? string[]
        : T extends { kind: "map"; element: infer E extends FieldType }
          ? MapReference<E>
          : T extends { kind: "object"; fields: infer F extends Readonly<Record<string, FieldType>> }
            ? { readonly [K in keyof F]: Reference<F[K]> }
            : never;

/** A contract as its reader sees it. */
export type ContractReference<C extends Contract> = {
  readonly [K in keyof C["fields"]]: Reference<C["fields"][K]>;
};

/** What a contract says of a value that a reader uses. */
export interface UsedType {
  /** Its path in the contract, with `*` for a name which the settings choose: `subnet_ids.*`. */
  readonly field: string;
  readonly kind: LeafKind;
}

/** The kinds of values which hold no others. */
export type LeafKind = Exclude<FieldType["kind"], "map" | "object">;

/** Told of each value that a reader uses, by its path such as `subnet_ids.db`. */
export type OnUse = (path: string, type: UsedType) => void;

/** An object whose members are made, and reported as used, only when somebody looks at them. */
function lazily(
  fields: Readonly<Record<string, FieldType>>,
  member: (name: string, type: FieldType) => unknown,
): object {
  const members = Object.entries(fields).map(([name, type]): [string, PropertyDescriptor] => [
    name,
    { enumerable: true, get: () => member(name, type) },
  ]);
  return Object.defineProperties({}, Object.fromEntries(members));
}

/** Where a value is: the names as they are, and the same as the contract has them. */
interface Place {
  readonly path: string;
  readonly field: string;
}

function reference(type: FieldType, expression: IResolvable, { path, field }: Place, onUse: OnUse): unknown {
  const inside = (key: string, name: string, element: FieldType): unknown =>
    reference(
      element,
      propertyAccess(expression, [key]),
      { path: `${path}.${key}`, field: `${field}.${name}` },
      onUse,
    );
  switch (type.kind) {
    case "map":
      return { get: (key: string) => inside(key, "*", type.element) };
    case "object":
      return lazily(type.fields, (name, member) => inside(outputName(name), outputName(name), member));
    case "string":
      onUse(path, { field, kind: type.kind });
      return Token.asString(expression);
    case "number":
      onUse(path, { field, kind: type.kind });
      return Token.asNumber(expression);
    case "list":
      onUse(path, { field, kind: type.kind });
      return Token.asList(expression);
    case "boolean":
      onUse(path, { field, kind: type.kind });
      return expression;
  }
}

/**
 * A contract's fields as typed tokens.
 * @param output gives the Terraform expression of an output by its name
 */
export function contractReference<C extends Contract>(
  contract: C,
  output: (name: string) => IResolvable,
  onUse: OnUse,
): ContractReference<C> {
  return lazily(contract.fields, (field, type) =>
    reference(type, output(outputName(field)), { path: outputName(field), field: outputName(field) }, onUse),
  ) as ContractReference<C>;
}
