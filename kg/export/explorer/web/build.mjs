// Bundles src/ into built/; with --tests the tests into .tests/ instead; with --check it writes nothing
// and fails if built/ is not what src/ gives (the same sources give the same bytes).
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

const check = process.argv.includes("--check");

/** Bundles into built/, or compares with what is there. */
async function bundle(options) {
  const { outputFiles = [] } = await build({
    ...options,
    outdir: "built",
    bundle: true,
    minify: true,
    write: !check,
  });
  for (const { path, contents } of outputFiles) {
    if (Buffer.compare(readFileSync(path), contents)) {
      console.error(`built/${basename(path)} is not what the sources give: run npm run build`);
      process.exitCode = 1;
    }
  }
}

if (process.argv.includes("--tests")) {
  rmSync(".tests", { recursive: true, force: true });
  await build({
    entryPoints: readdirSync("test")
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `test/${name}`),
    outdir: ".tests",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });
} else {
  await bundle({
    entryPoints: { explorer: "src/main.ts" },
    format: "iife",
    target: ["chrome110", "firefox115", "safari16.4"],
    charset: "ascii",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    banner: {
      js: "/* paperkg explorer (MIT), with sigma, graphology, MiniSearch and TanStack Virtual (all MIT) */",
    },
  });
  await bundle({
    entryPoints: { explorer: "src/style.css" },
    target: ["chrome110", "firefox115", "safari16.4"],
  });
}
