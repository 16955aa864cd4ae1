/** Where the packages of Jenkins keep what it remembers. */
export const JENKINS_HOME = "/var/lib/jenkins";

/** The device under which the disk is attached; Amazon Linux links the real one of any instance type to it. */
export const HOME_DEVICE = "/dev/sdf";

// https://pkg.jenkins.io/rpm-stable/: the releases with long-term support, signed with the key of 2026.
const JENKINS_REPOSITORY = "https://pkg.jenkins.io/rpm-stable";

/**
 * Commands which make a host of Amazon Linux 2023 a Jenkins server with Java 21, Docker, git and the AWS CLI. They
 * may be run again: what is there is left as it is, above all the disk with JENKINS_HOME.
 */
export const installJenkins = (): string[] => [
  "# The disk is attached after the host has started.",
  `for attempt in $(seq 120); do [ -b ${HOME_DEVICE} ] && break; sleep 5; done`,
  `HOME_DISK=$(readlink -f ${HOME_DEVICE})`,
  "# Only a new disk gets a file system; that of an earlier host has everything on it.",
  'blkid "$HOME_DISK" || mkfs.xfs "$HOME_DISK"',
  'HOME_UUID=$(blkid -s UUID -o value "$HOME_DISK")',
  `mkdir -p ${JENKINS_HOME}`,
  'grep -q "$HOME_UUID" /etc/fstab ||',
  `  echo "UUID=$HOME_UUID ${JENKINS_HOME} xfs defaults,nofail 0 2" >> /etc/fstab`,
  "systemctl daemon-reload",
  `mountpoint -q ${JENKINS_HOME} || mount ${JENKINS_HOME}`,
  "",
  "cat > /etc/yum.repos.d/jenkins.repo <<'END'",
  "[jenkins]",
  "name=Jenkins LTS",
  `baseurl=${JENKINS_REPOSITORY}/`,
  "gpgcheck=1",
  `gpgkey=${JENKINS_REPOSITORY}/jenkins.io-2026.key`,
  "END",
  `rpm --import ${JENKINS_REPOSITORY}/jenkins.io-2026.key`,
  "dnf install -y fontconfig java-21-amazon-corretto docker git awscli-2 jq",
  "dnf install -y jenkins",
  "usermod -aG docker jenkins",
  "# On another host Jenkins may have got another user number.",
  `find ${JENKINS_HOME} ! -user jenkins -exec chown --no-dereference jenkins:jenkins {} +`,
  "# Without its disk Jenkins would start as a new one.",
  "mkdir -p /etc/systemd/system/jenkins.service.d",
  `printf '[Unit]\\nRequiresMountsFor=${JENKINS_HOME}\\n' > /etc/systemd/system/jenkins.service.d/home.conf`,
  "systemctl daemon-reload",
  "systemctl enable --now docker jenkins",
];
