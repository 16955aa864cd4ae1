import { isWhatIfHelper } from "@strata/report";
import type { Changes, ResourceChange } from "../events";

/** A problem that Terraform reports, as in its `-json` output. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

interface ResourceHook {
  readonly resource: { readonly addr: string };
  readonly action: string;
  /** Of a creation which is complete: the ID of the new resource. */
  readonly id_value?: string;
}

/** The lines of Terraform's `-json` output that Strata makes use of. */
export type Message =
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | {
      readonly type: "change_summary";
      readonly changes: { readonly add: number; readonly change: number; readonly remove: number };
    }
  | {
      readonly type: "planned_change";
      readonly change: {
        readonly resource: { readonly addr: string };
        readonly action: ResourceChange["action"] | "noop" | "read";
      };
    }
  | { readonly type: "outputs"; readonly outputs: Readonly<Record<string, { readonly action?: string }>> }
  | { readonly type: "apply_start"; readonly hook: ResourceHook }
  | { readonly type: "apply_complete"; readonly hook: ResourceHook }
  | { readonly type: "apply_errored"; readonly hook: ResourceHook }
  | { readonly type: "other" };

const KNOWN = [
  "diagnostic",
  "planned_change",
  "change_summary",
  "outputs",
  "apply_start",
  "apply_complete",
  "apply_errored",
];

/** Reads one line of output. Undefined when it isn't JSON, such as a crash or a debug log. */
export function parseMessage(line: string): Message | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value = JSON.parse(line) as Message;
    return KNOWN.includes(value.type) ? value : { type: "other" };
  } catch {
    return undefined;
  }
}

/** The addresses of helpers of a what-if plan, which no person shall see. */
const whatIfHelpers = (messages: readonly Message[]): string[] =>
  resourceChanges(messages)
    .map(({ address }) => address)
    .filter(isWhatIfHelper);

/** Whether a plan is a what-if plan with values that are not known yet. */
export const hasWhatIfHelpers = (messages: readonly Message[]): boolean => whatIfHelpers(messages).length > 0;

/** What a plan changes, from its messages. */
export function plannedChanges(messages: readonly Message[]): Changes {
  const summary = messages.findLast((message) => message.type === "change_summary");
  const outputs = messages.findLast((message) => message.type === "outputs");
  const { add, change, remove } = summary?.changes ?? { add: 0, change: 0, remove: 0 };
  const changed = Object.values(outputs?.outputs ?? {}).filter(({ action = "noop" }) => action !== "noop");
  return {
    add: add - whatIfHelpers(messages).length,
    change,
    remove,
    outputs: changed.length,
    resources: resourceChanges(messages).filter(({ address }) => !isWhatIfHelper(address)),
  };
}

/** The resources that a plan changes, in Terraform's order. */
const resourceChanges = (messages: readonly Message[]): ResourceChange[] =>
  messages
    .filter((message) => message.type === "planned_change")
    .flatMap(({ change: { resource, action } }) =>
      action === "noop" || action === "read" ? [] : [{ address: resource.addr, action }],
    );

/** The addresses of what a plan removes, be it for good or to make it anew. */
export const plannedRemovals = (messages: readonly Message[]): string[] =>
  resourceChanges(messages)
    .filter(({ action }) => action === "delete" || action === "replace")
    .map(({ address }) => address);

/** Whether a message says that a resource is done. Reading a data source doesn't count, as plans don't count it. */
export const isResourceDone = (message: Message): boolean =>
  message.type === "apply_complete" && message.hook.action !== "read";

export const errorsOf = (messages: readonly Message[]): Diagnostic[] =>
  messages
    .filter((message) => message.type === "diagnostic")
    .map(({ diagnostic }) => diagnostic)
    .filter(({ severity }) => severity === "error");

/** What Terraform says of a plan file when the state is not the one any more that it was made for. */
const STALE = ["Saved plan is stale", "Saved plan does not match the given state"];

/** Whether Terraform refused a plan file because the state has moved on. */
export const isStalePlan = (messages: readonly Message[]): boolean =>
  errorsOf(messages).some(({ summary }) => STALE.includes(summary));

/** A diagnostic as a person reads it, with the address of the resource in front. */
export function describe({ summary, detail, address }: Diagnostic): string {
  const text = [summary, detail]
    .filter((part) => part !== "")
    .join(": ")
    .trim();
  return address === undefined ? text : `${address}: ${text}`;
}
