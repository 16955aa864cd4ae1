import { defineContract, map, object, string } from "@strata/core";

/** What the images layer publishes. */
export const imagesContract = defineContract("images", 1, {
  images: map(
    object({
      uri: string("The image by its digest, `<repository>@sha256:...`: what a task runs."),
      digest: string("`sha256:...`, of exactly this image."),
      tag: string("Made from its sources."),
    }),
    "Images as they were built and pushed last, by repository.",
  ),
});
