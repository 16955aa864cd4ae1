import { connect } from "node:net";

/** The only address that the emulator listens on: it is for this machine. */
export const HOST = "127.0.0.1";

/** What GET /strata/health answers. */
export interface Health {
  readonly emulator: "strata";
  readonly moto: string;
  readonly pid: number;
  readonly token: string;
}

export const urlOf = (port: number): string => `http://${HOST}:${port}`;

/** The health of the emulator at a port; undefined when nothing, or something else, answers there. */
export async function readHealth(port: number): Promise<Health | undefined> {
  try {
    // A refused connection fails at once; a busy emulator may take seconds on a small machine.
    const response = await fetch(`${urlOf(port)}/strata/health`, { signal: AbortSignal.timeout(10_000) });
    const body = (await response.json()) as Partial<Health> | null;
    return body?.emulator === "strata" ? (body as Health) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether anything listens at a port. */
export async function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port, timeout: 2_000 });
    const settle = (taken: boolean) => () => {
      socket.destroy();
      resolve(taken);
    };
    socket.once("connect", settle(true)).once("timeout", settle(true)).once("error", settle(false));
  });
}
