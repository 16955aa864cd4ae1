import { resolve } from "node:path";
import { renderMarkdown, renderText, type Report } from "@strata/report";
import { drawReport, renderHtml } from "@strata/report/html";
import { ExitCode, notAWebAddress } from "../core";
import { newestPlans, readReport } from "../plan-report";
import { environmentName, readEnvironment } from "../preflight";
import type { CommonOptions } from "../program";
import { painter } from "../render/painter";
import { rightsSince } from "../rights";
import { ROOT } from "../workspace";
import { writeFor } from "../write-for";

type Format = "text" | "markdown" | "html" | "json";

/** Options of `strata report`. */
export interface ReportCommandOptions extends CommonOptions {
  readonly format?: Format;
  readonly output?: string;
  readonly findings?: string;
  readonly reportUrl?: string;
  readonly base?: string;
}

/**
 * `strata report`: what plans would do, written for people or for programs.
 * @param plans a folder of plans; those of the newest run when there is none
 * @throws unknownEnvironment, noPlans, notAWebAddress, notWritable, and what reading plans, findings and locks throws
 */
export async function report(plans: string | undefined, options: ReportCommandOptions): Promise<ExitCode> {
  const { output, findings, reportUrl, base } = options;
  if (reportUrl !== undefined && !(URL.canParse(reportUrl) && /^https?:$/.test(new URL(reportUrl).protocol)))
    throw notAWebAddress("--report-url", reportUrl);
  const directory =
    plans === undefined
      ? newestPlans(ROOT, readEnvironment(ROOT, environmentName(options.env)).name)
      : resolve(plans);
  const format = options.json === true ? "json" : (options.format ?? "text");
  const planned = readReport(directory, findings);
  const data: Report =
    base === undefined ? planned : { ...planned, rights: await rightsSince(ROOT, base, planned.environment) };
  const text = await render(data, format, reportUrl, output === undefined);
  if (output === undefined) process.stdout.write(text);
  else {
    writeFor("--output", output, text);
    process.stderr.write(`The report of ${directory} is in ${resolve(output)}.\n`);
  }
  return ExitCode.done;
}

async function render(
  data: Report,
  format: Format,
  reportUrl: string | undefined,
  isForTerminal: boolean,
): Promise<string> {
  switch (format) {
    case "text": {
      const text = renderText(data, { attributes: Infinity, ...(isForTerminal && { paint: painter }) });
      return `${text === "" ? "Nothing changes." : text}\n`;
    }
    case "markdown":
      return renderMarkdown(data, { ...(reportUrl !== undefined && { reportUrl }) });
    case "html":
      return renderHtml(data, { graph: await drawReport(data) });
    case "json":
      return `${JSON.stringify(data, undefined, 2)}\n`;
  }
}
