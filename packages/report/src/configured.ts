import { isObject } from "./json";
import type { Path } from "./paths";
import type { Plan } from "./plan";

/** Whether the code sets an attribute of a resource. */
export type IsConfigured = (address: string, path: Path) => boolean;

/**
 * By what a plan holds of the code. Where it holds nothing of a resource, such as one which is destroyed, everything
 * counts as set.
 */
export function configuredIn({ configuration }: Plan): IsConfigured {
  const resources = new Map(
    (configuration?.root_module?.resources ?? []).map(({ address, expressions }) => [address, expressions]),
  );
  return (address, path) => {
    const expressions = resources.get(withoutKey(address));
    return expressions === undefined || isSet([expressions], path);
  };
}

/** The address of a resource in the code, of one of its instances: `aws_vpc.a["b"]` is `aws_vpc.a`. */
export const withoutKey = (address: string): string => {
  const bracket = address.indexOf("[");
  return bracket === -1 || address.startsWith("module.") ? address : address.slice(0, bracket);
};

/** Blocks hold expressions, by name; a block which may stand more than once is a list of them. */
function isSet(candidates: readonly unknown[], [step, ...rest]: Path): boolean {
  if (candidates.some(isExpression)) return true;
  if (step === undefined) return candidates.length > 0;
  const inside = candidates.flatMap((candidate): unknown[] => {
    if (Array.isArray(candidate)) return typeof step === "number" ? candidate : [];
    return isObject(candidate) && Object.hasOwn(candidate, step) ? [candidate[step]] : [];
  });
  return inside.length > 0 && isSet(inside, rest);
}

const isExpression = (candidate: unknown): boolean =>
  isObject(candidate) &&
  ("constant_value" in candidate || "references" in candidate || Object.keys(candidate).length === 0);
