import { defineConfig } from "vitest/config";

// What needs a page says so in its first line: `// @vitest-environment happy-dom`.
export default defineConfig({ test: { include: ["tests/**/*.test.js"], restoreMocks: true } });
