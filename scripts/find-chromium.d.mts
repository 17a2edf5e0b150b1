export function findChromium(options?: { install?: boolean }): Promise<string>;
export const SOFTWARE_WEBGPU_FLAGS: string[];
