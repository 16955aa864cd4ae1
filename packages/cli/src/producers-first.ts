/** How something that reads others is found, and what it reads. */
interface Edges<T> {
  readonly nameOf: (one: T) => string;
  /** Names of what it reads; those which aren't among the given don't count. */
  readonly readsOf: (one: T) => readonly string[];
}

/** The same in an order in which everything comes after what it reads; else in the order in which it was given. */
export function producersFirst<T>(all: readonly T[], { nameOf, readsOf }: Edges<T>): T[] {
  const byName = new Map(all.map((one) => [nameOf(one), one]));
  const sorted = new Set<T>();
  const visit = (one: T): void => {
    if (sorted.has(one)) return;
    readsOf(one)
      .map((name) => byName.get(name))
      .filter((producer) => producer !== undefined)
      .forEach(visit);
    sorted.add(one);
  };
  all.forEach(visit);
  return [...sorted];
}
