export const KERNELS: { source: string }[];
export function compileKernel(source: string): Promise<Uint8Array>;
export function generatedPath(source: string): string;
export function generatedText(source: string, bytes: Uint8Array): string;
