import { buildReport, COMMENT_LIMIT, hasNews, renderMarkdown, type Report } from "@strata/report";
import { ExitCode, notAWebAddress, plansOfAnother, pullRequestUnknown, StrataError } from "../core";
import { connect } from "../github/client";
import { putComment, type CommentDecision } from "../github/comment";
import { connectionFrom } from "../github/connection";
import { explainGitHubError } from "../github/explain";
import { marker, type Marked } from "../github/marker";
import { appendSummary } from "../github/step-summary";
import { nothingPlanned, withNotPlanned } from "../not-planned";
import { readPlanFolders, type LayerPlan } from "../plan-folder";
import { newestPlans } from "../plan-report";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { rightsSince } from "../rights";
import { ROOT } from "../workspace";

export interface CommentOptions extends CommonOptions {
  readonly pr?: string;
  readonly repo?: string;
  readonly layers?: string;
  readonly reportUrl?: string;
  readonly base?: string;
  readonly dryRun?: boolean;
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/**
 * `strata comment`: shows what plans would do in a pull request of GitHub, in one comment for each environment.
 * @param directories folders of plans; the newest ones when there are none
 * @throws pullRequestUnknown, notAWebAddress, unknownEnvironment, noPlans, githubTokenMissing, githubRepositoryUnknown, githubApiWrong, what reading plans and locks throws, and
 * GitHub's refusals as `explainGitHubError` names them
 */
export async function comment(directories: readonly string[], options: CommentOptions): Promise<ExitCode> {
  const { env, pr, repo, reportUrl, base, dryRun = false, json } = options;
  const number = pullRequestNumber(pr);
  if (reportUrl !== undefined && !(URL.canParse(reportUrl) && /^https?:$/.test(new URL(reportUrl).protocol)))
    throw notAWebAddress("--report-url", reportUrl);
  const folders =
    directories.length === 0
      ? [newestPlans(ROOT, readEnvironment(ROOT, environmentName(env)).name)]
      : directories;
  const expected = options.layers?.split(",").filter((name) => name !== "");
  const plans = readPlans(folders, expected !== undefined);
  const other = plans.find(({ layer }) => env !== undefined && layer.environment !== env)?.layer;
  if (other !== undefined) throw plansOfAnother(other.layer, "environment", other.environment, env ?? "");
  const planned =
    plans.length > 0 ? buildReport(plans) : nothingPlanned(environmentName(env), new Date().toISOString());
  const report: Report = {
    ...withNotPlanned(planned, expected ?? []),
    ...(base !== undefined && { rights: await rightsSince(ROOT, base, planned.environment) }),
  };
  const connection = connectionFrom(repo, process.env);
  const marked: Marked = { kind: "plan", environment: report.environment };
  const link = reportUrl === undefined ? {} : { reportUrl };
  const body = renderMarkdown(report, { limit: COMMENT_LIMIT, marker: marker(marked), ...link });
  if (!dryRun) appendSummary(process.env, (limit) => renderMarkdown(report, { limit, ...link }));
  let decision: CommentDecision;
  try {
    const github = await connect(connection, say);
    decision = await putComment(github, number, marked, { body, isNews: hasNews(report) }, dryRun);
  } catch (error) {
    throw explainGitHubError(error, connection);
  }
  const { action, comment: found, surplus } = decision;
  if (json === true) {
    const result = {
      environment: report.environment,
      repository: `${connection.owner}/${connection.repo}`,
      pullRequest: number,
      action,
      dryRun,
      ...(found !== undefined && { url: found.url }),
      merged: surplus.length,
      ...(dryRun && { body }),
    };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  } else {
    say(sentence(decision, dryRun));
    process.stdout.write(dryRun ? `${body}\n` : found === undefined ? "" : `${found.url}\n`);
  }
  return ExitCode.done;
}

/** The plans; none only where it is known which layers there should be plans of. */
function readPlans(directories: readonly string[], mayBeNone: boolean): LayerPlan[] {
  try {
    return readPlanFolders(directories);
  } catch (error) {
    if (mayBeNone && error instanceof StrataError && error.code === "not-a-plan-folder") return [];
    throw error;
  }
}

function pullRequestNumber(given: string | undefined): number {
  const number = Number(given);
  if (given === undefined || !/^[1-9]\d*$/.test(given) || !Number.isSafeInteger(number))
    throw pullRequestUnknown(given);
  return number;
}

const DONE: Readonly<Record<CommentDecision["action"], readonly [done: string, would: string]>> = {
  create: ["The comment is made.", "It would make a comment."],
  update: ["The comment is updated.", "It would update the comment."],
  keep: ["The comment says so already.", "The comment says so already."],
  none: ["Nothing changes, so no comment is made.", "Nothing changes, so it would make no comment."],
};

function sentence({ action, surplus }: CommentDecision, dryRun: boolean): string {
  const deletion = dryRun ? "would be deleted" : "deleted";
  return [
    DONE[action][dryRun ? 1 : 0],
    ...(surplus.length === 0 ? [] : [`Of two jobs at the same time: ${surplus.length} more, ${deletion}.`]),
  ].join(" ");
}
