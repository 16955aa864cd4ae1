import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { clipped, visible } from "./harmless";
import { renderMarkdown } from "./render-markdown";
import { hostileReport } from "./testing/hostile";
import { ACTION_WORDS, destroys, isNews } from "./words";

// As GitHub reads it: HTML, tables and addresses without brackets.
const parser = new MarkdownIt({ html: true, linkify: true });
parser.linkify.set({ fuzzyEmail: true, fuzzyLink: true });

/** What a reader makes of Markdown, sorted by what it can do. */
function parse(markdown: string) {
  const found = {
    text: "",
    code: [] as string[],
    html: [] as string[],
    links: [] as string[],
    types: new Set<string>(),
  };
  for (const token of parser.parse(markdown, {}).flatMap((block) => [block, ...(block.children ?? [])])) {
    found.types.add(token.type);
    if (token.type === "text") found.text += `${token.content}\n`;
    if (token.type === "code_inline" || token.type === "fence") found.code.push(token.content);
    if (token.type === "html_block" || token.type === "html_inline") found.html.push(token.content);
    if (token.type === "link_open") found.links.push(token.attrGet("href") ?? "");
  }
  return found;
}

const OURS = /^(<details><summary><code>[^<>@]*<\/code>: [A-Za-z0-9, ]+<\/summary>|<\/details>)\n*$/;

/** All that may come of a report, whatever its texts are. */
const STRUCTURE = [
  ...["heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "softbreak"],
  ...["strong_open", "strong_close", "code_inline", "fence", "html_block"],
  ...["bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"],
  ...["table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"],
  ...["tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"],
];

test("whatever names and values are, they stay text in code", () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const { text, html, links, types, code } = parse(renderMarkdown(report));
      expect(links).toEqual([]);
      expect([...types].filter((type) => !STRUCTURE.includes(type))).toEqual([]);
      expect(html.filter((one) => !OURS.test(one))).toEqual([]);
      expect(html.filter((one) => one.startsWith("<details>"))).toHaveLength(
        html.filter((one) => one.startsWith("</details>")).length,
      );
      // Outside of code there are our own words, which mention nobody.
      expect(text).toMatch(/^[A-Za-z0-9 ,.;:'()?*\n-]*$/);
      const shownCode = code.join("\n");
      for (const { changes } of report.layers)
        for (const change of changes.filter(destroys))
          expect(shownCode).toContain(`${ACTION_WORDS[change.action]} ${clipped(visible(change.address))}`);
    }),
    { numRuns: 300 },
  );
});

test("the limit holds, however little room there is", () => {
  fc.assert(
    fc.property(hostileReport, fc.integer({ min: 3000, max: 12_000 }), (report, limit) => {
      const markdown = renderMarkdown(report, { limit, reportUrl: "https://example.com/r?a=<b>)|" });
      expect(markdown.length).toBeLessThanOrEqual(limit);
      const { links, html, text } = parse(markdown);
      expect(links.filter((link) => !link.startsWith("https://example.com/r"))).toEqual([]);
      expect(html.filter((one) => !OURS.test(one))).toEqual([]);
      expect(text).toMatch(/^[A-Za-z0-9 ,.;:'()?*\n-]*$/);
    }),
    { numRuns: 150 },
  );
});

test("a row of the table holds its layer and owner, whatever bars they have", () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const tokens = parser.parse(renderMarkdown(report), {});
      const rows = tokens.flatMap(({ type }, index) => {
        if (type !== "tr_open") return [];
        const row = tokens.slice(
          index,
          tokens.findIndex((token, end) => end > index && token.type === "tr_close"),
        );
        const cells = row
          .flatMap((token) => token.children ?? [])
          .filter((token) => token.type === "code_inline");
        return [cells.map(({ content }) => content.trim())];
      });
      const expected = report.layers
        .filter(isNews)
        .map(({ layer, owner }) =>
          [layer, owner]
            .filter((name) => name !== "")
            .map((name) => clipped(visible(name.replaceAll("|", "｜"))).trim()),
        );
      expect(rows.slice(1).map((cells, index) => cells.slice(0, expected[index]?.length))).toEqual(expected);
    }),
  );
});
