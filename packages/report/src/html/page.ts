import { createHash } from "node:crypto";
import type { Report } from "../report";
import { renderChanges } from "./changes";
import { renderLayers } from "./layers";
import { markup, Markup } from "./markup";
import { pageScript } from "./script";
import { STYLES } from "./styles";
import { renderAlerts, renderHeader, renderRights } from "./summary";

/** The script as it stands in the page: the function's own text, called. */
const SCRIPT = `(${pageScript.toString()})()`;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing is loaded, nothing is sent, and of scripts and styles only these two run, whatever a name brings along. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLES)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * A report as one HTML page which needs nothing else: it works from a file, without a network, and without its script too,
 * which only filters.
 * @param graph what `drawReport` drew; without it the page has no graph
 */
export function renderHtml(report: Report, { graph }: { readonly graph?: Markup } = {}): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.own(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="strata report">
<link rel="icon" href="data:,">
<title>Plan report: ${report.environment}</title>
<style>${Markup.own(STYLES)}</style>
</head>
<body>
<a class="skip" href="#changes">Skip to the changes</a>
${renderHeader(report)}
<main>
${renderAlerts(report)}
${renderRights(report)}
${renderLayers(report, graph)}
${renderChanges(report)}
</main>
<footer><p>Made by <code>strata report</code> from the plans’ JSON. What is secret, or stands where secrets do, is <i>(sensitive)</i>: this page does not hold it.</p></footer>
<script>${Markup.own(SCRIPT)}</script>
</body>
</html>
`.toString();
}
