import { z } from "zod";
import type { NewItem } from "../backend/client";

/** The longest title and name, in characters: what the backend's columns hold. */
export const MAX_LENGTH = 255;

/** The pictures that an item can have; `img` of the API holds the name. */
export const PICTURES = ["cup", "book", "leaf", "lamp", "key", "house"] as const;

const text = z.string().trim().min(1).max(MAX_LENGTH);
const newItem = z.object({ title: text, name: text, img: z.enum(PICTURES) });

/** A field of the form for a new item. */
export type Field = keyof NewItem;

/** A new item, or the first field that is not as it should be. */
export function parseNewItem(
  form: URLSearchParams,
): { readonly ok: true; readonly item: NewItem } | { readonly ok: false; readonly field: Field } {
  const parsed = newItem.safeParse(Object.fromEntries(form));
  if (parsed.success) return { ok: true, item: parsed.data };
  return { ok: false, field: z.enum(["title", "name", "img"]).parse(parsed.error.issues[0]?.path[0]) };
}

const mark = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number),
  favorite: z.enum(["true", "false"]).transform((value) => value === "true"),
});

/** Which item is to be marked or not; undefined when the form doesn't say it. */
export const parseMark = (form: URLSearchParams): z.infer<typeof mark> | undefined =>
  mark.safeParse(Object.fromEntries(form)).data;
