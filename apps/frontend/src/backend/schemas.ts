import { z } from "zod";

/*
 * What the backend answers. More fields than these are no fault: a newer backend may send them.
 */

export const itemSchema = z.object({
  id: z.int(),
  title: z.string(),
  name: z.string(),
  favorite: z.boolean(),
  img: z.string(),
  /** `YYYY-MM-DD HH:MM:SS`, in UTC. */
  createdAt: z.string(),
  updatedAt: z.string(),
});

export const notificationSchema = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  unread: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type Item = Readonly<z.infer<typeof itemSchema>>;
export type Notification = Readonly<z.infer<typeof notificationSchema>>;

export const itemsAnswer = z.object({ data: z.array(itemSchema) }).transform(({ data }) => data);
export const notificationsAnswer = z
  .object({ data: z.array(notificationSchema) })
  .transform(({ data }) => data);
export const countAnswer = z.object({ data: z.int().nonnegative() }).transform(({ data }) => data);
/** Of a write nothing is used but that it was done. */
export const doneAnswer = z.unknown();
