import { resolve } from "node:path";
import { buildReport, COMMENT_LIMIT, digest, renderMarkdown, renderText, type Report } from "@strata/report";
import { ExitCode } from "../core";
import { connect } from "../github/client";
import { connectionFrom, type Connection } from "../github/connection";
import { putDriftIssues, type IssueResult, type LayerDrift } from "../github/drift-issues";
import { explainGitHubError } from "../github/explain";
import type { LayerResult } from "../layer-run";
import { PlanFolder } from "../plan-folder";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { painter } from "../render/painter";
import { ROOT } from "../workspace";
import { workOn } from "./layers";

export interface DriftOptions extends CommonOptions {
  readonly issues?: boolean;
  readonly out?: string;
  readonly repo?: string;
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/**
 * `strata drift`: what was changed outside of Terraform, in all deployed layers by default. With `--issues`, GitHub has
 * an issue for each layer with drift.
 * @throws what a plan throws; with `--issues` githubTokenMissing, githubRepositoryUnknown, githubApiWrong, and GitHub's
 * refusals as `explainGitHubError` names them
 */
export async function drift(names: readonly string[], options: DriftOptions): Promise<ExitCode> {
  const { env, issues = false, out, repo, json } = options;
  const environment = readEnvironment(ROOT, environmentName(env));
  // What is missing is said before the work.
  const connection = issues ? connectionFrom(repo, process.env) : undefined;
  const result = await workOn("drift", names, environment, {
    whatIfOnly: true,
    ...(out !== undefined && { plans: resolve(out) }),
  });
  const plans = new PlanFolder(result.plans ?? "");
  const looks = result.layers.flatMap(({ layer, planJson }) => {
    const planned = plans.readLayer(layer);
    if (planned === undefined) return [];
    return [{ layer: planned, ...(planJson !== undefined && { plan: plans.readPlan(layer) }) }];
  });
  const report = { ...buildReport(looks), environment: environment.name };
  for (const { layer, error, notices } of result.layers) {
    for (const notice of notices) say(`${layer}: ${notice}.`);
    if (error !== undefined) say(`${layer}: ${error.message}`);
  }
  const text = renderText(report, { attributes: Infinity, paint: painter });
  process.stdout.write(
    json === true
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : `${text === "" ? "Nothing was changed outside of Terraform." : text}\n`,
  );
  if (connection !== undefined) {
    for (const { layer, action, url } of await updateIssues(connection, report, result.layers))
      say(`${layer}: ${DONE[action]}${url === undefined ? "" : ` ${url}`}`);
  }
  return result.exitCode;
}

const DONE: Readonly<Record<IssueResult["action"], string>> = {
  open: "an issue is opened.",
  reopen: "its issue is opened again.",
  update: "its issue is updated.",
  keep: "its issue says so already.",
  close: "its issue is closed.",
  none: "no issue is needed.",
};

async function updateIssues(
  connection: Connection,
  report: Report,
  results: readonly LayerResult[],
): Promise<IssueResult[]> {
  try {
    const github = await connect(connection, say);
    return await putDriftIssues(github, report.environment, layerDrifts(report, results));
  } catch (error) {
    throw explainGitHubError(error, connection);
  }
}

/** How the layers stand which could be looked at. One that is not deployed has no drift. */
export function layerDrifts(
  report: Report,
  results: readonly Pick<LayerResult, "layer" | "status">[],
): LayerDrift[] {
  return results
    .filter(({ status }) => status === "done")
    .map(({ layer }) => {
      const found = report.layers.find((one) => one.layer === layer);
      if (found === undefined || found.drift.length === 0) return { layer };
      const ofLayer = { ...report, layers: [found], edges: [] };
      return {
        layer,
        drift: {
          digest: digest(found.drift),
          text: (marker) => renderMarkdown(ofLayer, { limit: COMMENT_LIMIT, marker }),
        },
      };
    });
}
