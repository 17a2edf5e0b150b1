/** What a training thread runs: jobs by name, blocks from the shared counter until none is left. */
import { parentPort } from 'node:worker_threads';
import { JOBS } from './jobs.ts';
import type { JobMessage, JobReply } from './threads.ts';

parentPort?.on('message', ({ name, context, blocks, control }: JobMessage) => {
  let reply: JobReply = { done: true };
  try {
    // The contexts are keyed by the same name; TypeScript cannot see that the pair belongs together.
    const work = (JOBS[name] as (context: unknown) => (block: number) => void)(context);
    while (Atomics.load(control, 1) === 0) {
      const block = Atomics.add(control, 0, 1);
      if (block >= blocks) break;
      work(block);
    }
  } catch (error) {
    reply = { error };
  }
  parentPort?.postMessage(reply);
});
