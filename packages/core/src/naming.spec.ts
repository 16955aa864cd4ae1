import { shorten } from "./naming";

describe("shorten", () => {
  test("leaves a name alone which fits", () => {
    expect(shorten("sbcntr-backend-blue", 32)).toBe("sbcntr-backend-blue");
    expect(shorten("a".repeat(32), 32)).toBe("a".repeat(32));
  });

  test("keeps the limit, and always gives the same name", () => {
    const name = "platform-production-notifications-green";
    expect(shorten(name, 32)).toHaveLength(32);
    expect(shorten(name, 32)).toBe(shorten(name, 32));
    expect(shorten(name, 32)).toMatch(/^platform-production-notif-[0-9a-f]{6}$/);
  });

  test("keeps names apart which differ only where they are cut", () => {
    const name = "platform-production-notifications";
    expect(shorten(`${name}-blue`, 32)).not.toBe(shorten(`${name}-green`, 32));
  });

  test("never ends in two hyphens before the digest", () => {
    expect(shorten("abcdefgh--------ijkl", 16)).toMatch(/^abcdefgh-[0-9a-f]{6}$/);
  });
});
