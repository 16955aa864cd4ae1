import { testBlueprint } from "./blueprint";
import { autoScalingGroups, instanceScaling, machines } from "./compute-facts";
import { certificates, distributions, firewalls, loadBalancing, records } from "./edge-facts";
import { reach, ruleMatrix } from "./network-facts";

const PREFIX = "nginx";

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
    "the group is behind HTTPS": [loadBalancing, {}],
    "a firewall before the load balancer": [firewalls, ["nginx-web: nginx-web"]],
    "the site is private behind CloudFront": [distributions, []],
    "a bastion, a public host and a host with Docker, all with tokens and encrypted disks": [machines, {}],
    "three instances of no fixed type, between two and six, and new ones before old ones go": [
      autoScalingGroups,
      [],
    ],
    "all five kinds of policies": [instanceScaling, []],
  },
  variants: [],
});
