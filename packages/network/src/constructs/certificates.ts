import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface CertificateProps {
  /** Names relative to the domain; "@" is the domain itself. */
  readonly names: readonly string[];
  /** The provider of the region where the certificate is; the stack's own where it is left out. */
  readonly provider?: AwsProvider | undefined;
}

export interface CertificatesProps {
  readonly name: (...parts: string[]) => string;
  readonly domain: string;
  readonly zoneId: string;
  readonly certificates: Readonly<Record<string, CertificateProps>>;
}

/** Seconds for which resolvers may keep a validation record. */
const TTL = 300;

/** TLS certificates, validated by records in the domain's zone, which stay there for AWS to renew them. */
export class Certificates extends Construct {
  /** ARNs by the names of the settings, known when the certificate is valid. */
  readonly arns: Readonly<Record<string, string>>;
  private readonly records = new Map<string, Route53Record>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CertificatesProps,
  ) {
    super(scope, id);
    const { name, domain, certificates } = props;
    this.arns = Object.fromEntries(
      Object.entries(certificates).map(([key, { names, provider }]) => {
        const [first = domain, ...others] = names.map((part) =>
          part === "@" ? domain : `${part}.${domain}`,
        );
        const certificate = new AcmCertificate(this, key, {
          domainName: first,
          ...(others.length === 0 ? {} : { subjectAlternativeNames: others }),
          validationMethod: "DNS",
          // A listener keeps its certificate until it has the next one.
          lifecycle: { createBeforeDestroy: true },
          tags: { Name: name(key) },
          ...(provider === undefined ? {} : { provider }),
        });
        const records = new Set([first, ...others].map((host) => this.record(certificate, host)));
        const validation = new AcmCertificateValidation(this, `${key}-validation`, {
          certificateArn: certificate.arn,
          validationRecordFqdns: [...records].map(({ fqdn }) => fqdn),
          ...(provider === undefined ? {} : { provider }),
        });
        return [key, validation.certificateArn];
      }),
    );
  }

  /**
   * The record which validates a name. AWS asks for the same one for `example.com` and `*.example.com`, in every
   * region and for every certificate of the account, so there is one for all of them.
   */
  private record(certificate: AcmCertificate, host: string): Route53Record {
    const base = host.replace(/^\*\./, "");
    const known = this.records.get(base);
    if (known !== undefined) return known;
    const option = (attribute: string): string =>
      `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${host}"])}`;
    const record = new Route53Record(this, `record-${base}`, {
      zoneId: this.props.zoneId,
      name: option("resource_record_name"),
      type: option("resource_record_type"),
      records: [option("resource_record_value")],
      ttl: TTL,
      // Another environment with the same zone has the same record.
      allowOverwrite: true,
    });
    this.records.set(base, record);
    return record;
  }
}
