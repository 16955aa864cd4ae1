import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { policy, type Environment, type Statement } from "@strata/core";
import { Host } from "@strata/core/host";
import { Construct } from "constructs";
import type { JenkinsSettings } from "../settings";
import type { DeliveredService } from "./delivered-service";
import type { JenkinsHome } from "./jenkins-home";
import { installJenkins } from "./jenkins-user-data";
import { pushImages, recordRunning, registerTaskDefinitions, replaceTasks } from "./rights";

export interface JenkinsServerProps {
  readonly environment: Environment;
  /** Of the host and of its role, within the 64 characters of AWS. */
  readonly name: string;
  readonly settings: Pick<JenkinsSettings, "instanceType" | "rootVolumeGiB">;
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly keyName: string | undefined;
  readonly home: JenkinsHome;
  /** The image repositories to which its builds may push. */
  readonly repositoryArns: readonly string[];
  /** The services which they may deploy. */
  readonly services: readonly DeliveredService[];
  /** The hosts on which they may run commands. */
  readonly hostArns: readonly string[];
}

/** The host on which Jenkins runs, in a role which may push and deploy what it is given, and nothing else. */
export class JenkinsServer extends Construct {
  readonly instanceId: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: JenkinsServerProps) {
    super(scope, id);
    const { environment, name, settings } = props;
    const host = new Host(this, "host", {
      name,
      instanceType: settings.instanceType,
      subnetId: props.subnetId,
      securityGroupId: props.securityGroupId,
      rootVolumeGiB: settings.rootVolumeGiB,
      policyArns: {},
      userData: installJenkins(),
      ...(props.keyName === undefined ? {} : { keyName: props.keyName }),
    });
    props.home.attachTo(host.instanceId);
    const statements = rights(props);
    if (statements.length > 0) {
      new IamRolePolicy(this, "rights", { name: "work", role: host.roleName, policy: policy(statements) });
    }
    this.instanceId = host.instanceId;
    this.roleArn = `arn:aws:iam::${environment.account}:role/${name}`;
  }
}

/** What the builds of Jenkins may do. */
const rights = ({ environment, repositoryArns, services, hostArns }: JenkinsServerProps): Statement[] => [
  ...(repositoryArns.length === 0 ? [] : pushImages(repositoryArns)),
  ...(services.length === 0
    ? []
    : [...replaceTasks(services), ...registerTaskDefinitions(services), ...recordRunning(services)]),
  ...(hostArns.length === 0
    ? []
    : [
        {
          actions: ["ssm:SendCommand"],
          resources: [`arn:aws:ssm:${environment.region}::document/AWS-RunShellScript`, ...hostArns],
        },
        // Systems Manager knows no narrower resource for it.
        { actions: ["ssm:GetCommandInvocation"], resources: ["*"] },
      ]),
];
