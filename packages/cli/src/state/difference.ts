import { resourceCount, type State, type StateResource } from "../state-store";

/** What becomes another one when a state takes the place of another. Names only: values may be secret. */
export interface StateDifference {
  readonly serial: { readonly from?: number; readonly to: number };
  readonly resources: { readonly from: number; readonly to: number };
  /** Addresses of resources that Terraform will know again. */
  readonly gained: readonly string[];
  /** Addresses of resources that Terraform will know no more. They stay in AWS. */
  readonly lost: readonly string[];
  /** Addresses of resources which are in both and not the same. */
  readonly changed: readonly string[];
  readonly outputs: {
    readonly gained: readonly string[];
    readonly lost: readonly string[];
    readonly changed: readonly string[];
  };
}

/** @param present undefined where there is none, or none that can be read */
export function stateDifference(present: State | undefined, restored: State): StateDifference {
  const resources = compare(managed(present), managed(restored));
  return {
    serial: { ...(present && { from: present.serial }), to: restored.serial },
    resources: { from: present === undefined ? 0 : resourceCount(present), to: resourceCount(restored) },
    ...resources,
    outputs: compare(present?.outputs ?? {}, restored.outputs),
  };
}

/** Each resource's instance by its address, as Terraform writes it. */
function managed(state: State | undefined): Record<string, unknown> {
  const resources = (state?.resources ?? []).filter(({ mode }) => mode === "managed");
  return Object.fromEntries(
    resources.flatMap((resource) =>
      resource.instances.map((instance) => [address(resource, instance.index_key), instance] as const),
    ),
  );
}

function address({ module, type, name }: StateResource, key: string | number | undefined): string {
  const path = [...(module === undefined ? [] : [module]), type, name].join(".");
  return key === undefined ? path : `${path}[${JSON.stringify(key)}]`;
}

function compare(
  present: Readonly<Record<string, unknown>>,
  restored: Readonly<Record<string, unknown>>,
): Pick<StateDifference, "gained" | "lost" | "changed"> {
  const names = Object.keys(restored);
  return {
    gained: names.filter((name) => !(name in present)).sort(),
    lost: Object.keys(present)
      .filter((name) => !(name in restored))
      .sort(),
    changed: names
      .filter((name) => name in present && JSON.stringify(present[name]) !== JSON.stringify(restored[name]))
      .sort(),
  };
}

const lines = (title: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`  ${title}:`, ...names.map((name) => `    ${name}`)];

/** The same for people. */
export function renderDifference({
  serial,
  resources,
  gained,
  lost,
  changed,
  outputs,
}: StateDifference): string {
  const details = [
    ...lines("resources that Terraform will know again", gained),
    ...lines("resources that Terraform will know no more; in AWS they stay", lost),
    ...lines("resources with other values", changed),
    ...lines("outputs gained", outputs.gained),
    ...lines("outputs lost", outputs.lost),
    ...lines("outputs with other values", outputs.changed),
  ];
  return [
    `Serial ${serial.to} in the place of ${serial.from ?? "none that can be read"}; ` +
      `resources: ${resources.from} now, ${resources.to} then.`,
    ...(details.length === 0 ? ["  The same resources and outputs."] : details),
  ].join("\n");
}
