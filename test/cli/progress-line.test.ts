import { describe, expect, it } from 'vitest';
import { ProgressLine } from '../../src/cli/progress-line.ts';

function given(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns: 30, write: (text: string) => written.push(text) };
  return { line: new ProgressLine(stream, () => clock.now), written, clock };
}

describe('ProgressLine', () => {
  it('rewrites one line on a terminal, not too often, and takes it away', () => {
    const { line, written, clock } = given(true);
    for (let step = 1; step <= 100; step++) {
      clock.now += 10;
      line.update('als', step, 100);
    }
    line.clear();
    expect(written.length).toBeLessThan(15);
    expect(written[0]).toBe('\rals 1% (1/100), 0.0 s\u001b[K');
    expect(written.at(-2)).toBe('\rals 100% (100/100), 1.0 s\u001b[K');
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  it('never writes wider than the terminal', () => {
    const { line, written } = given(true);
    line.update('a phase with a name that is far too long', 1, 3);
    expect(written[0].length).toBeLessThanOrEqual(30 + '\r\u001b[K'.length);
  });

  it('writes a line now and then in a log: the first, the last, and every ten seconds', () => {
    const { line, written, clock } = given(false);
    for (let step = 1; step <= 300; step++) {
      clock.now += 100;
      line.update('als', step, 300);
    }
    line.clear();
    expect(written).toHaveLength(4);
    for (const control of ['\r', '\u001b']) expect(written.join('')).not.toContain(control);
    expect(written.at(-1)).toBe('als 100% (300/300), 29.9 s\n');
  });
});
