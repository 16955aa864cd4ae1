import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import Docker, { type Container } from "dockerode";

/** The Docker of DOCKER_HOST, or of this machine. */
export const docker = (): Docker => new Docker();

/** Where it is, for people. */
export const dockerHost = (): string => process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";

/** What of Docker's client has no types. */
interface Demux {
  demuxStream(source: NodeJS.ReadableStream, out: NodeJS.WritableStream, error: NodeJS.WritableStream): void;
}

/** Runs a command in a container. */
export async function run(
  container: Container,
  command: string[],
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const output = new PassThrough();
  (container.modem as Demux).demuxStream(stream, output, output);
  stream.once("end", () => output.end());
  const printed = await text(output);
  return { exitCode: (await exec.inspect()).ExitCode ?? -1, output: printed };
}
