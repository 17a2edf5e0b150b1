/**
 * Opens the recommender as soon as this module is evaluated, which is before the rest of the shop is: the worker starts while the
 * page draws itself.
 */
import { createRecommender, type Progress, type Recommender } from '../index.ts';

const PACK = 'models/books/';
const NAMESPACE = 'quire-lane';

interface Opening {
  recommender: Promise<Recommender>;
  listen(listener: (progress: Progress) => void): void;
}

function begin(): Opening {
  let newest: Progress | undefined;
  let tell: ((progress: Progress) => void) | undefined;
  const recommender = createRecommender({
    pack: PACK,
    namespace: NAMESPACE,
    onProgress: (progress) => {
      newest = progress;
      tell?.(progress);
    },
  });
  // Whoever asks for it handles a failure; until then it is not unhandled.
  recommender.catch(() => {});
  return {
    recommender,
    listen(listener) {
      tell = listener;
      if (newest) listener(newest);
    },
  };
}

let early: Opening | undefined = begin();

/** The opening under way, or after a failure a new one. */
export function openRecommender(onProgress: (progress: Progress) => void): Promise<Recommender> {
  const opening = early ?? begin();
  early = undefined;
  opening.listen(onProgress);
  return opening.recommender;
}
