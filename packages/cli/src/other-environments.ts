import { otherEnvironmentAtWork } from "./core";
import { isAlive } from "./process-id";
import { recordedRuns } from "./run";
import { allWork, runningProcess } from "./worker/record";

/**
 * A layer has one folder for what is synthesized (`cdktf.out`, where cdktf looks for it), so a checkout works on one
 * environment at a time.
 * @throws otherEnvironmentAtWork
 */
export function checkOtherEnvironments(root: string, environment: string): void {
  const runs = recordedRuns(root)
    .filter(({ process: { pid } }) => pid !== process.pid)
    .filter((run) => isAlive(run.process))
    .map((run) => ({ ...run, pid: run.process.pid }));
  // What goes on although its strata was killed.
  const orphans = allWork(root).flatMap((work) => {
    const running = runningProcess(work);
    return running === undefined ? [] : [{ ...work, pid: running.pid }];
  });
  // A worker without strata has no environment's name in its run; its work has.
  const other = [...runs, ...orphans].find(
    (one) => one.environment !== "" && one.environment !== environment,
  );
  if (other !== undefined) throw otherEnvironmentAtWork(environment, other);
}
