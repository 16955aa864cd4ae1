import type { PlanResourceChange } from "./plan";
import { attributePath } from "./paths";

/** Terraform's reasons for what is not plain from the change. Others speak for themselves. */
const WORDS: Readonly<Record<string, string>> = {
  replace_because_tainted: "an earlier apply did not finish it (tainted)",
  replace_by_request: "its replacement was asked for (-replace)",
  replace_by_triggers: "something that triggers its replacement changes (replace_triggered_by)",
  delete_because_no_resource_config: "it is no longer in the code",
  delete_because_no_module: "its module is no longer in the code",
  delete_because_wrong_repetition: "count or for_each was added or taken away",
  delete_because_count_index: "its index is beyond count",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_no_move_target: "it was moved to an address which is not in the code",
};

/** Why a resource is replaced or destroyed, in words; undefined where Terraform says nothing of it. */
export function reasonOf({ action_reason, change }: PlanResourceChange): string | undefined {
  if (action_reason !== "replace_because_cannot_update")
    return action_reason === undefined ? undefined : WORDS[action_reason];
  const paths = [...new Set((change.replace_paths ?? []).map(attributePath))];
  return paths.length === 0
    ? "it can't be changed in place"
    : `${paths.join(", ")} can't be changed in place`;
}
