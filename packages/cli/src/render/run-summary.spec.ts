import { runSummary } from "./run-summary";
import type { RunResult } from "../layer-run";

const result: RunResult = {
  command: "plan",
  environment: "dev",
  exitCode: 2,
  directory: "runs/1",
  seconds: 7,
  layers: [
    {
      layer: "network",
      status: "done",
      planned: {
        add: 1,
        change: 1,
        remove: 1,
        outputs: 0,
        empty: false,
        resources: [
          { address: "aws_subnet.a", action: "replace" },
          { address: "aws_vpc.main", action: "update" },
        ],
      },
      notices: [],
      log: "network.log",
    },
    {
      layer: "services",
      status: "failed",
      error: { code: "state-locked", message: "The state is locked.", exitCode: 1 },
      notices: [],
      log: "services.log",
    },
  ],
};

const plain = (text: string): string => text.replaceAll(/\p{Cc}\[\d+m/gu, "");

test("a plan's summary says what changes, and why a layer failed", () => {
  const lines = plain(runSummary(result, "network: 1 to change")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining(["network: 1 to change", "services: The state is locked.", "7 s; logs in runs/1"]),
  );
});
