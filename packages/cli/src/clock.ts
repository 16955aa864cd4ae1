import { clockOff, type StrataError } from "./core";

/** By these words AWS refuses a signature because of its time. The last ones are those of S3, which names no time. */
const OF_ANOTHER_TIME = /Signature expired|Signature not\s+yet current|RequestTimeTooSkewed/;

/** The time of the signature, and in brackets AWS's own: `… is now earlier than … (20260101T110000Z - 15 min.)`. */
const BOTH_TIMES = /(?:expired|current): (\d{8}T\d{6}Z) is [^(]*\((\d{8}T\d{6}Z) [-+]/;

/** One moment by two clocks, in milliseconds. */
export interface Clocks {
  readonly here: number;
  readonly aws: number;
}

/**
 * A refusal because this machine has another time than AWS, as a sentence; undefined where a text holds none.
 * @param text what the SDK says, or Terraform; it is the end of what a person is told
 * @param seen what the answer told beside its words
 */
export function clockRefusal(text: string, seen?: Clocks): StrataError | undefined {
  if (!OF_ANOTHER_TIME.test(text)) return undefined;
  const [, signed, aws] = BOTH_TIMES.exec(text) ?? [];
  const clocks =
    signed === undefined || aws === undefined ? seen : { here: timeOf(signed), aws: timeOf(aws) };
  return clockOff(text, clocks && Math.round((clocks.here - clocks.aws) / 60_000));
}

/** The moment of a signature: of `20260101T100000Z`. */
const timeOf = (basic: string): number =>
  Date.parse(basic.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, "$1-$2-$3T$4:$5:$6"));
