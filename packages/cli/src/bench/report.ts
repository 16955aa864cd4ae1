/**
 * How long a report of 2,000 changes in 50 layers takes, from the files of the plans to the comment, the page, the text
 * and the data, in a process of its own. It needs no AWS.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMENT_LIMIT, renderMarkdown, renderText, type PlannedLayer } from "@strata/report";
import { drawReport, renderHtml } from "@strata/report/html";
import { PlanFolder } from "../plan-folder";
import { readReport } from "../plan-report";
import { renderTable } from "../render/table";
import { seconds, spread } from "./measure";

const ROUNDS = 5;
const LAYERS = 50;
const CHANGES = 40;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const container = (tag: number): string =>
  JSON.stringify(
    numbers(3).map((index) => ({
      name: `container-${index}`,
      image: `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/app-${index}:${tag}`,
      environment: numbers(20).map((variable) => ({
        name: `VARIABLE_${variable}`,
        value: `value-${index}-${variable}-${variable === 0 ? tag : 0}`,
      })),
      portMappings: [{ containerPort: 8000 + index, protocol: "tcp" }],
    })),
  );

const tags = (name: string, text: string): object =>
  Object.fromEntries(numbers(10).map((index) => [`tag-${index}`, `${name} ${text} ${index}`]));

/** A change of a plan, as Terraform writes it: each fourth one destroys data, replaces, changes and adds. */
function resourceChange(layer: number, index: number): object {
  const name = `resource_${layer}_${index}`;
  const made = (type: string, before: object | null, after: object | null, actions: string[], more = {}) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: {
      actions,
      before,
      after,
      after_unknown: after && { arn: true },
      before_sensitive: {},
      after_sensitive: {},
      ...more,
    },
  });
  switch (index % 4) {
    case 0:
      return made("aws_s3_bucket", { bucket: name, tags: tags(name, "old") }, null, ["delete"]);
    case 1:
      return made(
        "aws_ecs_task_definition",
        { family: name, container_definitions: container(1) },
        { family: name, container_definitions: container(2) },
        ["delete", "create"],
        { replace_paths: [["container_definitions"]] },
      );
    case 2:
      return made("aws_lb", { name, tags: tags(name, "old") }, { name, tags: tags(name, "new") }, ["update"]);
    default:
      return made("aws_sqs_queue", null, { name, tags: tags(name, "new") }, ["create"]);
  }
}

function writePlans(directory: string): void {
  const folder = new PlanFolder(directory);
  for (const index of numbers(LAYERS)) {
    const layer = `layer-${index}`;
    const contract = (of: number) => ({ name: `layer-${of}`, version: 1, digest: "d" });
    const changes = numbers(CHANGES).map((change) => resourceChange(index, change));
    const planned: PlannedLayer = {
      ...{ version: 1, layer, owner: "@bench/team", environment: "bench", kind: "plan", reviewable: true },
      ...{ plannedAt: "2026-01-01T00:00:00.000Z", contract: contract(index), stackDigest: "d", state: null },
      reads: [...new Set([0, index - 1])]
        .filter((producer) => producer >= 0 && producer < index)
        .map((producer) => ({ ...contract(producer), uses: numbers(20).map((value) => `values.v${value}`) })),
      ...{ upstreams: {}, paths: {}, outputs: {} },
    };
    folder.clear(layer);
    const values = (text: string): object =>
      Object.fromEntries(numbers(20).map((value) => [`v${value}`, `${text}-${value}`]));
    const output = { actions: ["update"], before: values("old"), after: values("new") };
    writeFileSync(
      folder.planJson(layer),
      JSON.stringify({
        format_version: "1.2",
        resource_changes: changes,
        output_changes: { values: output },
      }),
    );
    folder.writeLayer(planned);
  }
}

/** What is measured, in the process of its own. */
async function work(directory: string): Promise<void> {
  const report = readReport(directory);
  const comment = renderMarkdown(report, { reportUrl: "https://example.com/report" });
  const page = renderHtml(report, { graph: await drawReport(report) });
  const lost = report.layers.flatMap(({ changes }) => changes.filter(({ holds }) => holds !== undefined));
  const result = {
    comment: comment.length,
    page: page.length,
    text: renderText(report).length,
    json: JSON.stringify(report).length,
    lost: lost.length,
    named: lost.filter(({ address }) => comment.includes(address)).length,
    changes: report.layers.reduce((sum, { changes }) => sum + changes.length, 0),
    destructions: report.layers.reduce((sum, { counts }) => sum + counts.delete + counts.replace, 0),
    counted: sumOf(comment, "replace") + sumOf(comment, "destroy"),
  };
  process.stdout.write(JSON.stringify(result));
}

/** How many of an action the comment counts, in its folded diffs. */
const sumOf = (comment: string, action: string): number =>
  [...comment.matchAll(new RegExp(`<summary>.* (\\d+) to ${action}[,<]`, "g"))].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );

interface Result {
  readonly comment: number;
  readonly page: number;
  readonly changes: number;
  readonly lost: number;
  readonly named: number;
  readonly destructions: number;
  readonly counted: number;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-report-"));
  try {
    const plans = join(folder, "plans");
    writePlans(plans);
    const usage = join(folder, "usage.json");
    const rounds = [];
    let result: Result | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      const time = await seconds(() => {
        result = JSON.parse(
          execFileSync(process.execPath, ["--require", join(__dirname, "usage.js"), __filename, plans], {
            env: { ...process.env, STRATA_BENCH_USAGE: usage },
            encoding: "utf8",
          }),
        ) as Result;
      });
      const used = JSON.parse(readFileSync(usage, "utf8")) as { cpuSeconds: number; mebibytes: number };
      rounds.push({ time, ...used });
    }
    if (result === undefined) return;
    const row = (name: string, values: readonly number[]): string[] => {
      const { median, min, max } = spread(values);
      return [name, ...[median, min, max].map((value) => value.toFixed(value < 100 ? 2 : 0))];
    };
    const rows = [
      row(
        "seconds",
        rounds.map(({ time }) => time),
      ),
      row(
        "of which on the CPU",
        rounds.map(({ cpuSeconds }) => cpuSeconds),
      ),
      row(
        "MiB at the peak",
        rounds.map(({ mebibytes }) => mebibytes),
      ),
    ];
    process.stdout.write(
      `${renderTable([`REPORT OF ${result.changes} CHANGES IN ${LAYERS} LAYERS`, "MEDIAN", "MIN", "MAX"], rows)}\n` +
        `The comment has ${result.comment} of ${COMMENT_LIMIT} characters, names ${result.named} of ${result.lost} resources ` +
        `with data that would be lost, and counts ${result.counted} of ${result.destructions} destructions and replacements. ` +
        `The page has ${(result.page / 1e6).toFixed(1)} MB.\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , plans] = process.argv;
void (plans === undefined ? main() : work(plans));
