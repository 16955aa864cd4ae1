import { z } from "zod";

const relative = (path: string): boolean =>
  !path.startsWith("/") && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");

/** How an image is built: a setting of the layer images and of `strata local`. */
export const imageSettings = z.strictObject({
  context: z
    .string()
    .refine(
      (path) => relative(path) && path.startsWith("apps/"),
      'must be a folder under apps/, from the root of this repository, such as "apps/backend"',
    )
    .describe("Folder which the image is built from, under `apps/`, where changes of it are looked for."),
  dockerfile: z
    .string()
    .refine(relative, "must be a file within the context, such as Dockerfile")
    .default("Dockerfile")
    .describe("The Dockerfile, within the context."),
  architecture: z
    .enum(["X86_64", "ARM64"])
    .default("X86_64")
    .describe(
      "For which processors the image is built. One that the building machine has not needs QEMU there.",
    ),
  buildArgs: z
    .record(z.string(), z.string())
    .default({})
    .describe("Values of the Dockerfile's `ARG`s. No place for secrets: they can be read from the image."),
});

/** How an image is built, with every default filled in. */
export type ImageSettings = z.output<typeof imageSettings>;

/** What an environment may set in the images layer, with defaults. */
export const imagesSettings = z.strictObject({
  images: z
    .record(z.string(), imageSettings)
    .describe("Images by the repository of the registry layer that they are pushed to."),
});

/** The settings as an environment writes them: what has a default may be left out. */
export type ImagesSettingsInput = z.input<typeof imagesSettings>;

/** The settings with every default filled in. */
export type ImagesSettings = z.output<typeof imagesSettings>;
