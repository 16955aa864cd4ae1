import { DataAwsInternetGateway } from "@cdktf/provider-aws/lib/data-aws-internet-gateway";
import { Construct } from "constructs";
import type { VpcReference } from "./vpc";

/** A VPC that somebody else made. Nothing of it is made or changed. */
export class ExistingVpc extends Construct implements VpcReference {
  private gateway?: DataAwsInternetGateway;

  constructor(
    scope: Construct,
    id: string,
    private readonly vpcId: string,
  ) {
    super(scope, id);
  }

  get id(): string {
    return this.vpcId;
  }

  /** Looked up when somebody asks for it: a VPC without a way to the internet has none. */
  get internetGateway(): DataAwsInternetGateway {
    this.gateway ??= new DataAwsInternetGateway(this, "internet-gateway", {
      filter: [{ name: "attachment.vpc-id", values: [this.vpcId] }],
    });
    return this.gateway;
  }
}
