import { useEffect } from 'react';

/** Of the address to which the service worker, or without one the server, leads who shares a picture. */
const PARAMETER = 'shared';

/** Tells once where the page was opened by another app's sharing; a reload is no second one. */
export function useShared(onShared: () => void): void {
  useEffect(() => {
    const url = new URL(location.href);
    if (!url.searchParams.has(PARAMETER)) return;
    url.searchParams.delete(PARAMETER);
    history.replaceState(history.state, '', url);
    onShared();
  }, [onShared]);
}
