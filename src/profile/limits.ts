import { DAY_MS, type Milliseconds } from '../units.ts';

/** The longest item id or event id, in UTF-16 units. */
export const MAX_ID_LENGTH = 1_000;
/** The most events of one export. */
export const MAX_EVENTS = 1_000_000;
/** The longest text that is read as an export, in UTF-16 units. */
export const MAX_EXPORT_LENGTH = 256 * 1024 * 1024;
/** The latest time that a `Date` can hold. */
export const MAX_TIME = 8.64e15;
/** How far ahead of this device's clock a recorded event may be. */
export const MAX_AHEAD: Milliseconds = DAY_MS;

export const SIGNAL_TYPES = ['view', 'click', 'like', 'dislike', 'cart', 'purchase'] as const;
