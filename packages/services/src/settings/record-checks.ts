import type { CrossCheck } from "@strata/core";

type WithRecords = Readonly<Record<string, { readonly records: readonly string[] }>>;

/** A name in Route 53 leads to one thing only. */
export function checkRecords(
  { loadBalancers, hosts }: { readonly loadBalancers: WithRecords; readonly hosts: WithRecords },
  { report }: CrossCheck,
): void {
  const owners = new Map<string, string>();
  for (const [kind, things] of Object.entries({ loadBalancers, hosts })) {
    for (const [key, { records }] of Object.entries(things)) {
      for (const [index, record] of records.entries()) {
        const owner = owners.get(record);
        if (owner !== undefined) {
          report([kind, key, "records", index], `leads to ${owner} already; choose another`);
        }
        owners.set(record, `${kind}.${key}`);
      }
    }
  }
}
