import type { Changes, Event } from "../events";

/** `3 to add, 1 to change`, with outputs named only when nothing else says that there is something. */
export function describeChanges({ add, change, remove, outputs }: Changes): string {
  const parts = [
    add > 0 ? `${add} to add` : "",
    change > 0 ? `${change} to change` : "",
    remove > 0 ? `${remove} to destroy` : "",
    outputs > 0 && add + change + remove === 0
      ? `${outputs} ${outputs === 1 ? "output" : "outputs"} to change`
      : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "changes in the state only" : parts.join(", ");
}

/** An event as one line of text; undefined when it isn't worth one. */
export function plainLine(event: Event): string | undefined {
  switch (event.type) {
    case "started":
      return undefined;
    case "phase":
      return `${event.layer}: ${event.phase}`;
    case "notice":
      return `${event.layer}: ${event.message}`;
    case "planned":
      return `${event.layer}: ${event.empty ? "no changes" : describeChanges(event)}`;
    case "progress":
      return event.done === 0 ? undefined : `${event.layer}: ${event.done} of ${event.total} done`;
    case "finished":
      return `${event.layer}: done`;
    case "failed":
      return `${event.layer}: failed\n${event.message}`;
  }
}
