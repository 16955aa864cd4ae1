import { installPackages } from "./user-data";

test("installs packages, and starts Docker where that is one of them", () => {
  expect(installPackages([])).toEqual([]);
  expect(installPackages(["git"])).toEqual(["dnf install -y git"]);
  expect(installPackages(["docker"])).toContain("systemctl enable --now docker");
});
