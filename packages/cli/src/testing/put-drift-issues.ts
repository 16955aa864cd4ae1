import { connect } from "../github/client";
import { connectionFrom } from "../github/connection";
import { putDriftIssues } from "../github/drift-issues";

/**
 * Brings the issue of the layer `network` up to date, as `strata drift --issues` does: octokit can't be loaded by jest.
 * The argument stands for what has drifted; without one, nothing has.
 */
async function main(what: string | undefined): Promise<void> {
  const github = await connect(connectionFrom(undefined, process.env), console.error);
  const drift =
    what === undefined ? {} : { drift: { digest: what, text: (head: string) => `${head}\n${what}` } };
  const results = await putDriftIssues(github, "prod", [{ layer: "network", ...drift }]);
  process.stdout.write(JSON.stringify(results.map(({ action }) => action)));
}

void main(process.argv[2]);
