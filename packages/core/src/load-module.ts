import { settingsNotLoaded, StrataError } from "./errors";

/**
 * Runs code which a person has written as settings.
 * @param source the file in which it stands, for the message
 * @throws settingsNotLoaded where it fails
 */
export function runSettings<T>(source: string, code: () => T): T {
  try {
    return code();
  } catch (error) {
    if (error instanceof StrataError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw settingsNotLoaded(source, reason.split("\n")[0] ?? "");
  }
}

/** The compiled module of settings. @throws settingsNotLoaded */
export const loadModule = (compiled: string, source: string): unknown =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file is chosen by name at run time
  runSettings(source, () => require(compiled) as unknown);
