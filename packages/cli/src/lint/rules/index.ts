/** The project's own rules: what holds for everything that Strata makes, in every environment. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../../stack";
import type { Verdict } from "../finding";
import { encrypted, tls } from "./encryption";
import { noOpenDoor, noPublicBucket, noPublicDatabase, notForAnyone } from "./exposure";
import { imdsV2, noAdministrator, noSecretValues } from "./identity";
import { immutableTags, logRetention } from "./keeping";
import { resourcesOf, type Rule } from "./rule";

export const RULES: readonly Rule[] = [
  noPublicDatabase,
  noPublicBucket,
  noOpenDoor,
  notForAnyone,
  noAdministrator,
  noSecretValues,
  imdsV2,
  encrypted,
  tls,
  immutableTags,
  logRetention,
];

/** The rules on the JSON of a layer's stack. */
export function lookAt(layer: string, json: object): Verdict {
  const stack = resourcesOf(json);
  const looks = RULES.flatMap((rule) =>
    stack.flatMap((resource) =>
      [rule.checks["*"], rule.checks[resource.type]]
        .filter((check) => check !== undefined)
        .map((check) => ({ rule, resource, fault: check(resource, stack) })),
    ),
  );
  const findings = looks.flatMap(({ rule, resource, fault }) =>
    fault === undefined
      ? []
      : [
          {
            layer,
            tool: "strata" as const,
            rule: rule.name,
            resource: resource.address,
            message: `It ${fault}. ${rule.demands}`,
          },
        ],
  );
  return { layer, tool: "strata", findings, passed: looks.length - findings.length };
}

/** The rules on a layer as it was synthesized. */
export const lookAtStack = ({ directory, manifest }: Stack): Verdict =>
  lookAt(manifest.layer, JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")) as object);
