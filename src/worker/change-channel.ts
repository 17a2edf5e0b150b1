/** Tells the other tabs of a namespace that the profile changed; they read it again from the store. */
export interface ChangeChannel {
  post(): void;
  close(): void;
}

const MESSAGE = 'change';

export function openChangeChannel(namespace: string, onChange: () => void): ChangeChannel {
  if (typeof BroadcastChannel === 'undefined') return { post: () => {}, close: () => {} };
  const channel = new BroadcastChannel(`locavore:${namespace}`);
  channel.onmessage = ({ data }) => {
    if (data === MESSAGE) onChange();
  };
  // In Node an open channel would keep the process alive.
  (channel as { unref?: () => void }).unref?.();
  return {
    post: () => channel.postMessage(MESSAGE),
    close: () => channel.close(),
  };
}
