import { basename } from "node:path";
import Sequencer from "@jest/test-sequencer";

/** The long stories, the longest first. */
const LONGEST = [
  "what-if",
  "sbcntr",
  "django-fargate",
  "boundaries",
  "shared-vpc",
  "ecs-workshop",
  "devloop",
  "faults-api",
  "faults-processes",
  "faults-runs",
  "faults-pipelines",
  "kill",
  "faults-state",
  "nginx-asg",
  "live",
  "inputs",
];

type Tests = Parameters<Sequencer["sort"]>[0];

const place = (path: string): number => {
  const found = LONGEST.indexOf(basename(path).replace(/\.e2e\.spec\.js$/, ""));
  return found < 0 ? LONGEST.length : found;
};

/**
 * The order of the stories, for Jest. It begins with the largest files as long as it doesn't know how long they took, and a fresh
 * machine never does; and a long story that begins last goes on alone. Stories which are not named above come
 * after these.
 */
export default class LongestFirst extends Sequencer {
  override sort(tests: Tests): Tests {
    return [...tests].sort((one, other) => place(one.path) - place(other.path));
  }
}
