// Builds pages for the tests: reads [{ id, language, source, react }] from a file and writes one script for each,
// which mounts the page in #app. The libraries are bundled once for each kind, and found in `window` by the pages.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileScript, compileStyle, compileTemplate, parse } from "@vue/compiler-sfc";
import { build, transform } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const [input, output] = process.argv.slice(2);

const MOUNTS = {
  react: `import { createElement, StrictMode } from "react"; import { createRoot } from "react-dom/client";
    import Page from "page"; createRoot(document.getElementById("app")).render(createElement(StrictMode, null, createElement(Page)));`,
  vue: `import { createApp } from "vue"; import Page from "page"; createApp(Page).mount("#app");`,
};

function vueModule(source) {
  const { descriptor, errors } = parse(source, { filename: "Page.vue" });
  const id = "data-v-page";
  const script = compileScript(descriptor, { id, inlineTemplate: false });
  const template = compileTemplate({
    source: descriptor.template.content, filename: "Page.vue", id, scoped: true,
    compilerOptions: { bindingMetadata: script.bindings, scopeId: id },
  });
  const styles = descriptor.styles.map((style) => compileStyle({ source: style.content, filename: "Page.vue", id, scoped: Boolean(style.scoped) }));
  const problems = [...errors, ...template.errors, ...template.tips, ...styles.flatMap((style) => style.errors)];
  if (problems.length) throw new Error(problems.map(String).join("\n"));
  const css = JSON.stringify(styles.map((style) => style.code).join("\n"));
  return `${script.content.replace("export default", "const page =")}\n${template.code.replace("export function render", "function render")}
    page.render = render; page.__scopeId = "${id}";
    document.head.append(Object.assign(document.createElement("style"), { textContent: ${css} }));
    export default page;`;
}

for (const { id, language, source, react } of JSON.parse(readFileSync(input, "utf8"))) {
  const kind = language === "vue" ? "vue" : "react";
  const code = language === "vue" ? vueModule(source)
    : (await transform(source, { loader: language === "typescript" ? "tsx" : "jsx", jsx: "automatic" })).code;
  const page = { name: "page", setup(plugin) {
    plugin.onResolve({ filter: /^page$/ }, () => ({ path: "page", namespace: "page" }));
    plugin.onLoad({ filter: /.*/, namespace: "page" }, () => ({ contents: code, resolveDir: here, loader: "js" }));
  } };
  const old = { name: "old", setup(plugin) {
    if (react === 18) plugin.onResolve({ filter: /^react(-dom)?(\/.*)?$/ }, ({ path }) => plugin.resolve(path.replace(/^react-dom/, "react-dom18").replace(/^react(?!-dom)/, "react18"), { kind: "import-statement", resolveDir: here }));
  } };
  const built = await build({
    stdin: { contents: MOUNTS[kind], resolveDir: here }, bundle: true, write: false, format: "iife", plugins: [page, old],
    define: { "process.env.NODE_ENV": '"development"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    logLevel: "silent",
  });
  writeFileSync(join(output, `${id}.js`), built.outputFiles[0].text);
}
