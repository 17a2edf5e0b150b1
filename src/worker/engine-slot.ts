import type { Engine } from '../engine/engine.ts';
import type { EngineChoice } from '../recommender.ts';

interface Seat {
  engine: Engine;
  choice: EngineChoice;
  searches: number;
  retired: boolean;
}

/** Holds the engine in use. A swap takes effect for the next search; the old engine is freed when its last one ends. */
export class EngineSlot {
  #seat: Seat;

  constructor(engine: Engine, choice: EngineChoice) {
    this.#seat = { engine, choice, searches: 0, retired: false };
  }

  get choice(): EngineChoice {
    return this.#seat.choice;
  }

  async use<T>(work: (engine: Engine, choice: EngineChoice) => Promise<T>): Promise<T> {
    const seat = this.#seat;
    seat.searches++;
    try {
      return await work(seat.engine, seat.choice);
    } finally {
      seat.searches--;
      release(seat);
    }
  }

  swap(engine: Engine, choice: EngineChoice): void {
    const old = this.#seat;
    this.#seat = { engine, choice, searches: 0, retired: false };
    old.retired = true;
    release(old);
  }

  destroy(): void {
    this.#seat.retired = true;
    release(this.#seat);
  }
}

function release(seat: Seat): void {
  if (seat.retired && seat.searches === 0) seat.engine.destroy();
}
