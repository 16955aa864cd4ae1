import { isHealthy, workers } from "./switching";

test.each([
  ["200", 200, true],
  ["200", 204, false],
  ["200,302", 302, true],
  ["200-399", 301, true],
  ["200-299,404", 404, true],
  ["200-399", 400, false],
  ["200", 0, false],
])("of %s, %d is good: %s", (codes, status, expected) => {
  expect(isHealthy(codes, status)).toBe(expected);
});

test("workers are told from the master, and those that end from the others", () => {
  const titles = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"];
  const process = (pid: string, title: string): string[] => [
    "root",
    pid,
    "1",
    "0",
    "00:00",
    "?",
    "00:00:00",
    title,
  ];
  const processes = [
    process("10", "nginx: master process nginx -g daemon off;"),
    process("11", "nginx: worker process is shutting down"),
    process("12", "nginx: worker process"),
    process("13", "nginx -s reload"),
  ];
  expect(workers({ Titles: titles, Processes: processes })).toEqual([
    { pid: "11", isEnding: true },
    { pid: "12", isEnding: false },
  ]);
  expect(workers({ Titles: titles, Processes: null })).toEqual([]);
});
