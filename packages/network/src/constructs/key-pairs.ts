import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { Construct } from "constructs";

export interface KeyPairsProps {
  readonly name: (...parts: string[]) => string;
  /** Public SSH keys by the names of the settings. */
  readonly publicKeys: Readonly<Record<string, string>>;
}

/** EC2 key pairs of administrators: their public halves, the private ones never come here. */
export class KeyPairs extends Construct {
  /** The names that EC2 knows them by, by those of the settings. */
  readonly keyNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { name, publicKeys }: KeyPairsProps) {
    super(scope, id);
    this.keyNames = Object.fromEntries(
      Object.entries(publicKeys).map(([key, publicKey]) => [
        key,
        new KeyPair(this, key, { keyName: name(key), publicKey, tags: { Name: name(key) } }).keyName,
      ]),
    );
  }
}
