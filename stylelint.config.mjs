// The site's style sheet, for the oldest browser that package.json names.
export default {
  extends: "stylelint-config-standard",
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    // Chromium 90 knows no `(width <= 48em)`.
    "media-feature-range-notation": "prefix",
    // A block, its parts and their kinds: .status__row, .badge--good; Material's own names are alike.
    "selector-class-pattern": ["^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+)?$", {}],
    "custom-property-pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*(--[a-z0-9]+)?$",
    "value-keyword-case": ["lower", { ignoreKeywords: ["Consolas", "A4"] }],
    // Pieces stand in the order of the page, and do not meet in one element.
    "no-descending-specificity": null,
    "plugin/no-unsupported-browser-features": [true, { ignorePartialSupport: true }],
  },
};
