import { expect, test } from 'vitest';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { summariseEvents } from '../../src/profile/summary.ts';

test('lists the standing items by signal, newest first, with items of no pack too', () => {
  const events: ProfileEvent[] = [
    { id: '1', type: 'like', item: 'old', at: 1 },
    { id: '2', type: 'view', item: 'old', at: 20 },
    { id: '3', type: 'like', item: 'new', at: 3 },
    { id: '4', type: 'dislike', item: 'bad', at: 4 },
    { id: '5', type: 'cart', item: 'basket', at: 5 },
    { id: '6', type: 'cart', item: 'bought', at: 6 },
    { id: '7', type: 'purchase', item: 'bought', at: 7 },
    { id: '8', type: 'like', item: 'regretted', at: 8 },
    { id: '9', type: 'undo', item: 'regretted', at: 9, undoes: '8' },
    { id: '10', type: 'click', item: 'new', at: 10 },
  ];
  expect(summariseEvents(events)).toEqual({
    liked: ['new', 'old'],
    disliked: ['bad'],
    inCart: ['basket'],
    purchased: ['bought'],
    viewed: ['old', 'new'],
  });
});
