import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { Traffic } from "./traffic";

export interface ServiceDashboardProps {
  readonly name: string;
  readonly region: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Whether CloudWatch measures how many tasks are wanted. */
  readonly containerInsights: boolean;
  /** What CloudWatch knows of its traffic. */
  readonly traffic: Pick<Traffic, "targetGroupSuffixes" | "loadBalancerSuffix"> | undefined;
}

/** A metric as a dashboard has it: namespace, name, then dimensions by name and value, then options. */
type Metric = readonly [
  namespace: string,
  name: string,
  ...rest: (string | Readonly<Record<string, string>>)[],
];

/** What one looks at first when a service is not well: its use, its tasks, its requests. */
export class ServiceDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceDashboardProps,
  ) {
    super(scope, id);
    const graphs = [...this.tasks(), ...this.requests()];
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: props.name,
      dashboardBody: JSON.stringify({
        widgets: graphs.map(({ title, metrics }, index) => ({
          type: "metric",
          // The console's grid has 24 columns: three graphs beside each other.
          x: 8 * (index % 3),
          y: 6 * Math.floor(index / 3),
          width: 8,
          height: 6,
          properties: { title, metrics, region: props.region, period: 60, view: "timeSeries" },
        })),
      }),
    });
  }

  private tasks(): { title: string; metrics: Metric[] }[] {
    const { clusterName, serviceName, containerInsights } = this.props;
    const dimensions = ["ClusterName", clusterName, "ServiceName", serviceName];
    const use = (name: string): Metric[] =>
      ["Average", "Maximum"].map((stat) => ["AWS/ECS", name, ...dimensions, { stat }]);
    const wanted: Metric = [
      "ECS/ContainerInsights",
      "DesiredTaskCount",
      ...dimensions,
      { stat: "Average", label: "wanted" },
    ];
    return [
      { title: "CPU, percent", metrics: use("CPUUtilization") },
      { title: "Memory, percent", metrics: use("MemoryUtilization") },
      {
        title: "Tasks",
        metrics: [
          // Each task sends one value a minute.
          ["AWS/ECS", "CPUUtilization", ...dimensions, { stat: "SampleCount", label: "running" }],
          ...(containerInsights ? [wanted] : []),
        ],
      },
    ];
  }

  private requests(): { title: string; metrics: Metric[] }[] {
    const { traffic } = this.props;
    if (traffic === undefined) return [];
    const of = (name: string, ...stats: string[]): Metric[] =>
      Object.entries(traffic.targetGroupSuffixes).flatMap(([group, suffix]) =>
        stats.map(
          (stat): Metric => [
            "AWS/ApplicationELB",
            name,
            "LoadBalancer",
            traffic.loadBalancerSuffix,
            "TargetGroup",
            suffix,
            { stat, label: `${group} ${name} ${stat}` },
          ],
        ),
      );
    return [
      {
        title: "Requests and failed ones, a minute",
        metrics: [...of("RequestCount", "Sum"), ...of("HTTPCode_Target_5XX_Count", "Sum")],
      },
      { title: "Latency, seconds", metrics: of("TargetResponseTime", "p50", "p99") },
      {
        title: "Tasks by health",
        metrics: [...of("HealthyHostCount", "Minimum"), ...of("UnHealthyHostCount", "Maximum")],
      },
    ];
  }
}
