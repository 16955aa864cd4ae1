import type { PICTURES } from "../forms/item-form";

type PictureName = (typeof PICTURES)[number];

/** Drawn with a pen of 1.5 in a square of 24. */
const PATHS: Readonly<Record<PictureName, string>> = {
  cup: "M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5Z M17 10h1.5a2.5 2.5 0 0 1 0 5H17 M8 3c-1 1 1 2 0 3 M12.500 3c-1 1 1 2 0 3",
  book: "M12 6c-2-1.500-5-2-8-2v14c3 0 6 .5 8 2 2-1.500 5-2 8-2V4c-3 0-6 .5-8 2Zm0 0v14",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 15-12 14.500 M4 21c2-5 5-8 10-10",
  lamp: "M8 3h8l3 8H5Z M12 11v9 M8 20h8 M16 11v3",
  key: "M8 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z M12 12h9.500v3.500 M17.500 12v3",
  house: "M4 11 12 4l8 7 M6 9.500V20h12V9.500 M10 20v-6h4v6",
};

const isPictureName = (name: string): name is PictureName => Object.hasOwn(PATHS, name);

/** The picture of an item. Other clients of the API may have put anything there, which gets the title's first letter. */
export function Picture({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <span className="picture" aria-hidden="true">
      {isPictureName(name) ? (
        <svg viewBox="0 0 24 24">
          <path d={PATHS[name]} />
        </svg>
      ) : (
        firstLetter(title)
      )}
    </span>
  );
}

/** The first letter as people count them: an emoji of several parts is one. */
function firstLetter(text: string): string {
  const [first] = new Intl.Segmenter().segment(text.trim());
  return first?.segment.toUpperCase() ?? "";
}
