import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import {
  FOUNDATION_PATH,
  layerBoundary,
  layerBoundaryName,
  workloadBoundary,
  workloadBoundaryName,
  type Environment,
} from "@strata/core";
import { Construct } from "constructs";

export interface BoundariesProps {
  readonly environment: Environment;
  /** The layers that have roles. */
  readonly layers: readonly string[];
}

/** The permission boundaries: of what layers make, and of the layers' own roles. */
export class Boundaries extends Construct {
  /** ARN of the boundary of the layers' own roles. */
  readonly layerArn: string;

  constructor(scope: Construct, id: string, { environment, layers }: BoundariesProps) {
    super(scope, id);
    const boundary = (key: string, name: string, description: string, policy: string): IamPolicy => {
      const made = new IamPolicy(this, key, { name, path: FOUNDATION_PATH, description, policy });
      made.overrideLogicalId(`${key}-boundary`);
      return made;
    };
    boundary(
      "workload",
      workloadBoundaryName(environment),
      "What no role or user that a layer makes can exceed",
      workloadBoundary(environment),
    );
    this.layerArn = boundary(
      "layer",
      layerBoundaryName(environment),
      "What no plan or deploy role of a layer can exceed",
      layerBoundary(environment, layers),
    ).arn;
  }
}
