/** The closed list of what threads can compute. A job prepares itself once per thread and is then called per block. */
import { type AlsJob, gramJob, solveJob } from './als-job.ts';
import { type InverseJob, inverseJob } from './inverse-job.ts';
import {
  type DualWeightsJob,
  dualWeightsJob,
  type LocalRidgeJob,
  localRidgeJob,
  type PrimalWeightsJob,
  primalWeightsJob,
} from './neighbours-job.ts';

export interface JobContexts {
  'als-gram': AlsJob;
  'als-solve': AlsJob;
  inverse: InverseJob;
  'neighbours-dual': DualWeightsJob;
  'neighbours-primal': PrimalWeightsJob;
  'neighbours-local': LocalRidgeJob;
}

export type JobName = keyof JobContexts;

export const JOBS: { [N in JobName]: (context: JobContexts[N]) => (block: number) => void } = {
  'als-gram': gramJob,
  'als-solve': solveJob,
  inverse: inverseJob,
  'neighbours-dual': dualWeightsJob,
  'neighbours-primal': primalWeightsJob,
  'neighbours-local': localRidgeJob,
};
