/** Whether a status is among those of a health check: `200`, `200,302`, `200-399`. */
export const isHealthy = (codes: string, status: number): boolean =>
  codes.split(",").some((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return status >= from && status <= to;
  });

/** A worker process of Nginx. */
export interface Worker {
  readonly pid: string;
  /** Whether it takes no new connections any more. */
  readonly isEnding: boolean;
}

/** The workers among the processes of a container, as Docker shows them (`docker top`). */
export function workers({
  Titles: titles,
  Processes: processes,
}: {
  readonly Titles: readonly string[];
  readonly Processes: readonly (readonly string[])[] | null;
}): Worker[] {
  const pid = titles.indexOf("PID");
  return (processes ?? [])
    .map((columns) => ({ pid: columns[pid] ?? "", title: columns.at(-1) ?? "" }))
    .filter(({ title }) => title.startsWith("nginx: worker process"))
    .map((worker) => ({ pid: worker.pid, isEnding: worker.title.includes("is shutting down") }));
}
