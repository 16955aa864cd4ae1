import { stateForbidden, type StrataError } from "../core";
import { describe, type Diagnostic } from "../terraform/messages";

const REFUSED_BY_S3 = /operation error S3: .*StatusCode: 403/;

const STATE = /[\w-]+\/[\w-]+\.tfstate/;

/**
 * A state that AWS keeps from Terraform, as a sentence; undefined where it is not that what is wrong.
 * @param ownKey the state of the layer at work: what Terraform says of a lock names none
 * @param words all that Terraform says; it is the end of what a person is told
 */
export function stateRefusal(
  errors: readonly Diagnostic[],
  ownKey: string,
  words: string,
): StrataError | undefined {
  for (const error of errors) {
    const text = describe(error);
    if (!REFUSED_BY_S3.test(text)) continue;
    const key = STATE.exec(text)?.[0];
    // Refusals of the layer's own buckets stand at the address of a resource.
    if (key !== undefined || error.address === undefined) return stateForbidden(key ?? ownKey, words);
  }
  return undefined;
}
