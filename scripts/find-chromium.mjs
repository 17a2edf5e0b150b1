/**
 * Finds a Chromium for the tests, in this order: `LOCAVORE_CHROMIUM`, the system's, Playwright's download,
 * and, with `{ install: true }`, one that it installs: by apt where it is root on Debian, else by Playwright.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const MAC_APPS = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function systemChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const onMac = process.platform === 'darwin' ? MAC_APPS.map((app) => join('/Applications', app)) : [];
  return [...onPath, ...onMac].find(executable);
}

async function playwrightChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function install() {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (isRootOnDebian) {
    console.error('No Chromium found: installing it with apt-get …');
    execFileSync('apt-get', ['update'], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } else {
    console.error('No Chromium found: downloading it with Playwright …');
    spawnSync('npx', ['playwright', 'install', 'chromium'], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  }
}

/** @returns {Promise<string>} the path of an executable */
export async function findChromium({ install: mayInstall = false } = {}) {
  const explicit = process.env.LOCAVORE_CHROMIUM;
  if (explicit) {
    if (executable(explicit)) return explicit;
    throw new Error(`LOCAVORE_CHROMIUM is ${JSON.stringify(explicit)}, which is not an executable file.`);
  }
  const found = systemChromium() ?? (await playwrightChromium());
  if (found) return found;
  if (mayInstall) {
    install();
    const installed = systemChromium() ?? (await playwrightChromium());
    if (installed) return installed;
  }
  throw new Error('No Chromium found. Install one, or name it: LOCAVORE_CHROMIUM=/path/to/chromium');
}

/** Flags for WebGPU in software, the same for every test that opens a browser. */
export const SOFTWARE_WEBGPU_FLAGS = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
