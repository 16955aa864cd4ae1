import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import {
  GITHUB_ISSUER,
  LayerStack,
  stateLocation,
  type Environment,
  type EnvironmentAccess,
} from "@strata/core";
import { EncryptionKey } from "@strata/core/encryption-key";
import { PrivateBucket } from "@strata/core/private-bucket";
import type { Construct } from "constructs";
import { Boundaries } from "./constructs/boundaries";
import { LayerRoles } from "./constructs/layer-roles";
import { FOUNDATION_NAMES } from "./imports";
import { foundationLayer } from "./layer";
import type { FoundationSettings } from "./settings";

/**
 * The foundation: the bucket of all states, its own among them, the key which encrypts them, and who may do what with
 * which layer.
 */
export class FoundationStack extends LayerStack<typeof foundationLayer> {
  /** @param access what the layers of the environment need access to, by their names */
  constructor(
    scope: Construct,
    environment: Environment,
    settings: FoundationSettings,
    access: EnvironmentAccess,
  ) {
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

    this.roles(settings.roles, access);
    this.publish({ stateBucket: bucket.bucket, stateKeyArn: key.arn });
  }

  private roles(settings: FoundationSettings["roles"], access: EnvironmentAccess): void {
    const { environment } = this;
    const layers = settings === undefined ? {} : access;
    const boundaries = new Boundaries(this, "boundaries", { environment, layers: Object.keys(layers) });
    if (settings === undefined) return;
    const github =
      settings.github?.provider === "create"
        ? [
            new IamOpenidConnectProvider(this, "github", {
              url: `https://${GITHUB_ISSUER}`,
              clientIdList: ["sts.amazonaws.com"],
            }),
          ]
        : [];
    for (const [layer, one] of Object.entries(layers)) {
      new LayerRoles(this, layer, {
        environment,
        layer,
        access: one,
        trust: settings,
        boundaryArn: boundaries.layerArn,
        sessionHours: settings.sessionHours,
        after: github,
      });
    }
  }
}
