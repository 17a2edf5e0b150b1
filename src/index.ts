export type { ErrorCode } from './errors.ts';
export { LocavoreError } from './errors.ts';
