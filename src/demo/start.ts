/** Imported first, so that the clock starts and the network meter is in place before anything else runs. */
import { installMeter } from './network-meter.ts';

performance.mark('locavore:start');

export const meter = installMeter();
