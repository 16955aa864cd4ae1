import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { Construct } from "constructs";

type Access = "pull" | "push";

export interface CliUsersProps {
  /** A name within the 64 characters of an IAM user. */
  readonly name: (...parts: string[]) => string;
  readonly users: Readonly<Record<string, { readonly access: Access }>>;
  readonly policyArns: Readonly<Record<Access, string>>;
}

/** A path of its own, by which an administrator's policy can tell these users from others. */
const PATH = "/strata/";

/**
 * IAM users for people who push or pull from their own machines, with no other right. Access keys are made by hand: one
 * made here would stand in the state.
 */
export class CliUsers extends Construct {
  constructor(scope: Construct, id: string, { name, users, policyArns }: CliUsersProps) {
    super(scope, id);
    const groups = new Map<Access, IamGroup>();
    const groupOf = (access: Access): IamGroup => {
      const known = groups.get(access);
      if (known !== undefined) return known;
      const group = new IamGroup(this, access, { name: name(`image-${access}`), path: PATH });
      new IamGroupPolicyAttachment(this, `${access}-policy`, {
        group: group.name,
        policyArn: policyArns[access],
      });
      groups.set(access, group);
      return group;
    };
    for (const [key, { access }] of Object.entries(users)) {
      // Access keys that were made by hand go with their user.
      const user = new IamUser(this, `user-${key}`, { name: name(key), path: PATH, forceDestroy: true });
      new IamUserGroupMembership(this, `user-${key}-group`, {
        user: user.name,
        groups: [groupOf(access).name],
      });
    }
  }
}
