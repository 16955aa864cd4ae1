/** The kinds of keys that EC2 imports. */
const KINDS = ["ssh-ed25519", "ssh-rsa"];

/** Whether a text is an SSH public key that EC2 imports: its kind, the key in base64, and perhaps a comment. */
export function isPublicKey(text: string): boolean {
  const [kind = "", encoded = ""] = text.split(" ");
  if (!KINDS.includes(kind) || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return false;
  // The key says its own kind again at its beginning, after four bytes with the length of that.
  const key = Buffer.from(encoded, "base64");
  return (
    key.length > 4 && key.subarray(4, 4 + key.readUInt32BE(0)).toString() === kind && !text.includes("\n")
  );
}
