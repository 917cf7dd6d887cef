import { useSyncExternalStore } from 'react';
import { type Layout, layoutFor, onSurfaceChange, readSurface } from '../platform/layout';

export const useLayout = (): Layout => useSyncExternalStore(onSurfaceChange, () => layoutFor(readSurface()));
