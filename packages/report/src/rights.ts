/** What a change does to the rights of the layers' roles, in words. Each rendering sets the names in its own way. */
import type { ReportedRights } from "./report";
import { plural } from "./words";

/** What may be done, such as "read the state of", with the names of what. */
export interface Right {
  readonly verb: string;
  readonly names: readonly string[];
}

/** The rights of which there are any. */
export const rightsIn = ({ repository, reads, resources, data }: ReportedRights["gained"]): Right[] =>
  [
    { verb: "be taken on by jobs of", names: repository === undefined ? [] : [repository] },
    { verb: "read the state of", names: reads },
    { verb: "make", names: resources },
    { verb: "look up", names: data },
  ].filter(({ names }) => names.length > 0);

export const rightsTitle = (rights: readonly ReportedRights[]): string =>
  `The rights of ${plural(rights.length, "layer")} change`;

/**
 * When the foundation, which makes the roles, has to be brought up to date: what a role gains it needs before the
 * merge, and what it loses it needs until the deployment has removed what it made with it.
 * @returns the text before and after the command
 */
export function rightsAdvice(rights: readonly ReportedRights[]): readonly [before: string, after: string] {
  const gains = rights.some(({ gained }) => rightsIn(gained).length > 0);
  const loses = rights.some(({ lost }) => rightsIn(lost).length > 0);
  if (gains && loses)
    return [
      "The roles need what they gain before the merge, and what they lose until the deployment. Make two changes of it, " +
        "one which adds and then one which takes away. For the first, run",
      "before it is merged; for the second, after it is deployed.",
    ];
  return loses
    ? ["Run", "after it is deployed, and not before: the roles remove with these rights what goes."]
    : ["Run", "from this change before it is merged: until then the roles can't deploy it."];
}

export const bootstrapCommand = (environment: string): string => `./strata bootstrap --env ${environment}`;
