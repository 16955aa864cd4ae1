import pc from "picocolors";
import type { Painter } from "@strata/report";

const LOOKS = { danger: pc.red, add: pc.green, change: pc.yellow, title: pc.bold, faint: pc.dim };

/** The colours of a report on a terminal. */
export const painter: Painter = (look, text) => LOOKS[look](text);
