import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, SOFTWARE_WEBGPU_FLAGS } from './scripts/find-chromium.mjs';

const wantsBrowser = !process.argv.includes('node');

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts', 'test/**/*.no-gpu.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs',
            '@tensorflow/tfjs-backend-webgpu',
            '@tensorflow/tfjs-backend-wasm',
            'fast-check',
            'idb',
          ],
        },
        test: {
          name: 'browser',
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // One GPU device at a time: the software adapter shares two cores with everything else.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: wantsBrowser
                ? { executablePath: await findChromium(), args: SOFTWARE_WEBGPU_FLAGS }
                : {},
            }),
            instances: [
              { browser: 'chromium', include: ['test/**/*.browser.test.ts'] },
              {
                // No flags, no adapter: how WebGPU is missing on many machines.
                browser: 'chromium',
                name: 'browser (no GPU)',
                include: ['test/**/*.no-gpu.test.ts'],
                provider: playwright({
                  launchOptions: wantsBrowser
                    ? { executablePath: await findChromium(), args: ['--no-sandbox'] }
                    : {},
                }),
              },
            ],
          },
        },
      },
    ],
  },
});
