import { createHash } from "node:crypto";
import fc from "fast-check";
import { defaultTreeAdapter, parse, parseFragment, type DefaultTreeAdapterMap } from "parse5";
import type { Report, Shown } from "../report";
import { layerReport, SAMPLE_REPORT } from "../testing/sample-report";
import { drawReport } from "./layers";
import { renderHtml } from "./page";
import { STYLES } from "./styles";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

/** All elements of a page, in their order. */
const elementsOf = (node: Node): Element[] => [
  ...(defaultTreeAdapter.isElementNode(node) ? [node] : []),
  ...("childNodes" in node ? node.childNodes.flatMap(elementsOf) : []),
];

const textOf = (node: Node): string =>
  defaultTreeAdapter.isTextNode(node)
    ? node.value
    : "childNodes" in node
      ? node.childNodes.map(textOf).join("")
      : "";

const attributeOf = ({ attrs }: Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value;

const withAttribute = (elements: readonly Element[], name: string): string[] =>
  elements.map((element) => attributeOf(element, name)).filter((value) => value !== undefined);

async function pageOf(report: Report): Promise<{ text: string; elements: Element[] }> {
  const text = renderHtml(report, { graph: await drawReport(report) });
  return { text, elements: elementsOf(parse(text)) };
}

const oneChange = (json: string): Report => ({
  ...SAMPLE_REPORT,
  layers: [
    layerReport("network", "@o/n", {
      changes: [
        {
          address: "aws_a.b",
          type: "aws_a",
          action: "update",
          attributes: [
            {
              path: "p",
              before: { kind: "value", json: `"${"x".repeat(600)}"` },
              after: { kind: "value", json },
              forcesReplacement: false,
            },
          ],
        },
      ],
    }),
  ],
});

describe("what the page says", () => {
  const { changes, ...rest } = SAMPLE_REPORT.layers[2] ?? layerReport("", "", {});

  test("what loses data comes first, in words, with a way to it", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    const main = elements.filter(({ tagName }) => tagName === "main").flatMap(elementsOf);
    const first = main.find(({ tagName }) => tagName === "section");
    expect(first && textOf(first).replace(/\s+/g, " ")).toBe(
      "1 change loses dataThe database with its data: aws_db_instance.databases_main_instance_6D2B7C11 " +
        "(databases/main/instance) will be replaced, because storage_encrypted can't be changed in place. " +
        "database, @strata/data-team",
    );
    const link = first && elementsOf(first).find(({ tagName }) => tagName === "a");
    const target = elements.find(
      (one) => attributeOf(one, "id") === (link && attributeOf(link, "href")?.slice(1)),
    );
    expect(target && textOf(target)).toContain("Lost: the database with its data.");
  });

  test("when nothing loses data, it says so, but never for what could not be planned", () => {
    const calm = { ...SAMPLE_REPORT, layers: [{ ...rest, changes: changes.slice(1) }] };
    expect(renderHtml(calm)).toContain("Nothing that holds data is destroyed or replaced</h2>");
    const failed = {
      ...calm,
      layers: [...calm.layers, layerReport("services", "@o/s", { error: "No state." })],
    };
    expect(renderHtml(failed)).toContain("destroyed or replaced, as far as could be planned</h2>");
    expect(renderHtml(failed)).toContain("1 layer could not be planned");
    expect(renderHtml(failed)).toContain("<pre>No state.</pre>");
  });

  test("a row says before and after, what is unknown and sensitive, and what forces a replacement", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    const rows = elements
      .filter(({ tagName }) => tagName === "tr")
      .map((row) =>
        elementsOf(row)
          .filter(({ tagName }) => /^t[hd]$/.test(tagName))
          .map(textOf),
      );
    expect(rows).toContainEqual(["engine_version", '"8.0.35"', '"8.4.3"']);
    expect(rows).toContainEqual(["storage_encrypted forces replacement", "false", "true"]);
    expect(rows).toContainEqual(["master_user_secret[0].secret_arn", "(sensitive)", "(known after apply)"]);
    expect(rows).toContainEqual(["ingress[1].description", "not set", '"from the office <only>"']);
    expect(rows).toContainEqual(["cidr_block", '"10.0.20.0/24"']);
    expect(rows).toContainEqual([
      "security_group_ids.ingress",
      '"sg-0123456789abcdef0"',
      "(known after apply)",
      "services @strata/services-team",
    ]);
  });

  test("of two values the part that differs is marked; a long one is folded there", () => {
    const page = renderHtml(oneChange(`"${"x".repeat(300)}HERE${"x".repeat(300)}"`));
    expect(page).toContain("<mark>HERE</mark>");
    expect(page).toMatch(/<summary><code>…x{30,40}HERE/);
    expect(renderHtml(oneChange('"quite another"'))).not.toContain("<mark>");
  });

  test("layers, owners, moves, findings, drift and edges are there", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    const text = elements
      .filter(({ tagName }) => tagName === "body")
      .map(textOf)
      .join("");
    for (const { layer, owner } of SAMPLE_REPORT.layers) expect(text).toContain(`${layer} ${owner}`);
    expect(text).toContain("from = aws_ecs_service.services_front_service_C0FFEE00");
    expect(text).toContain("Waived: The public load balancer answers everyone.");
    expect(text).toContain("Changed outside of Terraform");
    expect(text).toContain("from aws_route_table.route-tables_isolated_1F2E3D4C");
    expect(text).toContain("◇ databases.main.connection_secret_arn");
  });

  test("rights that change are there, with what has to be run", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    const sections = elements.filter((one) => attributeOf(one, "aria-labelledby") === "rights").map(textOf);
    expect(sections.map((text) => text.replace(/\s+/g, " "))).toEqual([
      expect.stringMatching(
        /^The rights of 1 layer change .*run \.\/strata bootstrap --env sbcntr before it is merged.* services may now read the state of databaseservices may now make aws_sqs_queue/,
      ),
    ]);
    expect(renderHtml({ ...SAMPLE_REPORT, rights: [] })).not.toContain("The rights of");
  });

  test("an empty report is a page too", () => {
    expect(renderHtml({ ...SAMPLE_REPORT, layers: [], edges: [] })).toContain("Nothing changes.");
  });
});

describe("a page by itself", () => {
  test("loads nothing, and runs nothing but its own", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    expect(withAttribute(elements, "src")).toEqual([]);
    expect(withAttribute(elements, "style")).toEqual([]);
    for (const href of withAttribute(elements, "href")) expect(href).toMatch(/^#|^data:,$/);
    const policy = elements.find((one) => attributeOf(one, "http-equiv") !== undefined);
    const hashes = elements
      .filter(({ tagName }) => tagName === "script" || tagName === "style")
      .map((one) => `'sha256-${createHash("sha256").update(textOf(one)).digest("base64")}'`);
    expect(hashes).toHaveLength(2);
    for (const hash of hashes) expect(policy && attributeOf(policy, "content")).toContain(hash);
    expect(STYLES).not.toMatch(/url\(|@import/);
  });

  test("every link leads somewhere, and to one place", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    const ids = withAttribute(elements, "id");
    expect(new Set(ids).size).toBe(ids.length);
    const links = withAttribute(elements, "href").filter((href) => href.startsWith("#"));
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) expect(ids).toContain(link.slice(1));
    for (const labels of withAttribute(elements, "aria-labelledby")) {
      for (const label of labels.split(" ")) expect(ids).toContain(label);
    }
  });

  test("has landmarks, one main heading, and headings without gaps", async () => {
    const { elements } = await pageOf(SAMPLE_REPORT);
    for (const landmark of ["header", "main", "footer"])
      expect(elements.filter(({ tagName }) => tagName === landmark)).toHaveLength(1);
    const levels = elements.flatMap(({ tagName }) => /^h(\d)$/.exec(tagName)?.[1] ?? []).map(Number);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  test("stays small: two thousand changes of twenty attributes", () => {
    const value: Shown = { kind: "value", json: '"a value of some length"' };
    const attributes = Array.from({ length: 20 }, (_, index) => ({
      path: `attribute_${index}`,
      before: value,
      after: value,
      forcesReplacement: false,
    }));
    const layers = Array.from({ length: 50 }, (_, layer) =>
      layerReport(`layer-${layer}`, "@o/t", {
        changes: Array.from({ length: 40 }, (_, index) => ({
          address: `aws_thing.name_${index}`,
          type: "aws_thing",
          action: "update",
          attributes,
        })),
      }),
    );
    const report = { ...SAMPLE_REPORT, layers, edges: [] };
    // At most twice what JSON takes.
    expect(renderHtml(report).length).toBeLessThan(2 * JSON.stringify(report).length);
  });
});

describe("names and values of a plan are text", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "<script>alert(1)</script>",
      "</script><script>alert(1)</script>",
      "</style><style>*{display:none}",
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      "` onfocus=alert(1) autofocus x=`",
      "<svg/onload=alert(1)>",
      "</title></textarea></noscript><iframe src=javascript:alert(1)>",
      "<!--",
      "-->",
      "]]>",
      "&lt;b&gt;",
      "javascript:alert(1)",
      "</td></tr></table><form action=https://example.com>",
      "</svg><math><mtext><style><img src=x onerror=alert(1)>",
      "\u202e\u0000\ud800",
      "constructor",
      "__proto__",
      "",
    ),
    fc
      .tuple(fc.string(), fc.constantFrom("<", ">", '"', "'", "&", "\n", "`"))
      .map(([text, mark]) => mark + text),
  );
  const shown: fc.Arbitrary<Shown> = fc.oneof(
    fc.record({
      kind: fc.constant("value" as const),
      json: fc.oneof(
        hostile,
        hostile.map((text) => text.repeat(60)),
      ),
    }),
    fc.constant({ kind: "unknown" as const }),
    fc.constant({ kind: "masked" as const }),
  );
  const change = fc.record(
    {
      address: hostile,
      previousAddress: hostile,
      type: hostile,
      path: hostile,
      action: fc.constantFrom("create", "update", "replace", "delete", "move", "import", "forget"),
      reason: hostile,
      holds: hostile,
      attributes: fc.array(
        fc.record(
          { path: hostile, before: shown, after: shown, forcesReplacement: fc.boolean() },
          { requiredKeys: ["path", "forcesReplacement"] },
        ),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ["address", "type", "action", "attributes"] },
  );
  const few = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { maxLength: 2 });
  const layer = fc
    .record({
      name: hostile,
      owner: hostile,
      kind: fc.constantFrom("plan", "what-if", "drift"),
      error: fc.option(hostile, { nil: undefined, freq: 4 }),
      changes: few(change),
      drift: few(change),
      outputs: few(
        fc.record(
          {
            path: hostile,
            before: shown,
            after: shown,
            readers: few(fc.record({ layer: hostile, owner: hostile })),
          },
          { requiredKeys: ["path", "readers"] },
        ),
      ),
      moves: few(fc.record({ from: hostile, to: hostile, path: hostile }, { requiredKeys: ["from", "to"] })),
      findings: few(
        fc.record(
          { tool: hostile, rule: hostile, resource: hostile, message: hostile, waiver: hostile },
          { requiredKeys: ["tool", "rule", "resource", "message"] },
        ),
      ),
    })
    .map(({ name, owner, error, ...rest }) =>
      layerReport(name, owner, { ...rest, ...(error !== undefined && { error }) }),
    );
  const report: fc.Arbitrary<Report> = fc
    .record({ environment: hostile, commit: hostile, plannedAt: hostile, layers: few(layer) })
    .chain((made) =>
      few(
        fc.record({
          reader: fc.constantFrom("?", ...made.layers.map((one) => one.layer)),
          producer: fc.constantFrom("?", ...made.layers.map((one) => one.layer)),
          uses: few(hostile),
        }),
      ).map((edges): Report => ({ version: 1, ...made, edges })),
    );

  /** The same report from whose texts everything special is gone, at the same length and as different as before. */
  const harmless = (value: unknown): unknown => {
    if (typeof value === "string")
      return value.replace(/[^A-Za-z0-9]/g, (character) =>
        String.fromCharCode(0x4e00 + character.charCodeAt(0)),
      );
    if (Array.isArray(value)) return value.map(harmless);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, harmless(member)]));
  };
  /** The actions are no text of the plan. */
  const harmlessReport = (of: Report): Report => {
    const copy = harmless(of) as Report;
    return {
      ...copy,
      layers: copy.layers.map((one, index) => ({ ...one, kind: of.layers[index]?.kind ?? "plan" })),
    };
  };

  test("no element and no attribute is there that a harmless report does not have", async () => {
    await fc.assert(
      fc.asyncProperty(report, async (one) => {
        const skeleton = async (of: Report): Promise<string[]> =>
          (await pageOf(of)).elements.map(
            ({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(" ")}`,
          );
        expect(await skeleton(one)).toEqual(await skeleton(harmlessReport(one)));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test("what a name holds is read as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (address) => {
        const page = renderHtml({
          ...SAMPLE_REPORT,
          layers: [
            layerReport("network", "@o/n", {
              changes: [{ address, type: "a", action: "create", attributes: [] }],
            }),
          ],
        });
        const code = elementsOf(parseFragment(page)).find((one) => attributeOf(one, "class") === "q");
        // What can't be seen is written out, which one line of the parser's does too.
        expect(code && textOf(code).replace(/\\u[0-9a-f]{4}/g, "")).toBe(
          address.replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, ""),
        );
      }),
    );
  });
});

describe.each([
  ["light", /:root\{[^}]*\}/],
  ["dark", /prefers-color-scheme:dark\)\{:root\{([^}]*)\}/],
])("contrast, %s", (_, section) => {
  const text = section.exec(STYLES)?.[0] ?? "";
  const colours = new Map(
    [...text.matchAll(/--(\w+):#(\w+)/g)].map(([, name = "", hex = ""]) => [name, hex]),
  );

  const luminance = (name: string): number => {
    const hex = colours.get(name) ?? "";
    const long = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
    const [red = NaN, green = NaN, blue = NaN] = [0, 2, 4].map((at) => {
      const part = parseInt(long.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const inks = ["ink", "muted", "link", "create", "update", "replace", "delete", "move", "drift", "outputs"];
  const grounds = ["ground", "paper", "soft", "warn"];

  test.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))(
    "%s on %s",
    (ink, ground) => {
      const [lighter = NaN, darker = NaN] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
      expect((lighter + 0.05) / (darker + 0.05)).toBeGreaterThanOrEqual(4.5);
    },
  );
});
