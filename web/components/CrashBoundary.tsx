import { Component, type ReactNode } from 'react';
import { words } from '../words/words';

/** The last resort: a mistake of ours becomes a sentence and a way on, not an empty screen. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    const { crash, actions } = words();
    return (
      <main className="crash" role="alert">
        <p>{crash.words}</p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          {actions.reload}
        </button>
      </main>
    );
  }
}
