// Builds everything the browser loads into ../static/dist: hashed names, a manifest, and .br and .gz beside
// each text file so that the server never compresses while somebody waits.
//
// Each script is one file: a page asks for it while it reads its head, not for a chain of pieces; and one that did
// not come is asked for once more by another address (src/parts.js), which a piece of it could not be.
//
//   manifest.json     {"main.js": "main-HASH.js", "main.css": …, "viewer.js": …, "viewer.css": …, "font.woff2": …}
//   sources.sha256    hash of what it was built from; the wheel refuses a stale bundle by comparing it

import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "..", "static", "dist");
// Built beside and put in place at the end: a server that runs meanwhile never finds half a bundle.
const FRESH = `${DIST}.new`;
const ENTRIES = {
  "main.js": "src/main.js",
  "main.css": "src/css/main.css",
  "form.js": "src/form/form.js",
  "uploads.js": "src/form/sender.js",
  "viewer.js": "src/parts/viewer.js",
  "viewer.css": "src/css/viewer.css",
  "editor.js": "src/parts/editor.js",
  "editor.css": "src/css/editor.css",
};

/** The engine's own: the editor is built with it. */
const VOCABULARY = "../../engine/bpmn/vocabulary.json";

/** sha256 over path, NUL, bytes, NUL of each file below src (sorted by path), then of what is named here. */
function hashOfSources() {
  const files = readdirSync(join(HERE, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(HERE.length + 1)
        .replaceAll("\\", "/"),
    )
    // By code point, as Python sorts.
    .sort((a, b) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  for (const path of [...files, "package-lock.json", "build.mjs", VOCABULARY]) {
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(HERE, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

function manifestOf(outputs) {
  const names = Object.entries(ENTRIES).map(([name, source]) => {
    const built = Object.entries(outputs).find(([, output]) => output.entryPoint === source);
    return [name, basename(built[0])];
  });
  const font = Object.keys(outputs).find((path) => /plus-jakarta-sans-usual.*\.woff2$/.test(path));
  return Object.fromEntries([...names, ["font.woff2", basename(font)]]);
}

function compress(directory) {
  for (const name of readdirSync(directory).filter((each) => /\.(js|css)$/.test(each))) {
    const bytes = readFileSync(join(directory, name));
    writeFileSync(join(directory, `${name}.br`), brotliCompressSync(bytes));
    writeFileSync(join(directory, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

process.chdir(HERE);
rmSync(FRESH, { recursive: true, force: true });
mkdirSync(FRESH, { recursive: true });
const { metafile } = await esbuild.build({
  entryPoints: Object.entries(ENTRIES).map(([name, source]) => ({ in: source, out: name.split(".")[0] })),
  outdir: FRESH,
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(FRESH, "manifest.json"), `${JSON.stringify(manifestOf(metafile.outputs), null, 1)}\n`);
compress(FRESH);
writeFileSync(join(FRESH, "sources.sha256"), `${hashOfSources()}\n`);
rmSync(DIST, { recursive: true, force: true });
renameSync(FRESH, DIST);
