import { defineConfig } from '@playwright/test';
import { findChromium, SOFTWARE_WEBGPU_FLAGS } from './scripts/find-chromium.mjs';

const port = 5197;

export default defineConfig({
  testDir: 'e2e',
  timeout: 60_000,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: { executablePath: await findChromium(), args: SOFTWARE_WEBGPU_FLAGS },
    trace: 'retain-on-failure',
  },
  webServer: {
    // The built product, not the development server.
    command: `npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
  },
});
