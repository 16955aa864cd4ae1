import { Fn, TerraformVariable } from "cdktf";
import { Construct } from "constructs";

/** Secret values, which Terraform is given in a file and which are in nothing that is synthesized. */
export class Secrets extends Construct {
  private readonly variable: TerraformVariable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.variable = new TerraformVariable(this, "secrets", {
      type: "map(string)",
      sensitive: true,
      description: "Passwords of databases and values of other secrets, by their names.",
    });
    this.variable.overrideLogicalId("secrets");
  }

  value(name: string): string {
    return Fn.lookup(this.variable.value, name, "") as string;
  }
}
