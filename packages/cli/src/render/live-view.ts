import type { Event } from "../events";
import { advance, pending, type LayerProgress } from "../progress";
import { plainLine } from "./plain";
import { progressTable } from "./progress-table";

const CURSOR_UP = (lines: number): string => `\u001b[${lines}A\r`;
const CLEAR_BELOW = "\u001b[J";

/** What a run shows while it goes on: a table drawn anew in place on a terminal, lines of text elsewhere. */
export class LiveView {
  private readonly layers: Map<string, LayerProgress>;
  private drawnLines = 0;

  constructor(
    names: readonly string[],
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.layers = new Map(names.map((name) => [name, pending(name)]));
  }

  get progress(): LayerProgress[] {
    return [...this.layers.values()];
  }

  update(event: Event): void {
    const progress = this.layers.get(event.layer);
    if (progress === undefined) return;
    this.layers.set(event.layer, advance(progress, event));
    if (!this.stream.isTTY) {
      const line = plainLine(event);
      if (line !== undefined) this.stream.write(`${line}\n`);
    } else if (event.type === "notice") {
      this.say(`${event.layer}: ${event.message}`);
    }
  }

  /** Writes a sentence above the table. */
  say(text: string): void {
    this.erase();
    this.stream.write(`${text}\n`);
    this.draw();
  }

  draw(): void {
    if (!this.stream.isTTY) return;
    this.erase();
    const table = progressTable(this.progress, Date.now());
    this.stream.write(`${table}\n`);
    this.drawnLines = table.split("\n").length;
  }

  private erase(): void {
    if (this.drawnLines > 0) this.stream.write(CURSOR_UP(this.drawnLines) + CLEAR_BELOW);
    this.drawnLines = 0;
  }
}
