import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

const PAGE = /^<!doctype html>/i;
const POLICY = "<!-- policy -->";

/** Inline scripts and styles are allowed by their digests and nothing else is: no request can leave the page. */
function policyOf(page: string): string {
  const scripts = [...page.matchAll(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g)];
  const styles = [...page.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)];
  const digests = (found: RegExpMatchArray[]) =>
    found.map((each) => `'sha256-${createHash("sha256").update(each[1]!).digest("base64")}'`).join(" ");
  return [
    "default-src 'none'",
    `script-src ${digests(scripts)}`,
    `style-src ${digests(styles)}`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The licences of what is bundled into the page, which ask to be in every copy of it. */
function licences(): string {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const told = Object.entries(dependencies).map(([name, version]) => {
    const text = readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim().replace(/\n +/g, "\n");
    if (text.includes("--")) throw new Error(`the licence of ${name} would end the comment it stands in`);
    return `${name} ${version}\n\n${text}`;
  });
  return `<!-- This page contains ${told.join("\n\nand ")}\n-->\n`;
}

function closed(): Plugin {
  return {
    name: "closed",
    enforce: "post",
    apply: "build",
    generateBundle: {
      // After the script and the styles have been put into the page.
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== "asset" || typeof file.source !== "string" || !PAGE.test(file.source)) continue;
          const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf(file.source)}" />`;
          file.source = file.source.replace(POLICY, meta).trimEnd() + "\n" + licences();
        }
      },
    },
  };
}

export default defineConfig(({ isSsrBuild }) => ({
  base: "./",
  plugins: isSsrBuild ? [] : [viteSingleFile({ removeViteModuleLoader: true }), closed()],
  build: { outDir: ".built/page", emptyOutDir: true, target: "es2022", modulePreload: false },
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 },
}));
