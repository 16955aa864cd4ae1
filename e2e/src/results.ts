import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SOURCE } from "./checkout";

export const LAYERS = ["network", "registry", "database", "services", "pipeline"];

/** What the tests of a blueprint saw, as its table in docs/blueprints.md. */
export class Results {
  private readonly rows: string[][] = [];

  constructor(private readonly blueprint: string) {}

  /** Adds what was seen of each layer. */
  add(title: string, of: (layer: string) => string): void {
    this.rows.push([title, ...LAYERS.map(of)]);
  }

  /** Compares the table with the document. */
  compare(): void {
    keepTable("docs/blueprints.md", this.blueprint, [["", ...LAYERS], ...this.rows]);
  }
}

/**
 * Compares a table, whose first row is its head, with that in a document. It is written where a person runs the tests,
 * to be looked at and committed; in CI a difference fails.
 */
export function keepTable(file: string, name: string, rows: readonly (readonly string[])[]): void {
  const document = join(SOURCE, file);
  const text = readFileSync(document, "utf8");
  const [begin, end] = [`<!-- results of ${name} -->\n`, "<!-- end of results -->"];
  const start = text.indexOf(begin) + begin.length;
  const stop = text.indexOf(end, start);
  if (start < begin.length || stop < 0) throw new Error(`${document} has no place for ${name}.`);
  const [head = [], ...body] = rows;
  const lines = [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`);
  const table = `\n<!-- prettier-ignore -->\n${lines.join("\n")}\n\n`;
  if (process.env.CI === undefined) {
    writeFileSync(document, text.slice(0, start) + table + text.slice(stop));
  } else {
    expect(text.slice(start, stop)).toBe(table);
  }
}
