/**
 * `npm test`: builds what is tested, finds or installs a Chromium, runs every suite, and ends with one plain line
 * `N passed, N failed` that counts the tests of all suites.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';

const RESULTS = 'test-results';
const isWindows = process.platform === 'win32';

function run(title, command, args, env = {}) {
  console.log(`\n── ${title}`);
  const { status, signal } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: isWindows,
    env: { ...process.env, ...env },
  });
  if (signal) process.exit(130);
  return status === 0;
}

/** A suite that wrote no report crashed: that is one failure. */
function count(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function vitestCounts(report) {
  // A file that could not be collected has no tests but is a failure all the same.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

function playwrightCounts({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const chromium = await findChromium({ install: true });
console.log(`Chromium: ${chromium}`);
const env = { LOCAVORE_CHROMIUM: chromium };

if (!run('Build', 'npm', ['run', '--silent', 'build'])) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}

let allGreen = true;
const totals = { passed: 0, failed: 0 };
const add = (isGreen, { passed, failed }) => {
  // A runner that fails without a failed test (an unhandled rejection, say) still fails the whole.
  totals.passed += passed;
  totals.failed += failed + (!isGreen && failed === 0 ? 1 : 0);
  allGreen &&= isGreen;
};

for (const project of ['node', 'browser']) {
  const file = `${RESULTS}/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const isGreen = run(
    `Unit tests: ${project}`,
    'npx',
    ['vitest', 'run', '--project', project, ...reporters],
    env,
  );
  add(isGreen, count(file, vitestCounts));
}
const isGreen = run('End to end, on the built product', 'npx', ['playwright', 'test'], env);
add(isGreen, count(`${RESULTS}/e2e.json`, playwrightCounts));

console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(allGreen && totals.failed === 0 ? 0 : 1);
