import { Component, type ReactNode } from 'react';

/** The last resort: a mistake of ours becomes a sentence and a way on, not an empty screen. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="crash" role="alert">
        <p>Something in the app broke. Reload the page to start over.</p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    );
  }
}
