import { LayerStack, stateLocation, type Environment } from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import { PrivateBucket } from "@strata/core/private-bucket";
import type { Construct } from "constructs";
import { FOUNDATION_NAMES } from "./imports";
import { foundationLayer } from "./layer";
import type { FoundationSettings } from "./settings";

/** The foundation: the bucket of all states, its own among them, and the key which encrypts them. */
export class FoundationStack extends LayerStack<typeof foundationLayer> {
  constructor(scope: Construct, environment: Environment, settings: FoundationSettings) {
    super(scope, foundationLayer, environment);

    const location = stateLocation(environment);
    const { key, alias } = new EncryptionKey(this, FOUNDATION_NAMES.key, {
      environment,
      alias: location.kmsAlias,
      description: `Encrypts the Terraform states of ${environment.name}`,
    });
    alias.overrideLogicalId(FOUNDATION_NAMES.alias);
    const { bucket } = new PrivateBucket(this, FOUNDATION_NAMES.bucket, {
      environment,
      name: location.bucket,
      keyArn: key.arn,
      oldVersionDays: settings.oldStates.days,
      oldVersionsKept: settings.oldStates.kept,
    });

    this.publish({ stateBucket: bucket.bucket, stateKeyArn: key.arn });
  }
}
