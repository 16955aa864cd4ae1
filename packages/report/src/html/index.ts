export { drawReport } from "./layers";
export type { Markup } from "./markup";
export { renderHtml } from "./page";
