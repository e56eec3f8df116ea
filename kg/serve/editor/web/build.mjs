// Bundles src/ into built/; with --check it writes nothing and fails if built/ is not what src/ gives
// (the same sources give the same bytes).
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { build } from "esbuild";

const check = process.argv.includes("--check");
const { outputFiles = [] } = await build({
  entryPoints: { query: "src/main.ts", "query-style": "src/editor.css" },
  outdir: "built",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome110", "firefox115", "safari16.4"],
  charset: "ascii",
  legalComments: "none",
  loader: {
    ".svg": "dataurl",
    ".woff": "dataurl",
    ".woff2": "dataurl",
    ".ttf": "dataurl",
    ".png": "dataurl",
  },
  banner: {
    js: "/* paperkg query editor (MIT), with Yasgui, CodeMirror, DataTables (MIT), DOMPurify (Apache-2.0), icons of Font Awesome (CC BY 4.0) */",
  },
  write: !check,
});
for (const { path, contents } of outputFiles) {
  if (Buffer.compare(readFileSync(path), contents)) {
    console.error(`built/${basename(path)} is not what the sources give: run npm run build`);
    process.exitCode = 1;
  }
}
