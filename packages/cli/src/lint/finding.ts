/** What looks at the layers. */
export type LintTool = "terraform validate" | "tflint" | "checkov" | "strata";

/** Something that a tool found wrong. */
export interface Finding {
  readonly layer: string;
  readonly tool: LintTool;
  /** The tool's name for it, such as `CKV_AWS_150`; `strata` has the rules of this project. */
  readonly rule: string;
  /** The Terraform address; empty where it is about the whole stack. */
  readonly resource: string;
  readonly message: string;
}

/** What a tool made of one layer. */
export interface Verdict {
  readonly layer: string;
  readonly tool: LintTool;
  readonly findings: readonly Finding[];
  /** How many checks found nothing wrong. */
  readonly passed: number;
}
