import { execFileSync } from "node:child_process";
import { shellCommands } from "./env";

test("a shell takes every value as it is", () => {
  const value = `a'b "$HOME" \`id\` \\ c`;
  const script = `${shellCommands({ GONE: undefined, KEPT: value }).join("\n")}\nprintf '%s|%s' "\${GONE-unset}" "$KEPT"`;
  const output = execFileSync("sh", ["-c", script], { env: { ...process.env, GONE: "x" }, encoding: "utf8" });
  expect(output).toBe(`unset|${value}`);
});
