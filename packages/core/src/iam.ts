/** One statement of a policy document; allows unless it says otherwise. */
export interface Statement {
  /** What the statement is about, in letters and digits. */
  readonly sid?: string;
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: Readonly<Record<string, string | readonly string[]>> | "*";
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A statement about all actions but some: for a boundary, which can't name all that it leaves open. */
export interface AllBut extends Omit<Statement, "actions"> {
  readonly notActions: readonly string[];
}

/** A policy document as JSON. */
export const policy = (statements: readonly (Statement | AllBut)[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      Action: "actions" in statement ? statement.actions : undefined,
      NotAction: "notActions" in statement ? statement.notActions : undefined,
      Resource: statement.resources,
      Principal: statement.principals,
      Condition: statement.conditions,
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
