import { basename } from "node:path";
import Sequencer from "@jest/test-sequencer";

/** The long stories, the longest first. */
const LONGEST = [
  "what-if",
  "live",
  "shared-vpc",
  "ecs-workshop",
  "django-fargate",
  "devloop",
  "sbcntr",
  "kill",
  "images",
  "nginx-asg",
];

type Tests = Parameters<Sequencer["sort"]>[0];

const place = (path: string): number => LONGEST.indexOf(basename(path).replace(/\.e2e\.spec\.js$/, ""));

/**
 * The order of the stories, for Jest. It begins with the largest files as long as it doesn't know how long they took, and a fresh
 * machine never does; and a long story that begins last goes on alone. Stories which are not named above come before these: a
 * short one ends soon, and a long one that is missing there does no harm.
 */
export default class LongestFirst extends Sequencer {
  override sort(tests: Tests): Tests {
    return [...tests].sort((one, other) => place(one.path) - place(other.path));
  }
}
