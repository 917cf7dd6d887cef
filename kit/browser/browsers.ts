import type { Browser, BrowserType } from '@playwright/test';
import { plainEnv } from '../process/child';
import { findTool } from '../process/tools.mjs';
import { cameraFile, type Filmed } from '../scenes/cameraFile';
import type { RelayFacts } from '../stack/relay';

/** What a browser can differ in; each variant is one process, started when first asked for. */
export type Variant = {
  scene: Filmed;
  /** Whether it trusts the CA that signed the relay's certificate. */
  trusting: boolean;
  /** 'none': the machine has no camera. 'denied': every permission prompt is answered with no. */
  camera: 'granted' | 'denied' | 'none';
};

const USUAL: Variant = { scene: 'still', trusting: true, camera: 'granted' };

/** No GPU, no QUIC, and nothing that calls home. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function cameraFlags({ scene, camera }: Variant): string[] {
  if (camera === 'none')
    return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'];
  return [
    ...filmed(cameraFile(scene)),
    camera === 'denied' ? '--deny-permission-prompts' : '--use-fake-ui-for-media-stream',
  ];
}

/** A camera that plays this file, Y4M or Motion JPEG, in a loop. */
export function filmed(file: string): string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
}

/** @throws Error where it is not installed. */
export function chromiumProgram(): string {
  const program = findTool('chromium');
  if (program === null) throw new Error('Chromium is not installed; install the package "chromium".');
  return program;
}

export class Browsers {
  private readonly running = new Map<string, Promise<Browser>>();

  constructor(
    private readonly chromium: BrowserType,
    private readonly homes: Pick<RelayFacts, 'trusting' | 'suspicious'>,
  ) {}

  get(wanted: Partial<Variant> = {}): Promise<Browser> {
    const variant = { ...USUAL, ...wanted };
    const key = JSON.stringify(variant);
    const found = this.running.get(key) ?? this.launch(variant);
    this.running.set(key, found);
    return found;
  }

  async close(): Promise<void> {
    const started = await Promise.allSettled(this.running.values());
    await Promise.all(
      started.map((result) => (result.status === 'fulfilled' ? result.value.close() : undefined)),
    );
  }

  private launch(variant: Variant): Promise<Browser> {
    const HOME = variant.trusting ? this.homes.trusting : this.homes.suspicious;
    return this.chromium.launch({
      executablePath: chromiumProgram(),
      args: [...FLAGS, ...cameraFlags(variant)],
      env: { ...plainEnv(), HOME },
    });
  }
}
