const names = new Set(
  "node_modules dist build out output target coverage .next .nuxt .output .svelte-kit .turbo .cache .parcel-cache .vite .angular .astro .docusaurus .expo __pycache__ .pytest_cache .mypy_cache .ruff_cache .tox .nox .venv venv .hypothesis htmlcov .nyc_output tmp temp .tmp .gradle bin obj debug release cmake-build-debug cmake-build-release .eggs pip-wheel-metadata .terraform .serverless .aws-sam .vercel .netlify .wrangler .dart_tool .build deriveddata storybook-static test-results testresults playwright-report .playwright _build deps .elixir_ls .stack-work dist-newstyle vendor/bundle .bundle logs log .eslintcache .sass-cache .jekyll-cache _site public/build generated .generated lib-cov elm-stuff bower_components jspm_packages pods .swiftpm zig-cache zig-out .zig-cache bazel-bin bazel-out result".split(
    " ",
  ),
);

/** Whether a path relative to a project lies in what a build, a test run or an install makes again. */
export function isBuildOutput(inside: string): boolean {
  return inside.split("/").some((part) => {
    const name = part.toLowerCase();
    return names.has(name) || name.endsWith(".egg-info") || name.startsWith("cmake-build-");
  });
}
