import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SOURCE } from "./checkout";

const DOCUMENT = join(SOURCE, "docs/blueprints.md");
const LAYERS = ["network", "registry", "database", "services", "pipeline"];

/** What the tests of a blueprint saw, as its table in docs/blueprints.md. */
export class Results {
  private readonly rows: string[] = [];

  constructor(private readonly blueprint: string) {}

  /** Adds what was seen of each layer. */
  add(title: string, of: (layer: string) => string): void {
    this.rows.push(`| ${[title, ...LAYERS.map(of)].join(" | ")} |`);
  }

  /**
   * Compares the table with the document. It is written where a person runs the tests, to be looked at and committed;
   * in CI a difference fails.
   */
  compare(): void {
    const text = readFileSync(DOCUMENT, "utf8");
    const [begin, end] = [`<!-- results of ${this.blueprint} -->\n`, "<!-- end of results -->"];
    const start = text.indexOf(begin) + begin.length;
    const stop = text.indexOf(end, start);
    if (start < begin.length || stop < 0) throw new Error(`${DOCUMENT} has no place for ${this.blueprint}.`);
    const head = `| | ${LAYERS.join(" | ")} |\n|${" --- |".repeat(LAYERS.length + 1)}`;
    const table = `\n<!-- prettier-ignore -->\n${[head, ...this.rows].join("\n")}\n\n`;
    if (process.env.CI === undefined) {
      writeFileSync(DOCUMENT, text.slice(0, start) + table + text.slice(stop));
    } else {
      expect(text.slice(start, stop)).toBe(table);
    }
  }
}
