/** What goes in and out of the API: the same schemas check the input, type the handlers and make the OpenAPI document. */
import { z } from "zod";

/** The largest id: MySQL's `int`. */
const MOST = 2_147_483_647;
const wholeNumber = `must be a whole number from 1 to ${MOST}`;

/** Says that a field is missing in the words of the sample, or else what it must be. */
const missingOr =
  (name: string, otherwise: string) =>
  ({ input }: { input?: unknown }): string =>
    input === undefined ? `No ${name} param found` : `${name} ${otherwise}`;

const text = (name: string, most: number) =>
  z
    .string({ error: missingOr(name, "must be a text") })
    .min(1, `No ${name} param found`)
    .max(most, `${name} must have at most ${most} characters`);

/** A body is an object; none at all is one without its first field. */
const body = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object(shape, {
    error: ({ input }) =>
      input === undefined || input === null
        ? `No ${Object.keys(shape)[0]} param found`
        : "The body must be a JSON object",
  });

export const newItem = body({ name: text("name", 255), title: text("title", 255), img: text("img", 1024) });

export const favoriteMark = body({
  id: z
    .int({ error: missingOr("id", wholeNumber) })
    .min(1, `id ${wholeNumber}`)
    .max(MOST, `id ${wholeNumber}`),
  favorite: z.boolean({ error: missingOr("favorite", "must be true or false") }),
});

/** In queries an empty parameter (`?favorite=`) is one that was not given, as in the sample. */
export const itemsQuery = z.object({
  favorite: z
    .enum(["true", "false", ""], "favorite must be true or false")
    .transform((value) => (value === "" ? undefined : value === "true"))
    .optional(),
});

export const notificationsQuery = z.object({
  id: z
    .string(`id ${wholeNumber}`)
    .regex(/^\d{0,10}$/, `id ${wholeNumber}`)
    .transform((value) => (value === "" ? undefined : Number(value)))
    .refine((value) => value === undefined || (value >= 1 && value <= MOST), `id ${wholeNumber}`)
    .optional(),
});

const timestamp = z
  .string()
  .meta({ description: "UTC, YYYY-MM-DD HH:MM:SS", example: "2026-01-31 23:59:59" });

export const item = z
  .object({
    id: z.int32(),
    title: z.string(),
    name: z.string(),
    favorite: z.boolean(),
    img: z.string(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: "Item" });
export type Item = z.output<typeof item>;
export type NewItem = z.output<typeof newItem>;

export const notification = z
  .object({
    id: z.int32(),
    title: z.string(),
    description: z.string(),
    category: z.string(),
    unread: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: "Notification" });
export type Notification = z.output<typeof notification>;

/** What has no other answer, and every error. */
export const outcome = z
  .object({
    code: z
      .int()
      .meta({ description: "200 done, 0 the request is wrong, 500 and 503 the backend can't answer" }),
    msg: z.string(),
  })
  .meta({ id: "Outcome" });
export type Outcome = z.output<typeof outcome>;

export const listOf = <Schema extends z.ZodType>(schema: Schema) => z.object({ data: z.array(schema) });
