/**
 * Bundles the page into ../scenarios/report: report.html, report.js, report.css, and stamp.json,
 * which says from which sources the bundle was made (a test of the repository compares).
 */

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const OUT = "../scenarios/report";

const made = await build({
  entryPoints: { report: "src/main.ts" },
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  // DecompressionStream needs browsers of 2023.
  target: ["chrome103", "firefox113", "safari16.4"],
  legalComments: "none",
  banner: { js: "" },
  metafile: true,
  write: false,
});

const notices = await licences(Object.keys(made.metafile.inputs));
const bundle = {};
for (const file of made.outputFiles) {
  const name = file.path.endsWith(".js") ? "report.js" : "report.css";
  const text = name === "report.js" ? `/*\n${notices}\n*/\n${file.text}` : file.text;
  // Inside a page these would end the element.
  if (/<\/(script|style)/i.test(text)) throw new Error(`${name} holds an end tag`);
  bundle[name] = text;
}
bundle["report.html"] = await readFile("src/page.html", "utf8");
for (const [name, text] of Object.entries(bundle)) await writeFile(`${OUT}/${name}`, text);

const stamp = { command: "cd web && npm ci && npm run build", sources: {}, bundle: {} };
const sources = [...(await readdir("src")).map((name) => `src/${name}`), "build.mjs", "package.json", "package-lock.json", "tsconfig.json"];
for (const name of sources.sort()) stamp.sources[name] = digest(await readFile(name));
for (const name of Object.keys(bundle).sort()) stamp.bundle[name] = digest(bundle[name]);
await writeFile(`${OUT}/stamp.json`, `${JSON.stringify(stamp, null, 2)}\n`);
for (const [name, text] of Object.entries(bundle)) console.log(`${name}: ${text.length} bytes`);

function digest(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The licences of the packages that are in the bundle, which ask to travel with it. */
async function licences(inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/((@[^/]+\/)?[^/]+)\//.exec(path)?.[1]));
  packages.delete(undefined);
  const notices = [];
  for (const name of [...packages].sort()) {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((it) => /^licen[cs]e/i.test(it));
    const text = file ? await readFile(`${folder}/${file}`, "utf8") : "";
    notices.push(`${name} ${version} (${license})\n\n${text.trim()}`);
  }
  return notices.join("\n\n").replaceAll("*/", "* /");
}
