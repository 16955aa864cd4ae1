import { execFileSync } from "node:child_process";
import { installJenkins } from "./jenkins-user-data";

const script = installJenkins().join("\n");

test("is a shell script", () => {
  expect(() => execFileSync("bash", ["-n"], { input: script })).not.toThrow();
});

test("never formats a disk that has something on it", () => {
  expect(script.match(/mkfs/g)).toHaveLength(1);
  expect(script).toContain('blkid "$HOME_DISK" || mkfs.xfs "$HOME_DISK"');
});

test("installs Jenkins from signed packages, after its home is mounted", () => {
  expect(script).toContain("gpgcheck=1");
  expect(script).toContain("gpgkey=https://pkg.jenkins.io/rpm-stable/jenkins.io-2026.key");
  expect(script.indexOf("|| mount /var/lib/jenkins")).toBeLessThan(script.indexOf("dnf install -y jenkins"));
});
