import { z } from "zod";
import { wrongSettings } from "./errors";

/** `["subnetGroups", "db", "cidrs", 1]` as a person writes it: `subnetGroups.db.cidrs[1]`. */
function readable(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const key = String(part);
    const step = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `["${key}"]`;
    return text === "" ? step.replace(/^\./, "") : text + step;
  }, "");
}

/** The value at a path, as a short text for a message; undefined where there is none. */
function valueAt(value: unknown, path: readonly PropertyKey[]): string | undefined {
  let current = value;
  for (const part of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[part];
  }
  if (current === undefined || (typeof current === "object" && current !== null)) return undefined;
  return JSON.stringify(current);
}

/**
 * Checks settings against their schema and fills in the defaults.
 * @param file where the settings were written, for the message
 * @throws wrongSettings naming the file and, for each issue, the path and the value that was given
 */
export function check<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw wrongSettings(
    file,
    result.error.issues.map((issue) => {
      const given = valueAt(value, issue.path);
      // What is wrong with a name in a map is said by an issue within the issue.
      const { message } = issue.code === "invalid_key" ? (issue.issues[0] ?? issue) : issue;
      return {
        path: readable(issue.path),
        message: message + (given === undefined ? "" : ` (given: ${given})`),
      };
    }),
  );
}

/** What a check across several settings says of them. */
export interface CrossCheck {
  /** One setting is wrong: where it is, and what is allowed. */
  readonly report: (path: PropertyKey[], message: string) => void;
  /** A setting must be one of the names which another setting has, such as `subnetGroups`. */
  readonly known: (path: PropertyKey[], given: string, kind: string, names: object) => void;
}

/** For the checks which a schema makes across its settings, with zod's `check`. */
export function crossCheck({ value, issues }: z.core.ParsePayload): CrossCheck {
  const report: CrossCheck["report"] = (path, message) => {
    issues.push({ code: "custom", path, message, input: value });
  };
  return {
    report,
    known: (path, given, kind, names) => {
      if (given in names) return;
      report(path, `must be one of ${kind}: ${Object.keys(names).join(", ") || "there are none"}`);
    },
  };
}
