/** What is kept, and for how long. */
import { unless, type Rule } from "./rule";

export const immutableTags: Rule = {
  name: "immutable-tags",
  demands: "A tag of a repository names one image for ever.",
  checks: {
    aws_ecr_repository: ({ attributes: { image_tag_mutability: mutability } }) =>
      unless(mutability === "IMMUTABLE", "has tags which can be moved"),
  },
};

export const logRetention: Rule = {
  name: "log-retention",
  demands: "Every log group says for how many days it keeps what it gets.",
  checks: {
    // Without a number, or with 0, CloudWatch keeps logs for ever.
    aws_cloudwatch_log_group: ({ attributes: { retention_in_days: days } }) =>
      unless(typeof days === "number" && days > 0, "keeps logs for ever"),
  },
};
