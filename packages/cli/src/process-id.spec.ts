import { spawn } from "node:child_process";
import { once } from "node:events";
import { isAlive, parseStat, processId } from "./process-id";

test("the name of a process may hold spaces and parentheses", () => {
  const fields = ["S", ...Array.from({ length: 18 }, (_, index) => String(index)), "4711", "0"];
  expect(parseStat(`12 (a (strange) name) ${fields.join(" ")}`)).toEqual({ state: "S", startTime: "4711" });
});

test("a process is alive until it ends", async () => {
  const child = spawn("sleep", ["60"]);
  const id = processId(child.pid ?? 0);
  expect(isAlive(id)).toBe(true);
  child.kill();
  await once(child, "exit");
  expect(isAlive(id)).toBe(false);
});

test("another process under the same number is not the same", () => {
  expect(isAlive(processId(process.pid))).toBe(true);
  expect(isAlive({ pid: process.pid, startTime: "1" })).toBe(false);
});
