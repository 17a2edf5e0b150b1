/** The worker's script. */
import { serve } from './host.ts';
import { openLocal } from './local.ts';
import type { Port } from './protocol.ts';

serve(globalThis as unknown as Port, (options, hooks) => openLocal(options, { ...hooks, thread: 'worker' }));
