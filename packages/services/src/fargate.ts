const GIB = 1024;

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);

// "Task CPU and memory" in the Amazon ECS Developer Guide; memory in MiB.
const MEMORY_BY_CPU: Readonly<Record<number, readonly number[]>> = {
  256: [512, GIB, 2 * GIB],
  512: range(GIB, 4 * GIB, GIB),
  1024: range(2 * GIB, 8 * GIB, GIB),
  2048: range(4 * GIB, 16 * GIB, GIB),
  4096: range(8 * GIB, 30 * GIB, GIB),
  8192: range(16 * GIB, 60 * GIB, 4 * GIB),
  16384: range(32 * GIB, 120 * GIB, 8 * GIB),
};

/** The CPU units which Fargate offers. */
export const FARGATE_CPUS: readonly number[] = Object.keys(MEMORY_BY_CPU).map(Number);

/** The memory sizes in MiB which Fargate offers with a number of CPU units; undefined where it offers no such CPU. */
export const fargateMemory = (cpu: number): readonly number[] | undefined => MEMORY_BY_CPU[cpu];

/** Whether Fargate runs tasks of this size. */
export const isFargateSize = (cpu: number, memory: number): boolean =>
  fargateMemory(cpu)?.includes(memory) ?? false;
