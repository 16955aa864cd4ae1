/** The name of an attribute or a key of a map, or an index of a list. */
export type Step = string | number;
export type Path = readonly Step[];

const PLAIN = /^[A-Za-z_][\w-]*$/;

/** A path as people write it: `ingress[0].cidr_blocks[1]`, `tags["aws:cloudformation"]`. */
export const attributePath = (path: Path): string =>
  path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!PLAIN.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");

/** A path into an output, written as the edges write what they use: `listener_arns.web:80`, `subnet_ids.db[0]`. */
export const outputPath = (path: Path): string =>
  path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");

/** Whether one path is the other one, or a part of it. */
export const overlap = (one: Path, other: Path): boolean =>
  one.slice(0, other.length).every((step, index) => step === other[index]);
