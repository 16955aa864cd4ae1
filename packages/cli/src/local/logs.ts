import { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { localNotUp, localPartUnknown, type Environment } from "../core";
import type { Engine, LoggingContainer } from "./engine";
import { engineOf } from "./platform";

const LOOK_EVERY = 1_000;

/** A line that a container has printed. */
interface Line {
  /** In the form of ISO 8601, so that the order of texts is that of times. */
  readonly time: string;
  readonly title: string;
  readonly text: string;
}

/** A line of Docker's, which begins with its time. */
export function parseLine(title: string, line: string): Line {
  const end = line.indexOf(" ");
  return end < 0
    ? { time: line, title, text: "" }
    : { time: line.slice(0, end), title, text: line.slice(end + 1) };
}

/** Lines as people read them, with the container in front. */
export const renderLine = ({ title, text }: Line, width: number): string =>
  `${title.padEnd(width)} | ${text}`;

/**
 * Shows what the containers of an environment have printed, or of one part of it.
 * @param follow whether to go on with what they print from now on, containers that come later included
 * @throws localNotUp, localPartUnknown
 */
export async function showLogs(
  environment: Environment,
  part: string | undefined,
  follow: boolean,
  print: (line: Line, width: number) => void,
): Promise<void> {
  const engine = await engineOf(environment);
  const containers = await chosen(engine, environment, part);
  if (!follow) {
    const width = widthOf(containers);
    const lines = (await Promise.all(containers.map((container) => read(engine, container)))).flat();
    lines.sort((one, other) => (one.time < other.time ? -1 : 1));
    for (const line of lines) print(line, width);
    return;
  }
  const followed = new Map<string, Promise<void>>();
  for (let now = containers; now.length > 0; now = await stillThere(engine, part)) {
    const width = widthOf(now);
    for (const container of now.filter(({ id }) => !followed.has(id))) {
      followed.set(
        container.id,
        tail(engine, container, (line) => {
          print(line, width);
        }),
      );
    }
    await sleep(LOOK_EVERY);
  }
}

async function chosen(
  engine: Engine,
  { name }: Environment,
  part: string | undefined,
): Promise<LoggingContainer[]> {
  const all = await engine.logging();
  if (all.length === 0) throw localNotUp(name);
  const containers = all.filter((one) => part === undefined || one.part === part);
  if (containers.length === 0)
    throw localPartUnknown(part ?? "", [...new Set(all.map((one) => one.part))].sort());
  return containers;
}

const stillThere = async (engine: Engine, part: string | undefined): Promise<LoggingContainer[]> =>
  (await engine.logging()).filter((one) => part === undefined || one.part === part);

const widthOf = (containers: readonly LoggingContainer[]): number =>
  Math.max(...containers.map(({ title }) => title.length));

const OPTIONS = { stdout: true, stderr: true, timestamps: true } as const;

async function read({ docker }: Engine, { id, title }: LoggingContainer): Promise<Line[]> {
  const lines: Line[] = [];
  const buffer = await docker.getContainer(id).logs({ ...OPTIONS, follow: false });
  const source = Readable.from([buffer]);
  await demux(docker.modem, source, (line) => lines.push(parseLine(title, line)));
  return lines;
}

async function tail(
  { docker }: Engine,
  { id, title }: LoggingContainer,
  onLine: (line: Line) => void,
): Promise<void> {
  const stream = await docker.getContainer(id).logs({ ...OPTIONS, follow: true });
  await demux(docker.modem, stream, (line) => {
    onLine(parseLine(title, line));
  });
}

interface Demux {
  demuxStream(source: NodeJS.ReadableStream, out: NodeJS.WritableStream, error: NodeJS.WritableStream): void;
}

/** Docker sends both outputs of a container in one stream; gives the lines of both. */
function demux(modem: Demux, source: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  const sink = (): Writable => {
    let rest = "";
    return new Writable({
      write(chunk: Buffer, _, done) {
        const lines = (rest + chunk.toString()).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
        done();
      },
    });
  };
  modem.demuxStream(source, sink(), sink());
  return new Promise((resolve, reject) => {
    source.once("end", resolve);
    source.once("error", reject);
  });
}
