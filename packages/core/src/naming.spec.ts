import fc from "fast-check";
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

describe("shorten, whatever the name", () => {
  // What settings allow as a name, longer than they would ever be.
  const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,90}[a-z0-9])?$/);
  const limit = fc.integer({ min: 16, max: 64 });

  test("keeps the limit", () => {
    fc.assert(fc.property(name, limit, (text, most) => shorten(text, most).length <= most));
  });

  test("gives the same name each time, and once more is no change", () => {
    fc.assert(
      fc.property(name, limit, (text, most) => {
        const short = shorten(text, most);
        return short === shorten(text, most) && short === shorten(short, most);
      }),
    );
  });

  test("keeps what AWS asks of a load balancer or a target group", () => {
    // "The name can contain only alphanumeric characters and hyphens, and can't begin or end with a hyphen."
    fc.assert(fc.property(name, limit, (text, most) => /^[a-z](.*[a-z0-9])?$/.test(shorten(text, most))));
  });

  test("keeps different names apart", () => {
    const names = fc.uniqueArray(name, { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(names, limit, (all, most) => {
        expect(new Set(all.map((text) => shorten(text, most))).size).toBe(all.length);
      }),
    );
  });

  test("keeps names apart that differ in one character, wherever it is", () => {
    fc.assert(
      fc.property(name, limit, fc.nat(), (text, most, at) => {
        const place = at % text.length;
        const other = `${text.slice(0, place)}${text[place] === "x" ? "y" : "x"}${text.slice(place + 1)}`;
        return shorten(text, most) !== shorten(other, most);
      }),
    );
  });
});
