import { imagesSettings } from "./settings";

const problems = (image: object): string[] =>
  imagesSettings.safeParse({ images: { web: image } }).error?.issues.map(({ message }) => message) ?? [];

test("a folder is enough", () => {
  expect(imagesSettings.parse({ images: { web: { context: "apps/web" } } })).toEqual({
    images: {
      web: { context: "apps/web", dockerfile: "Dockerfile", architecture: "X86_64", buildArgs: {} },
    },
  });
});

test.each(["/apps/web", "../web", "apps/../../web", "packages/web", "apps", "apps/", "."])(
  "refuses %s as a context",
  (context) => {
    expect(problems({ context })).toEqual([expect.stringContaining("a folder under apps/") as string]);
  },
);

test.each(["/etc/passwd", "../Dockerfile", "./Dockerfile", ""])(
  "refuses %p as a Dockerfile",
  (dockerfile) => {
    expect(problems({ context: "apps/web", dockerfile })).toEqual([
      expect.stringContaining("within the context") as string,
    ]);
  },
);
