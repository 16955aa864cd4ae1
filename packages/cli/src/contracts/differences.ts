/** How the lock differs from what the layers publish and use now: what `update` would write. */
import { inWords } from "./breaks";
import type { ContractsLock, LockedContract, LockedEdge, LockedFields, LockedType } from "./lock";

/** What differs, a line each as in a diff: `+` is new, `-` is no longer so, `~` has changed. */
export function differences(lock: ContractsLock, now: ContractsLock): string[] {
  const names = union(Object.keys(lock.contracts), Object.keys(now.contracts));
  const edges = union(lock.edges.map(edgeName), now.edges.map(edgeName));
  return [
    ...names.flatMap((name) => contractLines(name, lock.contracts[name], now.contracts[name])),
    ...edges.flatMap((name) => edgeLines(edgeNamed(lock, name), edgeNamed(now, name))),
  ];
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();

const edgeName = ({ reader, producer }: LockedEdge): string => `${reader} ${producer}`;

const edgeNamed = ({ edges }: ContractsLock, name: string): LockedEdge | undefined =>
  edges.find((edge) => edgeName(edge) === name);

function contractLines(
  name: string,
  was: LockedContract | undefined,
  is: LockedContract | undefined,
): string[] {
  if (was === undefined) return [`+ the contract of ${name}`];
  if (is === undefined) return [`- the contract of ${name}`];
  const before = leaves(was.fields);
  const now = leaves(is.fields);
  const fields = union([...before.keys()], [...now.keys()]).flatMap((field) => {
    const [old, current] = [before.get(field), now.get(field)];
    if (old === current) return [];
    if (old === undefined) return [`+ ${name} publishes ${field} (${current ?? ""})`];
    if (current === undefined) return [`- ${name} publishes ${field} (${old})`];
    return [`~ ${name} publishes ${field}: ${old}, now ${current}`];
  });
  return [
    ...changed(`the version of ${name}'s contract`, was.version, is.version),
    ...changed(`the owner of ${name}`, was.owner, is.owner),
    ...fields,
    ...(fields.length === 0 ? changed(`the digest of ${name}'s contract`, was.digest, is.digest) : []),
  ];
}

function edgeLines(was: LockedEdge | undefined, is: LockedEdge | undefined): string[] {
  const edge = is ?? was;
  if (edge === undefined) return [];
  const { reader, producer } = edge;
  const [before, now] = [was?.uses ?? [], is?.uses ?? []];
  return [
    ...(was === undefined ? [`+ ${reader} reads ${producer}`] : []),
    ...(is === undefined ? [`- ${reader} reads ${producer}`] : []),
    ...(was && is ? changed(`the owner of ${reader}, who reads ${producer}`, was.owner, is.owner) : []),
    ...now.filter((use) => !before.includes(use)).map((use) => `+ ${reader} uses ${use} of ${producer}`),
    ...before.filter((use) => !now.includes(use)).map((use) => `- ${reader} uses ${use} of ${producer}`),
  ];
}

const changed = (what: string, was: string | number, is: string | number): string[] =>
  was === is ? [] : [`~ ${what}: ${was}, now ${is}`];

/** All values of a contract with their kinds, by paths such as `services.*.arn`. */
function leaves(fields: LockedFields): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (type: LockedType, path: string): void => {
    if (typeof type === "object" && "map" in type) visit(type.map, `${path}.*`);
    else if (typeof type === "object" && Object.keys(type.object).length > 0)
      for (const [name, member] of Object.entries(type.object)) visit(member, `${path}.${name}`);
    else found.set(path, inWords(type));
  };
  for (const [name, type] of Object.entries(fields)) visit(type, name);
  return found;
}
