/** Takes secrets out of text before it is logged, committed or shown. */

const MARK = '[redacted]';

/** Shapes that are secret wherever they stand. Known values are the real defence; this is the net under it. */
const SHAPES: readonly RegExp[] = [
  /\bsk-ant-[A-Za-z0-9_-]{8,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
];

export type Redact = (text: string) => string;

/** A function that removes `secrets` (also base64 and URL-encoded) and whatever has the shape of a key. */
export function redactor(secrets: readonly (string | undefined)[]): Redact {
  const values = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 8);
  const forms = values.flatMap((value) => [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
  ]);
  return (text) => {
    let clean = text;
    for (const form of forms) clean = clean.replaceAll(form, MARK);
    for (const shape of SHAPES) clean = clean.replace(shape, MARK);
    return clean;
  };
}
