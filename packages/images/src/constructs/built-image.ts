import { rmSync } from "node:fs";
import { join } from "node:path";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { App, Manifest, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { readBuildContext, writeBuildContext } from "../build-context";
import { contentHash } from "../content-hash";
import type { ImageSettings } from "../settings";

export interface BuiltImageProps {
  /** How it is built. */
  readonly image: ImageSettings;
  /** The folder which `image.context` is in: the root of the repository. */
  readonly root: string;
  /** Its name without a tag. The URL of a repository where the image is pushed. */
  readonly name: string;
}

const PLATFORM = { X86_64: "linux/amd64", ARM64: "linux/arm64" } as const;

/**
 * The sources of an image. They are read as the stack is synthesized and copied beside it, so what is built is what the
 * tag was made from, whatever is edited in between; and the stack names no folder of this machine.
 */
abstract class BuiltImage extends Construct {
  /** Made from the sources: unchanged sources have the tag that they had. */
  readonly tag: string;
  /** `<name>:<tag>`. */
  readonly reference: string;
  protected readonly build: {
    readonly context: string;
    readonly dockerfile: string;
    readonly platform: string;
    readonly buildArgs: Record<string, string>;
  };

  constructor(scope: Construct, id: string, { image, root, name }: BuiltImageProps) {
    super(scope, id);
    const { dockerfile, buildArgs } = image;
    const platform = PLATFORM[image.architecture];
    const files = readBuildContext(join(root, image.context), dockerfile);
    this.tag = contentHash(files, { dockerfile, platform, buildArgs });
    this.reference = `${name}:${this.tag}`;

    const stack = TerraformStack.of(this);
    const contexts = join("assets", stack.getLogicalId(this.node));
    const context = join(contexts, this.tag);
    // Terraform works in the folder of its stack.
    const folder = join(App.of(this).outdir, Manifest.stacksFolder, stack.node.id);
    rmSync(join(folder, contexts), { recursive: true, force: true });
    writeBuildContext(join(folder, context), files);
    this.build = { context, dockerfile, platform, buildArgs };
  }
}

/** An image which is built on the Docker engine, and stays there until it is destroyed or its sources change. */
export class LocalImage extends BuiltImage {
  /** The ID of the image, for containers. */
  readonly imageId: string;

  constructor(scope: Construct, id: string, props: BuiltImageProps) {
    super(scope, id, props);
    const image = new Image(this, "image", {
      name: this.reference,
      buildAttribute: this.build,
      // A container of the old image is replaced before the image goes.
      lifecycle: { createBeforeDestroy: true },
    });
    this.imageId = image.imageId;
  }
}

/**
 * An image which is built on the Docker engine and pushed to a registry. What is there is asked of the registry alone,
 * so a plan needs no Docker, and sees no change on a machine which has not built the image. It stays in the registry
 * when it is destroyed: something may still run it.
 */
export class PushedImage extends BuiltImage {
  /** `sha256:...`, the only name of exactly this image. */
  readonly digest: string;

  constructor(scope: Construct, id: string, props: BuiltImageProps) {
    super(scope, id, props);
    const { buildArgs, ...build } = this.build;
    const image = new RegistryImage(this, "image", { name: this.reference, keepRemotely: true });
    // The bindings were made from a version which could not build here.
    image.addOverride("build", { ...build, build_args: buildArgs });
    this.digest = image.sha256Digest;
  }
}
