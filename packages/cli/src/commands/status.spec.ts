import { awsRefused } from "../core";
import type { Reader } from "../contracts/readers";
import type { StoredState } from "../state-store";
import { statusElsewhere } from "./status";

const search: Reader = { version: 1, layer: "search", owner: "@acme/search", environments: {} };
const state: StoredState = {
  serial: 3,
  lineage: "l",
  lastModified: "2026-01-01T00:00:00.000Z",
  outputs: {},
  resources: [
    { mode: "managed", type: "aws_instance", name: "a", instances: [{}, {}] },
    { mode: "data", type: "aws_ami", name: "b", instances: [{}] },
  ],
};

const about = { layer: "search", owner: "@acme/search", elsewhere: true, contract: {} };
const statusWith = (read: () => Promise<StoredState | undefined>) =>
  statusElsewhere(search, "dev/search.tfstate", { read, lockHolder: () => Promise.resolve(undefined) });

test("a layer of another repository is shown as its state says", async () => {
  await expect(statusWith(() => Promise.resolve(state))).resolves.toEqual({
    ...about,
    deployed: true,
    resources: 2,
    serial: 3,
    lastModified: "2026-01-01T00:00:00.000Z",
  });
});

test("one that was never deployed is shown too", async () => {
  await expect(statusWith(() => Promise.resolve(undefined))).resolves.toEqual({
    ...about,
    deployed: false,
    resources: 0,
  });
});

test("one whose state may not be read is shown with the reason", async () => {
  const { code, message } = awsRefused("the state", "AccessDenied: Access Denied");
  await expect(
    statusWith(() => Promise.reject(awsRefused("the state", "AccessDenied: Access Denied"))),
  ).resolves.toEqual({ ...about, deployed: false, resources: 0, problem: { code, message } });
});

test("a defect stays one", async () => {
  await expect(statusWith(() => Promise.reject(new TypeError("defect")))).rejects.toThrow("defect");
});
