// The site's scripts: modules for the oldest browser that package.json names, which lacks nothing of ES2021.
import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";
import globals from "globals";

const PARTICIPLE = "Identifier[name=/^(told|known|kept|made|seen|found)$/]";
const SCRIPTS = ["site/pages/assets/*.js", "site/forms/*.js", "site/staff/*.js"];

export default [
  // Another project's, whose class fields are in Chromium 72; and what `make bundle` makes of site/forms.
  { ignores: ["site/pages/assets/uqr.js", "site/pages/assets/forms/forms.js"] },
  {
    files: SCRIPTS,
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2021, sourceType: "module", globals: globals.browser },
  },
  { files: SCRIPTS, ...compat.configs["flat/recommended"] },
  { files: SCRIPTS, ...es.configs["flat/restrict-to-es2021"] },
  {
    files: SCRIPTS,
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-shadow": "error",
      // As in the program: no name is a bare participle.
      "no-restricted-syntax": ["error", ...[":function", "VariableDeclarator"].map((each) => `${each} > ${PARTICIPLE}`)],
    },
  },
];
