import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { leaksIn, partsOf, spellingsOf, type Place } from "./secret-search";

const VALUE = `pa"ss<w&rd>'1/+`;
const SECRET = { kind: "rds master_user_password", value: VALUE };

const place = (content: string | Uint8Array): Place => ({
  kind: "state",
  name: "sbcntr/database.tfstate",
  content: Buffer.from(content),
});
const found = (content: string | Uint8Array): boolean => leaksIn([SECRET], [place(content)]).length > 0;

test("a leak says which secret is where", () => {
  expect(leaksIn([SECRET], [place("nothing"), place(`at the end ${VALUE}`)])).toEqual([
    { secret: SECRET.kind, kind: "state", place: "sbcntr/database.tfstate" },
  ]);
});

describe("a planted secret is found", () => {
  const json = JSON.stringify({ password: VALUE });

  test.each([
    ["as it is", `password = ${VALUE}`],
    ["alone", VALUE],
    ["in JSON", json],
    ["in JSON inside of JSON", JSON.stringify({ policy: json })],
    ["in JSON as Go writes it", json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")],
    ["in HTML", "<td>pa&quot;ss&lt;w&amp;rd&gt;&#39;1/+</td>"],
    ["in an address", `mysql://admin:${encodeURIComponent(VALUE)}@host`],
    ["in Base64", Buffer.from(VALUE).toString("base64")],
    ["in Base64 of more", Buffer.from(`#!/bin/bash\nexport A=${VALUE}\n`).toString("base64")],
    ["in Base64 of more, one byte on", Buffer.from(`#!/bin/bash\nexport AB=${VALUE}\n`).toString("base64")],
    ["in Base64 of more, two bytes on", Buffer.from(`#!/bin/bash\nexport ABC=${VALUE}\n`).toString("base64")],
    ["in hexadecimal", Buffer.from(VALUE).toString("hex")],
  ])("%s", (_title, content) => {
    expect(found(content)).toBe(true);
  });

  test("in an archive, as a plan file is, and in what was compressed", () => {
    expect(found(zipSync({ tfstate: Buffer.from(json), "tfconfig/m-": Buffer.from("{}") }))).toBe(true);
    expect(found(gzipSync(json))).toBe(true);
  });
});

test.each([["pa"], [VALUE.slice(0, -1)], [VALUE.slice(1)], [""]])("%j is not the secret", (text) => {
  expect(found(text)).toBe(false);
});

test("of a secret in JSON, all is searched for that doesn't only say where something is", () => {
  const value = JSON.stringify({
    host: "db.example.com",
    port: "3306",
    username: "admin",
    password: "12345678",
    key: "abcdefgh",
  });
  expect(partsOf({ kind: "secret", value })).toEqual([
    { kind: "secret password", value: "12345678" },
    { kind: "secret key", value: "abcdefgh" },
  ]);
});

test("of a key, its longest line is searched for", () => {
  const line = "b".repeat(64);
  expect(partsOf({ kind: "key", value: `-----BEGIN PRIVATE KEY-----\n${line}\nc\n` })).toEqual([
    { kind: "key", value: line },
  ]);
});

test("what is too short to be searched for is refused, and not passed over", () => {
  expect(() => leaksIn([{ kind: "token", value: "1234567" }], [])).toThrow("A token of 7 characters");
});

test("no spelling is so short that it is everywhere", () => {
  expect(Math.min(...spellingsOf("12345678").map(({ length }) => length))).toBeGreaterThanOrEqual(8);
});
