const names = new Set(
  "node_modules .pnpm-store dist build out output target coverage .next .nuxt .output .svelte-kit .turbo .cache .vite .angular .astro .docusaurus .expo .react-router .tanstack .webpack .vinxi .nitro .open-next .contentlayer .stryker-tmp .nx .swc .wireit __pycache__ .tox .nox .venv venv .hypothesis .pyre .pytype .benchmarks .ipynb_checkpoints wheelhouse htmlcov .coverage .nyc_output tmp temp .tmp .temp .gradle .kotlin .cxx .externalnativebuild bin obj debug release builddir cmakefiles cmakecache.txt _deps .vs .eggs pip-wheel-metadata .terraform .serverless .aws-sam .vercel .netlify .wrangler .dart_tool .build deriveddata storybook-static .test-results testresults playwright-report blob-report .playwright .molecule _build _book deps ebin .elixir_ls .stack-work dist-newstyle .bloop .metals .scala-build .bundle logs log _site generated .generated __generated__ lib-cov nimcache _opam elm-stuff bower_components jspm_packages pods .swiftpm zig-cache zig-out bazel-bin bazel-out result".split(
    " ",
  ),
);

/** What the name of an output folder is continued by. With another word (`build-tools`) it may be source. */
const variant =
  "debug|release|relwithdebinfo|minsizerel|dev|prod|production|test|tests|coverage|asan|tsan|ubsan|msan|lto|pgo|x64|x86|x86_64|amd64|arm|arm64|aarch64|linux|macos|darwin|win|win32|win64|windows|android|ios|wasm|gcc|clang|msvc|mingw|ninja|make|static|shared|tsc|ssr|types|es|esm|cjs|umd|electron|output|outputs|tmp";

const patterns: readonly RegExp[] = [
  new RegExp(`^(?:build|dist|out|target)(?:[-_.](?:${variant}))+$`),
  /^cmake-build-|\.egg-info$|^\.coverage\.|\.tsbuildinfo$/,
  // `.eslintcache`, `.mypy_cache`, `.cache-loader`
  /^\.[\w.-]*caches?(?:[-_.][\s\S]*)?$/,
  /^(?:test|allure|junit)[-_](?:results?|reports?|output)$/,
];

/** Outputs only in this place, as their names are used for much else. */
const places =
  /^(?:x64|cover)(?:\/|$)|(?:^|\/)(?:cypress\/(?:videos|screenshots)|vendor\/bundle|\.(?!git\/)[\w-]+\/cache|storage\/(?:[\w-]+\/){0,8}cache)(?:\/|$)/;

function isOutputName(name: string): boolean {
  return names.has(name) || patterns.some((pattern) => pattern.test(name));
}

/** Whether a path relative to a project lies in what a build, a test run or an install makes again. */
export function isBuildOutput(inside: string): boolean {
  const path = inside.toLowerCase();
  return places.test(path) || path.split("/").some(isOutputName);
}
