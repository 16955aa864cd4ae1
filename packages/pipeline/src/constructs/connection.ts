import { CodeconnectionsConnection } from "@cdktf/provider-aws/lib/codeconnections-connection";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";

export interface ConnectionProps {
  readonly name: string;
  /** The Git host: GitHub, GitLab or Bitbucket. */
  readonly provider: string;
}

/** The right to read the source repositories. It waits until a person at the Git host agrees, in the console. */
export class Connection extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, provider }: ConnectionProps) {
    super(scope, id);
    this.arn = new CodeconnectionsConnection(this, "connection", { name, providerType: provider }).arn;
  }

  /** What a role needs to read one repository through it. */
  use(repository: string): Statement[] {
    return [
      {
        // The service has had two names, and CodePipeline still asks by the old one in some regions.
        actions: ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
        resources: [this.arn],
        conditions: {
          StringEqualsIfExists: {
            "codeconnections:FullRepositoryId": repository,
            "codestar-connections:FullRepositoryId": repository,
          },
        },
      },
    ];
  }
}
