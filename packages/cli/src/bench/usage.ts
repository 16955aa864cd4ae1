/** Loaded before a program (`node --require`): when it ends, it writes what it used into a file. */
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  // Microseconds, and kilobytes on every platform.
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 };
  writeFileSync(process.env.STRATA_BENCH_USAGE ?? "/dev/null", JSON.stringify(usage));
});
