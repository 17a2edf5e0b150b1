/** What `locavore evaluate --json` prints and `locavore train --evaluation` puts on the card. */
import type { ModelCard } from '../pack/format.ts';
import { JsonShape } from '../pack/json-shape.ts';
import { readJsonFile } from './read-json-file.ts';

type Evaluation = NonNullable<ModelCard['evaluation']>;

/** One object per model, its figures to five places, and beside them the protocol. */
export function evaluationJson({ protocol, metrics }: Evaluation): string {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(5)) : value;
  return `${JSON.stringify({ ...metrics, protocol }, rounded, 2)}\n`;
}

/** @throws LocavoreError `file-unreadable`, `input-malformed` */
export async function readEvaluation(path: string): Promise<Evaluation> {
  const json = await readJsonFile(path);
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
