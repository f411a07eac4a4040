import type { Foldable } from "./state-store";

/**
 * States as this process last wrote them, so that the next receipt of a message under way needs no reading. Whoever
 * uses one writes only where it still stands so (`writeStates`), hence one that is out of date costs a second try and
 * nothing else.
 */
export interface StateCache {
  /** Those of the messages asked for that are known, by id. */
  get(ids: Iterable<string>): Map<string, Foldable>;
  put(states: Iterable<Foldable>): void;
  /** Forgets messages, and what their apps' defaults were, since one or the other was out of date. */
  drop(ids: Iterable<string>): void;
}

/**
 * @param most how many messages are kept: those written longest ago go first. One takes about a kilobyte.
 */
export function createStateCache(most: number): StateCache {
  const states = new Map<string, Foldable>();
  /** The apps' default strategies, once for each app, so that one that changed is out of date for all its messages. */
  const defaults = new Map<string, string | null>();

  function find(id: string): Foldable | undefined {
    const state = states.get(id);
    const strategy = state && defaults.get(state.app_id);
    if (!state || strategy === undefined) return undefined;
    return state.default_strategy === strategy ? state : { ...state, default_strategy: strategy };
  }

  return {
    get(ids) {
      const found = new Map<string, Foldable>();
      for (const id of ids) {
        const state = find(id);
        if (state) found.set(id, state);
      }
      return found;
    },
    put(written) {
      for (const state of written) {
        defaults.set(state.app_id, state.default_strategy);
        // At the end of the Map's order, which is that of the writing.
        states.delete(state.message_id);
        states.set(state.message_id, state);
      }
      for (const id of states.keys()) {
        if (states.size <= most) break;
        states.delete(id);
      }
    },
    drop(ids) {
      for (const id of ids) {
        const state = states.get(id);
        if (state) defaults.delete(state.app_id);
        states.delete(id);
      }
    },
  };
}
