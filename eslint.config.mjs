// The site's scripts: modules for the oldest browser that package.json names, which lacks nothing of ES2021.
import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";
import globals from "globals";

export default [
  { ignores: ["site/pages/assets/uqr.js"] }, // another project's; class fields, which it uses, are in Chromium 72
  {
    files: ["site/pages/assets/*.js"],
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2021, sourceType: "module", globals: globals.browser },
  },
  { files: ["site/pages/assets/*.js"], ...compat.configs["flat/recommended"] },
  { files: ["site/pages/assets/*.js"], ...es.configs["flat/restrict-to-es2021"] },
  {
    files: ["site/pages/assets/*.js"],
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-shadow": "error" },
  },
];
