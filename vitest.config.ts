import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["build/out/**", "node_modules/**"],
    globalSetup: ["test/throw-away-home.ts"],
    reporters: ["default", "./test/reporter.ts"],
    pool: "threads",
    // Its ESM build imports a folder, which Node refuses; Node itself takes its CommonJS build.
    server: { deps: { inline: ["clipanion"] } },
    testTimeout: 30_000,
  },
});
