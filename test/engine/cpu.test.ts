/** The battery in Node: the plain engine and WASM. */
import { describe, test } from 'vitest';
import { createJsEngine } from '../../src/engine/js/engine.ts';
import { createWasmEngine } from '../../src/engine/wasm/engine.ts';
import { engineContract } from './contract.ts';
import { AWKWARD_SIZES, DIMENSIONS, expectSameAsJsEverywhere } from './equality.ts';
import { randomMatrix } from './matrices.ts';
import { engineProperties } from './properties.ts';

engineContract('js', createJsEngine);
engineContract('wasm', createWasmEngine);

describe('wasm equals js, bit for bit', () => {
  for (const size of AWKWARD_SIZES) {
    test(`${size} items`, async () => {
      const matrix = randomMatrix(size, 64, size);
      await expectSameAsJsEverywhere(await createWasmEngine(matrix), matrix);
    });
  }
  for (const dimension of DIMENSIONS) {
    test(`dimension ${dimension}`, async () => {
      const matrix = randomMatrix(3_001, dimension, dimension);
      await expectSameAsJsEverywhere(await createWasmEngine(matrix), matrix);
    });
  }
});

engineProperties('wasm', createWasmEngine, 2_000);
