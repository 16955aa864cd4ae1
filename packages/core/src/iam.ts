/** One statement of a policy document; allows unless it says otherwise. */
export interface Statement {
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: Readonly<Record<string, string | readonly string[]>> | "*";
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document as JSON. */
export const policy = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ effect = "Allow", actions, resources, principals, conditions }) => ({
      Effect: effect,
      Action: actions,
      Resource: resources,
      Principal: principals,
      Condition: conditions,
    })),
  });

/**
 * The trust policy of a role which an AWS service assumes, such as `ecs-tasks.amazonaws.com`.
 * @param conditions keep the service from using the role for somebody else's account
 */
export const trust = (service: string, conditions?: Statement["conditions"]): string =>
  policy([
    {
      actions: ["sts:AssumeRole"],
      principals: { Service: service },
      ...(conditions === undefined ? {} : { conditions }),
    },
  ]);
