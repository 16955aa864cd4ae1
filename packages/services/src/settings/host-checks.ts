import type { CrossCheck } from "@strata/core";
import { firstStart } from "@strata/core/instance";
import { USER_DATA_LIMIT, userData } from "../user-data";
import type { AutoScalingGroupSettings } from "./auto-scaling-groups";
import type { HostSettings } from "./hosts";

/** The checks across the settings of one host. */
export function checkHost(at: PropertyKey[], host: HostSettings, check: CrossCheck): void {
  checkSoftware(at, host, check);
  const { certbot, nginx, records } = host;
  if (certbot === undefined) return;
  if (nginx === undefined) {
    check.report([...at, "nginx"], "must be set, because certbot puts the certificate into Nginx");
  }
  if (certbot.names.length === 0 && records.length === 0) {
    check.report([...at, "certbot", "names"], "must name a domain, because the host has no records either");
  }
  const names = certbot.names.length > 0 ? certbot.names : records;
  if (names.some((name) => name.includes("*"))) {
    check.report(
      [...at, "certbot", "names"],
      "must be names without *, because Let's Encrypt gives no certificate for * to a web server",
    );
  }
}

/** The checks across the settings of one auto scaling group. */
export function checkAutoScalingGroup(
  at: PropertyKey[],
  group: AutoScalingGroupSettings,
  check: CrossCheck,
): void {
  checkSoftware(at, group, check);
  const { min, max, desired = min, instanceTypes, requirements } = group;
  if (!(min <= desired && desired <= max)) {
    check.report(at, `must keep min <= desired <= max, and has ${min}, ${desired}, ${max}`);
  }
  if ((instanceTypes === undefined) === (requirements === undefined)) {
    check.report(
      [...at, instanceTypes === undefined ? "instanceTypes" : "requirements"],
      instanceTypes === undefined
        ? "must be set, or requirements: one says which machines to start"
        : "must be left out, because instanceTypes says which machines to start",
    );
  }
  checkScaling([...at, "scaling"], group, check);
}

function checkScaling(at: PropertyKey[], group: AutoScalingGroupSettings, { report }: CrossCheck): void {
  const { targetTracking, simple, steps, predictive, scheduled } = group.scaling;
  for (const [index, { above }] of steps.entries()) {
    const before = steps[index - 1]?.above;
    if (before !== undefined && above <= before) {
      report([...at, "steps", index, "above"], `must be more than ${before}, the step before it`);
    }
  }
  for (const [kind, policies] of Object.entries({ simple, steps })) {
    for (const [index, { above }] of policies.entries()) {
      if (targetTracking !== undefined && above <= targetTracking.cpuPercent) {
        report(
          [...at, kind, index, "above"],
          `must be more than targetTracking.cpuPercent (${targetTracking.cpuPercent}), ` +
            "or the one takes away what the other adds",
        );
      }
    }
  }
  const first = new Map<number, number>();
  for (const [index, { above }] of simple.entries()) {
    if (first.has(above))
      report([...at, "simple", index, "above"], `must differ from simple[${first.get(above) ?? 0}]`);
    else first.set(above, index);
  }
  if (predictive !== undefined && targetTracking === undefined && simple.length + steps.length === 0) {
    report(
      [...at, "predictive"],
      "must stand beside targetTracking, simple or steps, which answer what was not foreseen",
    );
  }
  for (const [name, action] of Object.entries(scheduled)) {
    const { min = group.min, max = group.max } = action;
    const desired = action.desired ?? Math.max(min, Math.min(max, group.desired ?? group.min));
    if (min <= desired && desired <= max) continue;
    report(
      [...at, "scheduled", name],
      `must keep min <= desired <= max, and has ${min}, ${desired}, ${max} (what it leaves out is the group's)`,
    );
  }
}

/** The ports that are taken on a machine, and what its first start takes of the room that AWS has for it. */
function checkSoftware(
  at: PropertyKey[],
  software: HostSettings | AutoScalingGroupSettings,
  { report }: CrossCheck,
): void {
  const { docker, nginx } = software;
  const certbot = "certbot" in software ? software.certbot : undefined;
  const owners = new Map<string, string>();
  if (nginx !== undefined) owners.set("80", "Nginx");
  if (certbot !== undefined) owners.set("443", "Nginx");
  for (const [name, { ports }] of Object.entries(docker)) {
    for (const port of Object.keys(ports)) {
      const other = owners.get(port);
      if (other !== undefined) {
        report([...at, "docker", name, "ports", port], `is already the port of ${other}; choose another`);
      }
      owners.set(port, `the container ${name}`);
    }
  }
  const published = Object.values(docker).flatMap(({ ports }) => Object.keys(ports));
  if (nginx?.proxyTo !== undefined && published.length > 0 && !published.includes(String(nginx.proxyTo))) {
    report(
      [...at, "nginx", "proxyTo"],
      `must be a port that a container of the machine answers: ${published.join(", ")}`,
    );
  }

  const script = firstStart(
    userData(software, {
      region: "ap-northeast-2",
      registry: LONG_REGISTRY,
      repositoryUrl: (repository) => `${LONG_REGISTRY}/${repository}`,
      hostName: (name) => name,
      behindLoadBalancer: true,
      ...(certbot === undefined ? {} : { certificate: { names: certbot.names, email: certbot.email } }),
    }),
  );
  const bytes = Buffer.byteLength(script);
  if (bytes > USER_DATA_LIMIT) {
    report(
      [...at, "commands"],
      `make user data of ${bytes} bytes with all that is installed, and EC2 takes ${USER_DATA_LIMIT}; ` +
        "put the work into an image, or fetch a script from S3",
    );
  }
}

// As long as an address of a registry gets.
const LONG_REGISTRY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";
