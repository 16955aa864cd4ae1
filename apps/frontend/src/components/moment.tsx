import { momentOf } from "../words/time";

/** A timestamp of the API. One that can't be read is shown as it is. */
export function MomentText({ timestamp }: { readonly timestamp: string }) {
  const moment = momentOf(timestamp);
  if (moment === undefined) return <span className="when">{timestamp}</span>;
  return (
    <time className="when" dateTime={moment.machine} title="UTC">
      {moment.words}
    </time>
  );
}
