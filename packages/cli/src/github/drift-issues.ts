import { viewer, type GitHub } from "./client";
import { isMarked, marker } from "./marker";

/** An issue about the drift of a layer. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly url: string;
}

/** How a layer stands. */
export interface LayerDrift {
  readonly layer: string;
  /** Not there when nothing was changed outside of Terraform. */
  readonly drift?: {
    /** Stands for what was changed, whenever it was looked at. */
    readonly digest: string;
    /** Says it for people, below lines that are hidden. */
    readonly text: (hidden: string) => string;
  };
}

/** What an issue shall say. */
export interface WantedIssue {
  readonly title: string;
  /** How its body begins; as long as it does so, it says the same. */
  readonly head: string;
  readonly body: string;
}

/** What is to be done about the issue of a layer. */
export interface IssueDecision {
  readonly action: "open" | "reopen" | "update" | "close" | "keep" | "none";
  /** The issue which is there already. */
  readonly issue?: Issue;
  /** Open ones about the same, made by two runs at the same time, to be closed. */
  readonly surplus: readonly Issue[];
}

/** A decision as it was carried out. */
export interface IssueResult {
  readonly layer: string;
  readonly action: IssueDecision["action"];
  readonly url?: string;
}

export const LABEL = "drift";

/**
 * Decides what to do about the issue of a layer. A layer has one for ever: what was closed is opened again.
 * @param own the issues with the layer's marker which the token's user wrote
 * @param wanted what it shall say; undefined when there is no drift
 */
export function decideIssue(own: readonly Issue[], wanted: WantedIssue | undefined): IssueDecision {
  const sorted = [...own].sort((one, other) => one.number - other.number);
  const open = sorted.filter(({ state }) => state === "open");
  const issue = open[0] ?? sorted[0];
  const surplus = open.slice(1);
  if (issue === undefined) return { action: wanted === undefined ? "none" : "open", surplus };
  if (issue.state !== "open") return { action: wanted === undefined ? "none" : "reopen", issue, surplus };
  if (wanted === undefined) return { action: "close", issue, surplus };
  const isSame = issue.title === wanted.title && issue.body.startsWith(wanted.head);
  return { action: isSame ? "keep" : "update", issue, surplus };
}

/**
 * Brings the issues about drift up to date: one a layer.
 * @throws errors of octokit
 */
export async function putDriftIssues(
  github: GitHub,
  environment: string,
  layers: readonly LayerDrift[],
): Promise<IssueResult[]> {
  const issues = await ownIssues(github);
  const results: IssueResult[] = [];
  // One after another, as GitHub asks of everybody who writes.
  for (const drift of layers) {
    const wanted = wantedIssue(environment, drift);
    const decision = decideIssue(ofLayer(issues, environment, drift), wanted);
    const url = await carryOut(github, decision, wanted);
    results.push({ layer: drift.layer, action: decision.action, ...(url !== undefined && { url }) });
  }
  const opened = layers.filter((_, index) => results[index]?.action === "open");
  if (opened.length > 0) await closeDuplicates(github, environment, opened);
  return results;
}

/** Another run may have opened an issue at the same moment: then the older of the two stays. */
async function closeDuplicates(
  github: GitHub,
  environment: string,
  layers: readonly LayerDrift[],
): Promise<void> {
  const issues = await ownIssues(github);
  for (const drift of layers) {
    const { issue, surplus } = decideIssue(
      ofLayer(issues, environment, drift),
      wantedIssue(environment, drift),
    );
    if (issue !== undefined) await closeSurplus(github, issue, surplus);
  }
}

const ofLayer = (issues: readonly Issue[], environment: string, { layer }: LayerDrift): Issue[] =>
  issues.filter(({ body }) => isMarked(body, { kind: "drift", environment, layer }));

function wantedIssue(environment: string, { layer, drift }: LayerDrift): WantedIssue | undefined {
  if (drift === undefined) return undefined;
  const head = `${marker({ kind: "drift", environment, layer })}\n<!-- ${drift.digest} -->`;
  return { title: `Drift in ${layer} (${environment})`, head, body: drift.text(head) };
}

async function carryOut(
  github: GitHub,
  { action, issue, surplus }: IssueDecision,
  wanted: WantedIssue | undefined,
): Promise<string | undefined> {
  const { octokit, at } = github;
  if (issue === undefined) {
    if (wanted === undefined) return undefined;
    const { data } = await octokit.request("POST /repos/{owner}/{repo}/issues", {
      ...at,
      title: wanted.title,
      body: wanted.body,
      labels: [LABEL],
    });
    return data.html_url;
  }
  await closeSurplus(github, issue, surplus);
  switch (action) {
    case "reopen":
    case "update":
      await octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
        ...at,
        ...(wanted && { title: wanted.title, body: wanted.body }),
        issue_number: issue.number,
        state: "open",
      });
      break;
    case "close":
      await close(
        github,
        issue.number,
        "The drift is gone: what is deployed is what the state says.",
        "completed",
      );
  }
  return issue.url;
}

async function closeSurplus(github: GitHub, issue: Issue, surplus: readonly Issue[]): Promise<void> {
  for (const { number } of surplus)
    await close(github, number, `The same as #${issue.number}.`, "not_planned");
}

async function close(
  { octokit, at }: GitHub,
  number: number,
  comment: string,
  reason: "completed" | "not_planned",
): Promise<void> {
  await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...at,
    issue_number: number,
    body: comment,
  });
  await octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    ...at,
    issue_number: number,
    state: "closed",
    state_reason: reason,
  });
}

/** All issues of the token's user, closed ones too. Its pull requests, which GitHub lists among them, are left out. */
async function ownIssues(github: GitHub): Promise<Issue[]> {
  const { octokit, at } = github;
  const { id, login } = await viewer(github);
  const all = await octokit.paginate("GET /repos/{owner}/{repo}/issues", {
    ...at,
    creator: login,
    state: "all",
    per_page: 100,
  });
  return all
    .filter(({ pull_request, user }) => pull_request === undefined && Number(user?.id) === id)
    .map(({ number, title, body, state, html_url }) => ({
      number,
      title,
      body: body ?? "",
      state,
      url: html_url,
    }));
}
