import { MAX_LENGTH, parseMark, parseNewItem } from "./item-form";
import { readForm } from "./read-form";
import { noticeOfProblem, seeOther } from "./redirect";
import { isSameOrigin } from "./same-origin";

describe("the origin of a form", () => {
  test.each([
    ["http://127.0.0.1:8080", "127.0.0.1:8080"],
    ["https://shop.example", "shop.example"],
    ["http://shop.example", "SHOP.example"],
    ["http://[::1]:3000", "[::1]:3000"],
  ])("%s is that of the host %s", (origin, host) => {
    expect(isSameOrigin(origin, host)).toBe(true);
  });

  test.each([
    ["https://evil.example", "shop.example"],
    ["https://shop.example.evil.example", "shop.example"],
    ["https://shop.example:8443", "shop.example"],
    ["http://127.0.0.1:8081", "127.0.0.1:8080"],
    ["null", "shop.example"],
    ["", "shop.example"],
    [null, "shop.example"],
    ["https://shop.example", null],
  ])("%s is not that of the host %s", (origin, host) => {
    expect(isSameOrigin(origin, host)).toBe(false);
  });
});

describe("a form is read", () => {
  const send = (body: string, headers: Record<string, string> = {}): Request =>
    new Request("http://internal:80/items", {
      method: "POST",
      headers: {
        origin: "https://shop.example",
        host: "shop.example",
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        ...headers,
      },
      body,
    });
  const statusOf = async (request: Request): Promise<number> => {
    const form = await readForm(request);
    return form.ok ? 200 : form.refusal.status;
  };

  test("from this site", async () => {
    const form = await readForm(send("title=Caf%C3%A9+%26+tea&name=x"));
    expect(form.ok && Object.fromEntries(form.fields)).toEqual({ title: "Café & tea", name: "x" });
  });

  test("and not from another one", async () => {
    expect(await statusOf(send("title=x", { origin: "https://evil.example" }))).toBe(403);
  });

  test("and not as another type", async () => {
    expect(await statusOf(send("{}", { "content-type": "application/json" }))).toBe(415);
    expect(await statusOf(send("title=x", { "content-type": "text/plain" }))).toBe(415);
  });

  test("and not without an end", async () => {
    expect(await statusOf(send("x".repeat(16_384)))).toBe(200);
    expect(await statusOf(send("x".repeat(16_385)))).toBe(413);
    expect(await statusOf(send("x".repeat(10 << 20)))).toBe(413);
  });
});

describe("a new item", () => {
  const parse = (fields: Record<string, string>) => parseNewItem(new URLSearchParams(fields));
  const item = { title: "Coffee", name: "A cup", img: "cup" };

  test("has a title, a name and a picture, without spaces around", () => {
    expect(parse({ ...item, title: "  Coffee " })).toEqual({ ok: true, item });
    const most = "é".repeat(MAX_LENGTH);
    expect(parse({ ...item, name: most })).toEqual({ ok: true, item: { ...item, name: most } });
  });

  test.each([
    ["title", { ...item, title: "   " }],
    ["title", { name: "", img: "" }],
    ["name", { ...item, name: "x".repeat(MAX_LENGTH + 1) }],
    ["img", { ...item, img: "https://evil.example/pixel.gif" }],
  ])("without a good %s is refused", (field, fields) => {
    expect(parse(fields)).toEqual({ ok: false, field });
  });
});

test("a mark names the item and what it shall be", () => {
  const parse = (fields: Record<string, string>) => parseMark(new URLSearchParams(fields));
  expect(parse({ id: "12", favorite: "true" })).toEqual({ id: 12, favorite: true });
  expect(parse({ id: "12", favorite: "false", shown: "all" })).toEqual({ id: 12, favorite: false });
  for (const id of ["", "0", "-1", "1.5", "1e3", "1 or 1=1", "99999999999"]) {
    expect(parse({ id, favorite: "true" })).toBeUndefined();
  }
  expect(parse({ id: "1", favorite: "yes" })).toBeUndefined();
});

test("after a form the browser is sent to a page of this site", () => {
  const response = seeOther("/", { notice: "title", title: "a&b=c#d\r\nx: y" }, "add");
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/?notice=title&title=a%26b%3Dc%23d%0D%0Ax%3A+y#add");
  expect(seeOther("/notifications").headers.get("location")).toBe("/notifications");
  expect(noticeOfProblem("missing")).toBe("missing");
  expect(noticeOfProblem("unreachable")).toBe("away");
});
