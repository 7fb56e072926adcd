// The site's style sheet, for the oldest browser that package.json names.
export default {
  extends: "stylelint-config-standard",
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [true, { ignorePartialSupport: true }],
  },
};
