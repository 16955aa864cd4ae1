import { digest } from "./digest";
import { changedPlaces, entriesOf, heldMarks, isChange } from "./plan-changes";
import type { Plan } from "./plan";

/**
 * SHA-256 of what a plan changes: the same for two plans which do the same.
 *
 * In it: of each resource which is changed, moved or imported its address, the one before, the actions, what forces its
 * replacement, and the values that change, with what is unknown or sensitive; of each output that changes the same.
 * Not in it: the order of resources and members, the time of the plan (also where `plantimestamp()` wrote it into a value), what
 * is only read, what stays as it is, and the helpers of what-if plans.
 */
export const planDigest = (plan: Plan): string =>
  digest(
    [...entriesOf(plan).values()]
      .filter(isChange)
      .sort((left, right) => (left.subject < right.subject ? -1 : 1))
      .map(({ subject, actions, movedFrom, importing, replacePaths, values }) => ({
        subject,
        actions,
        movedFrom,
        importing,
        replacePaths,
        places: changedPlaces(values)
          .map(({ path, before, after, unknown, beforeSensitive, afterSensitive }) => ({
            path,
            before: before ?? null,
            after: after ?? null,
            unknown: heldMarks(unknown),
            sensitive: [heldMarks(beforeSensitive), heldMarks(afterSensitive)],
          }))
          .sort((left, right) => (JSON.stringify(left.path) < JSON.stringify(right.path) ? -1 : 1)),
      })),
  );
