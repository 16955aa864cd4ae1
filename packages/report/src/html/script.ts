/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * Runs in the browser: the page holds the text of this function, so it refers to nothing outside of itself. It filters,
 * expands, and opens what a link leads to.
 */
export function pageScript(): void {
  const find = (selector: string, inside: ParentNode = document): HTMLElement[] => [
    ...inside.querySelectorAll<HTMLElement>(selector),
  ];
  const form = document.querySelector<HTMLFormElement>("#filter");
  const status = document.querySelector<HTMLElement>("#shown");
  const expand = document.querySelector<HTMLButtonElement>("#expand");
  if (form === null || status === null || expand === null) return;

  const groupOf = (element: Element | null): HTMLElement | null =>
    element?.parentElement?.closest<HTMLElement>("[data-g]") ?? null;
  const entries = find("[data-a]").map((element) => ({
    element,
    action: element.dataset.a ?? "",
    group: groupOf(element),
    text: find(".q", element)
      .map((part) => part.textContent)
      .join(" ")
      .toLowerCase(),
  }));
  const groups = find("[data-g]");
  const layers = groups.filter((group) => group.dataset.g === "layer");
  const changes = find("details.change");
  // Suggestions and findings have no action of their own, and are not counted.
  const counted = entries.filter(({ action }) => action !== "").length;

  const apply = (): void => {
    const actions = new Set(find("input:checked", form).map((box) => (box as HTMLInputElement).value));
    const typed = form.querySelector<HTMLInputElement>("input[type=search]")?.value ?? "";
    const words = typed
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const visible = new Set<HTMLElement>();
    let shown = 0;
    for (const { element, action, group, text } of entries) {
      const fits = (actions.size === 0 || actions.has(action)) && words.every((word) => text.includes(word));
      element.hidden = !fits;
      if (!fits) continue;
      if (action !== "") shown++;
      for (let one = group; one !== null && !visible.has(one); one = groupOf(one)) visible.add(one);
    }
    for (const group of groups) group.hidden = !visible.has(group);
    const inLayers = layers.filter((layer) => !layer.hidden).length;
    status.textContent = `${shown} of ${counted} shown, in ${inLayers} of ${layers.length} ${layers.length === 1 ? "layer" : "layers"}`;
    document.body.classList.toggle("filtered", actions.size > 0 || words.length > 0);
    label();
  };

  const open = (): HTMLElement[] => changes.filter((one) => one.hasAttribute("open"));
  const label = (): void => {
    expand.textContent = open().length > 0 ? "Collapse all" : "Expand all";
  };

  /** What a link leads to may be filtered away or folded. */
  const reveal = (): void => {
    const target = location.hash === "" ? null : document.getElementById(location.hash.slice(1));
    if (target === null) return;
    if (target.closest("[hidden]") !== null) {
      form.reset();
      apply();
    }
    if (target instanceof HTMLDetailsElement) target.open = true;
    target.scrollIntoView();
    (target.querySelector<HTMLElement>(":scope > summary") ?? target).focus({ preventScroll: true });
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  form.addEventListener("reset", () => {
    setTimeout(apply);
  });
  expand.addEventListener("click", () => {
    const opened = open().length === 0;
    for (const one of changes) if (!opened || !one.hidden) one.toggleAttribute("open", opened);
    label();
  });
  document.addEventListener("toggle", label, true);
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link !== null && link.getAttribute("href") === location.hash) reveal();
  });

  // Paper can't be clicked.
  let closed: HTMLElement[] = [];
  addEventListener("beforeprint", () => {
    closed = changes.filter((one) => !one.hidden && !one.hasAttribute("open"));
    for (const one of closed) one.toggleAttribute("open", true);
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.toggleAttribute("open", false);
  });

  // A browser may have kept what was typed before a reload.
  apply();
  reveal();
}
