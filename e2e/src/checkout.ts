import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The repository that is tested. */
export const SOURCE = resolve(__dirname, "../..");

/**
 * A copy of the repository's files as they are now, with nothing built: what a new user's clone is. What Turborepo has built
 * before is copied too, as it is not what is tested.
 */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "strata-e2e-"));

  constructor() {
    const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: SOURCE,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    for (const file of new Set(files.split("\0").filter((name) => name !== ""))) {
      if (!existsSync(join(SOURCE, file))) continue;
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      cpSync(join(SOURCE, file), join(this.root, file));
    }
    const cache = ".turbo/cache";
    if (existsSync(join(SOURCE, cache)))
      cpSync(join(SOURCE, cache), join(this.root, cache), {
        recursive: true,
        // The manifests are of the files of that checkout, by their times.
        filter: (path) => !path.endsWith("-manifest.json"),
      });
    // Turborepo asks git for the files and their hashes; without a commit it reads all of them itself.
    const git = (...args: string[]): void => {
      execFileSync("git", ["-c", "user.name=e2e", "-c", "user.email=e2e@localhost", ...args], {
        cwd: this.root,
      });
    };
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "The repository as it is tested");
  }

  /** Changes a file, as a person would in an editor. Throws where the text to replace is not there. */
  edit(file: string, replace: string | RegExp, by: string): void {
    const path = join(this.root, file);
    const text = readFileSync(path, "utf8");
    const edited = text.replace(replace, by);
    if (edited === text) throw new Error(`${file} has no "${replace}"`);
    writeFileSync(path, edited);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
