/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { drawReport, renderHtml } from "@strata/report/html";
import { layerReport, SAMPLE_REPORT } from "@strata/report/testing";
import axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import { findChromium } from "./chromium";

/*
 * The HTML report as a person meets it: a file, opened in a browser that has no network.
 */

const executable = findChromium();
const why =
  executable === undefined ? " (skipped: no Chromium on the PATH, and none named in STRATA_CHROMIUM)" : "";

type SampleReport = typeof SAMPLE_REPORT;

(executable === undefined ? describe.skip : describe)(`the report's page${why}`, () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "strata-page-"));
    browser = await chromium.launch({
      ...(executable !== undefined && { executablePath: executable }),
      // Chromium has no sandbox for root, and these pages are our own.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** What must not happen: requests, errors, dialogs, violations of the policy. */
  let trouble: string[];

  async function open(
    report: SampleReport = SAMPLE_REPORT,
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const file = join(folder, "report.html");
    writeFileSync(file, renderHtml(report, { graph: await drawReport(report) }));
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const { href } = pathToFileURL(file);
    trouble = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(href)) trouble.push(`request: ${request.url()}`);
    });
    page.on("console", (message) => trouble.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(href);
    return page;
  }

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(trouble).toEqual([]);
  });

  const addressesOf = async (page: Page): Promise<string[]> =>
    page.locator("details.change:visible .names > .q").allTextContents();

  const status = (page: Page): Locator => page.getByRole("status");

  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const { activeElement, body } = document;
      return activeElement === body ? "" : (activeElement?.textContent.replace(/\s+/g, " ").trim() ?? "");
    });

  /** Presses Tab until what has the focus begins with a text. */
  async function tabTo(page: Page, text: string): Promise<void> {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press("Tab");
      if ((await focused(page)).startsWith(text)) return;
    }
    throw new Error(`Tab never came to "${text}".`);
  }

  test("is filtered by action, and says what it shows", async () => {
    const page = await open();
    await expect(status(page).textContent()).resolves.toBe("17 of 17 shown, in 3 of 3 layers");
    await page.getByRole("checkbox", { name: "replace" }).check();
    expect(await addressesOf(page)).toEqual([
      "aws_db_instance.databases_main_instance_6D2B7C11",
      "aws_ecs_task_definition.services_backend_task_77AA88BB",
    ]);
    await expect(status(page).textContent()).resolves.toBe("2 of 17 shown, in 2 of 3 layers");
    await page.getByRole("checkbox", { name: "drift" }).check();
    expect(await addressesOf(page)).toHaveLength(3);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByText("17 of 17 shown").waitFor();
  });

  test("is filtered by address and by construct path", async () => {
    const page = await open();
    const search = page.getByRole("searchbox", { name: "Address or construct path" });
    await search.fill("CACHE-1A");
    expect(await addressesOf(page)).toEqual(["aws_subnet.subnets_cache-1a_91C0D2E3"]);
    await search.fill("backend/policy");
    expect(await addressesOf(page)).toEqual(["aws_iam_role_policy.services_backend_policy_1234ABCD"]);
    await search.fill("subnet_ids");
    await expect(page.locator("tr[data-a=outputs]:visible").count()).resolves.toBe(1);
    await search.fill("nothing like it");
    await expect(status(page).textContent()).resolves.toBe("0 of 17 shown, in 0 of 3 layers");
  });

  test("is used with the keyboard alone", async () => {
    const page = await open();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the changes");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("Changes");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.getByText("3 of 17 shown").waitFor();
    await page.keyboard.press("Space");
    await page.getByText("17 of 17 shown").waitFor();
    await page.locator("#layer-database .change").first().waitFor();

    await tabTo(page, "-/+ replace aws_db_instance.databases_main");
    const details = page.locator("details.change").filter({ hasText: "aws_db_instance.databases_main" });
    await details.getByText("forces replacement").waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await details.getByText("forces replacement").waitFor({ state: "visible" });
    await details.getByText("(known after apply)").first().waitFor({ state: "visible" });
    await page.keyboard.press("Enter");
    await details.getByText("forces replacement").waitFor({ state: "hidden" });
  });

  test("a layer in the graph and a loss lead to their place, filtered away or not", async () => {
    const page = await open();
    await page.getByRole("checkbox", { name: "drift" }).check();
    const layer = page.getByRole("link", { name: /^services @strata\/services-team \+ 1 add ~ 1 change/ });
    await layer.focus();
    await page.keyboard.press("Enter");
    await page.getByText("17 of 17 shown").waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("layer-services");

    await page.locator(".alert").getByRole("link").click();
    expect(await focused(page)).toContain("aws_db_instance.databases_main");
    await page.getByText("Lost: the database with its data.").waitFor({ state: "visible" });
  });

  test("what has the focus is seen to have it, and is not behind the filter", async () => {
    const page = await open();
    const seen = new Set<string>();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      const { name, isMarked, isCovered } = await page.evaluate(() => {
        const element = document.activeElement ?? document.body;
        const box = element.getBoundingClientRect();
        const shape = element.querySelector(":scope > rect") ?? element;
        const beside = element.nextElementSibling ?? element;
        const outlines = [element, beside].map((one) => getComputedStyle(one).outlineStyle);
        const isMarked =
          outlines.includes("solid") ||
          getComputedStyle(shape).strokeWidth === "4px" ||
          element === document.body;
        const top = document.elementFromPoint(box.x + Math.min(8, box.width / 2), box.y + box.height / 2);
        const isCovered = top?.closest("#filter") !== null && element.closest("#filter") === null;
        return { name: element.textContent.slice(0, 40), isMarked, isCovered };
      });
      seen.add(name);
      expect({ name, isMarked, isCovered }).toEqual({ name, isMarked: true, isCovered: false });
    }
    expect(seen.size).toBeGreaterThan(25);
  });

  test("is dark where the reader's system is, and light elsewhere", async () => {
    const brightness = async (page: Page): Promise<number> => {
      const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      return Math.max(...[...colour.matchAll(/\d+/g)].map(Number));
    };
    expect(await brightness(await open(SAMPLE_REPORT, { colorScheme: "dark" }))).toBeLessThan(60);
    expect(await brightness(await open(SAMPLE_REPORT, { colorScheme: "light" }))).toBeGreaterThan(200);
  });

  test.each(["light", "dark"] as const)(
    "%s: has no fault that axe knows (WCAG A and AA)",
    async (colorScheme) => {
      const page = await open(SAMPLE_REPORT, { colorScheme });
      await page.getByRole("button", { name: "Expand all" }).click();
      await page.evaluate(axe.source);
      const faults = await page.evaluate(async () => {
        const { violations, passes } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return {
          passed: passes.length,
          violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
        };
      });
      expect(faults.violations).toEqual([]);
      expect(faults.passed).toBeGreaterThan(25);
    },
  );

  test("fits a phone: nothing but graph and tables of layers is wider", async () => {
    const page = await open(SAMPLE_REPORT, { viewport: { width: 360, height: 740 }, isMobile: true });
    await page.getByRole("button", { name: "Expand all" }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  test("on paper everything is unfolded, and folded again afterwards", async () => {
    const page = await open();
    const closed = page.locator("details.change:not([open])");
    const before = await closed.count();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await closed.count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await closed.count()).toBe(before);
  });

  test("needs no script to be read", async () => {
    const page = await open(SAMPLE_REPORT, { javaScriptEnabled: false });
    await page.getByRole("search").waitFor({ state: "hidden" });
    await page.getByText("aws_subnet.subnets_cache-1a_91C0D2E3").click();
    await page.getByText('"10.0.19.0/24"').waitFor({ state: "visible" });
  });

  test("names and values run nothing", async () => {
    const hostile = [
      "<script>document.title='hacked'</script>",
      "<img src=x onerror=\"document.title='hacked'\">",
      "</style></script></title><svg onload=\"document.title='hacked'\">",
      '"><a href="javascript:alert(1)" autofocus onfocus="alert(1)">',
      "<form action=https://example.com><iframe src=https://example.com>",
    ];
    const page = await open({
      ...SAMPLE_REPORT,
      environment: hostile.join(""),
      commit: hostile[1] ?? "",
      layers: hostile.map((name) =>
        layerReport(name, name, {
          changes: hostile.map((address) => ({
            address,
            type: address,
            path: address,
            action: "replace",
            reason: address,
            holds: address,
            attributes: [
              {
                path: address,
                before: { kind: "value", json: address },
                after: { kind: "unknown" },
                forcesReplacement: true,
              },
            ],
          })),
          outputs: [
            {
              path: name,
              after: { kind: "value", json: name.repeat(20) },
              readers: [{ layer: name, owner: name }],
            },
          ],
          moves: [{ from: name, to: name, path: name }],
          findings: [{ tool: name, rule: name, resource: name, message: name, waiver: name }],
        }),
      ),
      edges: [{ reader: hostile[0] ?? "", producer: hostile[1] ?? "", uses: hostile }],
    });
    await page.getByRole("button", { name: "Expand all" }).click();
    await page.getByRole("searchbox").fill("<img");
    await page.getByText("6 of 30 shown").waitFor();
    expect(await page.title()).toBe(`Plan report: ${hostile.join("")}`);
    expect(await page.locator("script, iframe, img, [onerror], [onload], [onfocus]").count()).toBe(1);
    expect(await addressesOf(page)).toContain(hostile[1]);
  });
});
