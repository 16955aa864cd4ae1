import { existsSync, readFileSync } from "node:fs";
import type { State } from "../state-store";
import { parseMessage, type Message } from "../terraform/messages";

/** A resource which AWS may have though the state doesn't know it: Terraform could not write it down. */
export interface Unsaved {
  readonly address: string;
  /** As the provider calls it. Undefined where its creation had begun, and nobody heard of its end. */
  readonly id?: string;
}

/**
 * What logs of Terraform say that it made, or began to make, and that the state doesn't know. Terraform writes a line when it
 * begins and when a resource is there, but saves its state every 20 seconds only.
 */
export function unsavedResources(logs: readonly string[], state: State | undefined): Unsaved[] {
  const known = addressesOf(state);
  const messages = logs
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .flatMap((line) => parseMessage(line) ?? []);
  return creations(messages).filter(({ address }) => !known.has(address));
}

/** What was made or begun, and not removed again. */
function creations(messages: readonly Message[]): Unsaved[] {
  const made = new Map<string, Unsaved>();
  for (const message of messages) {
    if (message.type !== "apply_start" && message.type !== "apply_complete") continue;
    const { resource, action, id_value: id } = message.hook;
    const address = resource.addr;
    if (action === "delete") made.delete(address);
    if (action === "create") made.set(address, { address, ...(id !== undefined && { id }) });
  }
  return [...made.values()];
}

/** The addresses of all resources of a state, such as `aws_vpc.main` and `aws_subnet.app["a"]`. */
const addressesOf = (state: State | undefined): Set<string> =>
  new Set(
    (state?.resources ?? [])
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ type, name, instances }) =>
        instances.map(
          ({ index_key: key }) => `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        ),
      ),
  );
