/** What `locavore evaluate --json` prints and `locavore train --evaluation` puts on the card. */
import { readFile } from 'node:fs/promises';
import { LocavoreError } from '../errors.ts';
import type { ModelCard } from '../pack/format.ts';
import { JsonShape } from '../pack/json-shape.ts';
import { unreadable } from '../train/read/bytes.ts';

type Evaluation = NonNullable<ModelCard['evaluation']>;

/** One object per model, its figures to five places, and beside them the protocol. */
export function evaluationJson({ protocol, metrics }: Evaluation): string {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(5)) : value;
  return `${JSON.stringify({ ...metrics, protocol }, rounded, 2)}\n`;
}

/** @throws LocavoreError `file-unreadable`, `input-malformed` */
export async function readEvaluation(path: string): Promise<Evaluation> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw unreadable(path, error);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new LocavoreError('input-malformed', `${path} is not JSON: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  const shape = new JsonShape(path, 'input-malformed', 'Make it with: locavore evaluate … --json > FILE');
  const { protocol, ...models } = shape.object(json, 'the file');
  const metrics: Evaluation['metrics'] = {};
  for (const [model, row] of Object.entries(models)) {
    const figures = Object.entries(shape.object(row, model));
    metrics[model] = Object.fromEntries(
      figures.map(([name, value]) => [name, shape.number(value, `${model}.${name}`)]),
    );
  }
  return { protocol: shape.string(protocol, 'protocol'), metrics };
}
