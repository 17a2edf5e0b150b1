import { LocavoreError } from '../../src/errors.ts';

function asLocavoreError(error: unknown): LocavoreError {
  if (error instanceof LocavoreError) return error;
  throw new Error('Expected a LocavoreError.', { cause: error });
}

/** The LocavoreError that `action` throws. */
export function caught(action: () => unknown): LocavoreError {
  try {
    action();
  } catch (error) {
    return asLocavoreError(error);
  }
  throw new Error('Expected a LocavoreError, but nothing was thrown.');
}

/** The LocavoreError that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<LocavoreError> {
  try {
    await promise;
  } catch (error) {
    return asLocavoreError(error);
  }
  throw new Error('Expected a LocavoreError, but the promise resolved.');
}
