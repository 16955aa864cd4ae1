import { markup, Markup } from "./markup";

test("values are text, in elements and in attributes", () => {
  const value = `<img src=x onerror="alert(1)"> & 'more' \`still\``;
  expect(markup`<p title="${value}">${value}`.toString()).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;more&#39; &#96;still&#96;">' +
      "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;more&#39; &#96;still&#96;",
  );
});

test("markup stays markup, lists are joined, nothing is nothing", () => {
  expect(markup`<ul>${["a", 1].map((item) => markup`<li>${item}`)}${false}${undefined}</ul>`.toString()).toBe(
    "<ul><li>a<li>1</ul>",
  );
  expect(markup`${Markup.own("<b>")}`.toString()).toBe("<b>");
});

test("characters that can't be seen are written out", () => {
  expect(markup`${"a\u0000b\u202ec\ud800d\u200be😀\nf"}`.toString()).toBe(
    "a\\u0000b\\u202ec\\ud800d\\u200be😀\nf",
  );
});
