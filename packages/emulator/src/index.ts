export {
  DEFAULT_PORT,
  emulatorStatus,
  startEmulator,
  stopEmulator,
  type Emulator,
  type EmulatorStatus,
  type StartOptions,
} from "./emulator";
export { emulatorEnvironment, type EnvironmentChanges } from "./environment";
export { findPython, type PythonAnswer, type PythonProbe } from "./python";
export { ensureVenv, type PythonTool } from "./venv";
