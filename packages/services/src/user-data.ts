/** Commands which install packages at a host's first start; Docker is started and open to the usual user. */
export const installPackages = (packages: readonly string[]): string[] => [
  ...(packages.length === 0 ? [] : [`dnf install -y ${packages.join(" ")}`]),
  ...(packages.includes("docker") ? ["systemctl enable --now docker", "usermod -aG docker ec2-user"] : []),
];
