import type { CrossCheck } from "@strata/core";

type WithRecords = Readonly<Record<string, { readonly records: readonly string[]; certificate?: unknown }>>;

interface RecordSettings {
  readonly loadBalancers: WithRecords;
  readonly hosts: WithRecords;
  readonly sites: WithRecords;
}

/** A name in Route 53 leads to one thing only, and CloudFront answers to the names of its certificate only. */
export function checkRecords({ loadBalancers, hosts, sites }: RecordSettings, { report }: CrossCheck): void {
  const owners = new Map<string, string>();
  for (const [kind, things] of Object.entries({ loadBalancers, hosts, sites })) {
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
  for (const [key, { records, certificate }] of Object.entries(sites)) {
    if (records.length === 0 || certificate !== undefined) continue;
    report(
      ["sites", key, "certificate"],
      "must be set, because CloudFront answers to names of a certificate only; or leave the records out",
    );
  }
}
