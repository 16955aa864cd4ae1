/// <reference lib="dom" />
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import { findChromium } from "./chromium";
import { SOURCE } from "./checkout";

/** A platform that is up, as a person at the page meets it; and what the story does to it behind their back. */
export interface LivePlatform {
  /** Where the page is: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Restarts everything that runs the backend. */
  restartBackend(): Promise<void>;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
}

/** Screenshots are kept here, for people to look at. */
export const ARTIFACTS = join(SOURCE, "e2e/artifacts");

const executable = findChromium();

/** `describe` for tests which need a browser; without one it is skipped and says so. */
export const whenBrowser = (title: string, tests: () => void): void => {
  if (executable !== undefined || process.env.CI === "true") {
    describe(title, tests);
  } else {
    describe.skip(`${title} (skipped: no Chromium on the PATH, and none named in STRATA_CHROMIUM)`, tests);
  }
};

/** Starts Chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(executable !== undefined && { executablePath: executable }),
    // Chromium has no sandbox for root, and these pages are our own.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}

/** Pages of one site, and all that went wrong in them. */
export class Visit {
  /** Requests to elsewhere, errors, dialogs, violations of the policy. */
  readonly trouble: string[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly folder: string,
  ) {}

  /** Opens a page in a browser that knows nothing of earlier ones. */
  async open(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    const page = await context.newPage();
    // Stories run side by side; what takes a second on a quiet machine may take half a minute then.
    page.setDefaultTimeout(120_000);
    page.on("request", (request) => {
      if (!request.url().startsWith(this.url)) this.trouble.push(`request: ${request.url()}`);
    });
    page.on("console", (message) => {
      // An answer that is not 2xx is told to the console too.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.trouble.push(`console: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => this.trouble.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      this.trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${this.url}${path}`);
    return page;
  }

  async screenshot(page: Page, name: string): Promise<void> {
    const folder = join(ARTIFACTS, this.folder);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, fullPage: true });
    process.stderr.write(`screenshot: ${path}\n`);
  }

  async close(): Promise<void> {
    for (const context of this.browser.contexts()) await context.close();
  }
}

/** What axe-core finds wrong with a page, of WCAG A and AA and good practice. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  // The policy of the page forbids scripts of others; those of the tool that drives the browser are let through.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations, passes } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    if (passes.length < 15) throw new Error(`axe passed only ${passes.length} rules`);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

/** The item of this title in the list. */
export const itemOf = (page: Page, title: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

/** Fills the form for a new item and sends it. */
export async function addItem(page: Page, title: string, name: string, picture = "book"): Promise<void> {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("radio", { name: picture }).check();
  await page.getByRole("button", { name: "Add the item" }).click();
  await page.getByText("The item was added.").waitFor();
}

/** The number in the head of the page; 0 where there is none. */
export async function unreadBadge(page: Page): Promise<number> {
  const name = await page
    .getByRole("navigation", { name: "Pages" })
    .getByRole("link", { name: /^Notifications/ })
    .innerText();
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

/** Presses Tab until what has the focus is this. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never came to ${String(wanted)}.`);
}

/**
 * The story of a person at the page: adds, marks, filters, reads, with mouse, keyboard and phone, while the backend is restarted
 * and the database goes away and comes back. The database is a new one, with the rows of the backend's first migration.
 * @param name the folder of its screenshots in `e2e/artifacts`
 * @param platform is asked when the tests run, so that it can be started before them
 */
export function browserStory(name: string, platform: () => LivePlatform): void {
  whenBrowser(`${name}: a person at the page`, () => {
    let browser: Browser;
    let visit: Visit;

    beforeAll(async () => {
      browser = await launchBrowser();
    });

    afterAll(async () => {
      await browser.close();
    });

    beforeEach(() => {
      visit = new Visit(browser, platform().url, name);
    });

    afterEach(async () => {
      await visit.close();
      expect(visit.trouble).toEqual([]);
    });

    const title = `The Periodic Table, ${Date.now().toString(36)}`;
    const hostile = `<b>bold</b><img src=x onerror="alert(1)"><script>alert(2)</script> ${Date.now().toString(36)}`;

    test("sees items and how many notifications are unread", async () => {
      const page = await visit.open();
      await page.getByRole("listitem").first().waitFor();
      await page.getByRole("link", { name: /^Notifications \d+ unread$/ }).waitFor();
    });

    test("adds an item and marks it", async () => {
      const page = await visit.open();
      await addItem(page, title, "Twenty-one stories by Primo Levi");
      await itemOf(page, title).getByText("Twenty-one stories by Primo Levi").waitFor();
      await itemOf(page, title)
        .getByRole("button", { name: `Make “${title}” a favourite` })
        .click();
      await page.getByText("The item is a favourite now.").waitFor();
      await visit.screenshot(page, "desktop");
    });

    test("sees both after a restart of the backend", async () => {
      await platform().restartBackend();
      const page = await visit.open();
      // Where the restart is not over, the page says so and looks again by itself.
      await itemOf(page, title)
        .getByRole("button", { name: `Remove “${title}” from the favourites` })
        .waitFor({ timeout: 60_000 });
    });

    test("filters the favourites", async () => {
      const page = await visit.open();
      const all = await page.getByRole("listitem").count();
      await page.getByRole("link", { name: "Favourites" }).click();
      await page.waitForURL(/favorite=true/);
      await itemOf(page, title).waitFor();
      expect(await page.getByRole("listitem").count()).toBeLessThan(all);
      // Taken away here, it goes from this list, and the list stays this one.
      await itemOf(page, title).getByRole("button").click();
      await page.getByText("The item is no longer a favourite.").waitFor();
      expect(await itemOf(page, title).count()).toBe(0);
      expect(page.url()).toContain("favorite=true");
    });

    test("reads the notifications, and none is unread", async () => {
      const page = await visit.open("/notifications");
      await page.getByRole("link", { name: /^Notifications \d+ unread$/ }).waitFor();
      await page.getByRole("button", { name: "Mark all as read" }).click();
      await page.getByText("All notifications are read.").waitFor();
      expect(await unreadBadge(page)).toBe(0);
      expect(await page.getByRole("button", { name: "Mark all as read" }).count()).toBe(0);
      expect(await unreadBadge(await visit.open())).toBe(0);
    });

    test("sees HTML in a title as text", async () => {
      const page = await visit.open();
      await addItem(page, hostile, hostile);
      await itemOf(page, hostile).waitFor();
      expect(await page.locator("main b, main img, main script").count()).toBe(0);
    });

    test("reads it on a phone", async () => {
      const page = await visit.open("/", {
        viewport: { width: 360, height: 740 },
        isMobile: true,
        hasTouch: true,
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await visit.screenshot(page, "phone");
      await page.getByRole("link", { name: /^Notifications/ }).tap();
      await page.getByRole("heading", { name: "Notifications" }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await visit.screenshot(page, "phone-notifications");
    });

    test("uses it with the keyboard alone", async () => {
      const page = await visit.open();
      const typed = `By keyboard, ${Date.now().toString(36)}`;
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
      await tabTo(page, page.getByLabel("Title"));
      await page.keyboard.type(typed);
      await page.keyboard.press("Tab");
      await page.keyboard.type("No mouse was near");
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.getByText("The item was added.").waitFor();
      const star = itemOf(page, typed).getByRole("button");
      await tabTo(page, star);
      expect(await star.evaluate((button) => getComputedStyle(button).outlineStyle)).toBe("solid");
      await page.keyboard.press("Enter");
      await page.getByText("The item is a favourite now.").waitFor();
      // Not at the top again: the next Tab is at the item that was marked.
      await page.keyboard.press("Tab");
      await expect(
        itemOf(page, typed).evaluate((item) => item.contains(document.activeElement)),
      ).resolves.toBe(true);
    });

    test.each(["light", "dark"] as const)("%s: has no fault that axe knows", async (colorScheme) => {
      const page = await visit.open("/", { colorScheme });
      expect(await faultsOf(page)).toEqual([]);
      await visit.screenshot(page, `items-${colorScheme}`);
      const notifications = await visit.open("/notifications", { colorScheme });
      expect(await faultsOf(notifications)).toEqual([]);
      await visit.screenshot(notifications, `notifications-${colorScheme}`);
    });

    test("is told that the database is away, and sees the items again without doing anything", async () => {
      const page = await visit.open();
      await itemOf(page, title).waitFor();
      await platform().stopDatabase();
      try {
        await page.reload();
        const away = page.getByRole("alert").filter({ hasText: "The items can’t be shown right now" });
        await away.waitFor({ timeout: 60_000 });
        // It goes on saying so, and the rest of the page can be used.
        await page.getByLabel("Title").fill("Written in the meantime");
        await visit.screenshot(page, "database-away");
        expect(await faultsOf(page)).toEqual([]);
        const notifications = await visit.open("/notifications");
        await notifications
          .getByRole("alert")
          .filter({ hasText: "The notifications can’t be shown right now" })
          .waitFor({ timeout: 60_000 });
        await notifications
          .getByRole("navigation", { name: "Pages" })
          .getByRole("link", { name: "Items" })
          .waitFor();
        await notifications.close();
      } finally {
        await platform().startDatabase();
      }
      await itemOf(page, title).waitFor({ timeout: 120_000 });
      expect(await page.getByRole("alert").filter({ hasText: "can’t be shown" }).count()).toBe(0);
      // What was being written is still there.
      expect(await page.getByLabel("Title").inputValue()).toBe("Written in the meantime");
    });
  });
}
