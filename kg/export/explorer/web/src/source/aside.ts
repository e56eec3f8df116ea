import { bytesOfBase64, gunzip, unpack } from "./unpack.ts";

/** Base64 characters from which on unpacking would hold the page up for a tenth of a second. */
const LARGE = 3_000_000;

/** Unpacks Base64 of gzip, in a worker if it is large. */
export async function unpackAside(text: string): Promise<Uint8Array> {
  if (text.length < LARGE) return unpack(text);
  try {
    return await inWorker(text);
  } catch {
    return unpack(text); // a browser that gives a local file no worker
  }
}

/** The worker's program: the two functions as they stand here, and the answer. */
function program(): string {
  return `const bytesOfBase64 = ${bytesOfBase64}; const gunzip = ${gunzip};
onmessage = async ({ data }) => {
  try { const bytes = await gunzip(bytesOfBase64(data)); postMessage(bytes, [bytes.buffer]); }
  catch (error) { postMessage(String(error)); }
};`;
}

function inWorker(text: string): Promise<Uint8Array> {
  const url = URL.createObjectURL(new Blob([program()], { type: "text/javascript" }));
  const worker = new Worker(trusted(url));
  return new Promise<Uint8Array>((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }: MessageEvent<Uint8Array | string>) =>
      typeof data === "string" ? reject(new Error(data)) : resolve(data);
    worker.postMessage(text);
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(url);
  });
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** The URL as the page's policy wants it: only a blob of our own may become a worker. */
function trusted(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy("explorer-worker", { createScriptURL: (own) => own });
  return policy.createScriptURL(url);
}
