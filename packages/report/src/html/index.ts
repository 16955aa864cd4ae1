/**
 * The report as one HTML page: `renderHtml(report, { graph: await drawReport(report) })`. `page.ts` is the whole, the other
 * files its sections; `markup.ts` is the only way to make markup, and escapes all that comes from a plan; `script.ts` runs in
 * the browser. e2e/src/report-page.e2e.spec.ts tries it there.
 */
export { drawReport } from "./layers";
export type { Markup } from "./markup";
export { renderHtml } from "./page";
