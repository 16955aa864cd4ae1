import { testBlueprint } from "./blueprint";
import { autoScalingGroups, instanceScaling, machines } from "./compute-facts";
import { certificates, distributions, firewalls, loadBalancing, records } from "./edge-facts";
import { reach, ruleMatrix } from "./network-facts";

const PREFIX = "nginx";

const host = { type: "t3.small", key: "nginx-admin", tokens: "required", rootGiB: 30, encrypted: true };

testBlueprint({
  name: "nginx-asg",
  facts: {
    "SSH from administrators to the bastion only, from there to the web servers": [
      (aws) => ruleMatrix(aws, PREFIX),
      [
        "0.0.0.0/0 -> alb 443",
        "0.0.0.0/0 -> alb 80",
        "0.0.0.0/0 -> public-host 443",
        "0.0.0.0/0 -> public-host 80",
        "203.0.113.7/32 -> bastion 22",
        "203.0.113.7/32 -> public-host 22",
        "::/0 -> alb 443",
        "::/0 -> alb 80",
        "::/0 -> public-host 443",
        "::/0 -> public-host 80",
        "alb -> web 80",
        "bastion -> web 22",
      ],
    ],
    "private subnets have one way out": [
      reach,
      [
        "nginx-private-a: nat in nginx-public-a",
        "nginx-private-c: nat in nginx-public-a",
        "nginx-public-a: internet",
        "nginx-public-c: internet",
      ],
    ],
    "the certificate of CloudFront is in its region": [
      certificates,
      [
        "ap-northeast-2 example.com, www.example.com ISSUED by DNS",
        "us-east-1 static.example.com ISSUED by DNS",
      ],
    ],
    "names for load balancer, host and site": [
      records,
      [
        "static.example.com. A -> CloudFront",
        "static.example.com. AAAA -> CloudFront",
        "this-is.example.com. A -> an address",
        "www.example.com. A -> load balancer nginx-web",
      ],
    ],
    "the group is behind HTTPS, and the app in Docker by a path": [
      loadBalancing,
      {
        listeners: [
          "nginx-web 443 if path-pattern /app/* -> nginx-docker-app-targets",
          "nginx-web internet-facing 443 (ELBSecurityPolicy-TLS13-1-2-2021-06) -> nginx-nginx-targets",
          "nginx-web internet-facing 80 redirects to HTTPS://#{host}:443/#{path}?#{query} (HTTP_301)",
        ],
        targetGroups: [
          "nginx-docker-app-targets HTTP:80 instance /",
          "nginx-nginx-targets HTTP:80 instance /",
        ],
      },
    ],
    "a firewall before the load balancer": [firewalls, ["nginx-web: nginx-web"]],
    "the site is private behind CloudFront": [
      distributions,
      [
        {
          names: ["static.example.com"],
          certificateRegion: "us-east-1",
          tls: "TLSv1.2_2021",
          http: "redirect-to-https",
          signedOrigins: true,
        },
      ],
    ],
    "a bastion, a public host and a host with Docker, all with tokens and encrypted disks": [
      machines,
      {
        "nginx-bastion": { ...host, type: "t3.micro", groups: ["nginx-bastion"], rootGiB: 8 },
        "nginx-docker-app": { ...host, groups: ["nginx-web"] },
        "nginx-public-site": { ...host, groups: ["nginx-public-host"] },
      },
    ],
    "three instances of no fixed type, between two and six, and new ones before old ones go": [
      autoScalingGroups,
      [
        {
          name: "nginx-nginx",
          size: "2 <= 3 <= 6",
          vcpu: "1 to 2",
          memoryMiB: "1024 to 4096",
          onDemandBase: 1,
          onDemandPercent: 0,
          targetGroups: 1,
          maintenance: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
        },
      ],
    ],
    "all five kinds of policies": [
      instanceScaling,
      [
        "predictive 50 %",
        "schedule 50 22 * * * Asia/Seoul: 3",
        "simple +1",
        "step +2, +4",
        "target tracking 50 %",
      ],
    ],
  },
  variants: [],
});
