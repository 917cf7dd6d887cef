/** What a person reads once everything runs. */
import { toString as qrCode } from 'qrcode';
import type { DeploymentConfig } from '../../protocol/api';
import type { StartPlan } from './plan';

/** `config`: what the app says of itself, so that these words cannot say anything else. */
export function readyText(plan: StartPlan, { enhanced, workflows: { fast } }: DeploymentConfig): string {
  return [
    '',
    `  Sightline runs at  ${plan.app.url}`,
    '',
    `  LIVE uses  ${fast.available ? plan.live : `nothing: ${fast.reason}`}`,
    `  ENH uses   ${plan.enhanced(enhanced)}`,
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

/**
 * Its fragment stays in the browser: the code reaches no log, and the page takes it out of the address bar.
 */
export function phoneLink(url: string, code: string | null): string {
  return code === null ? url : `${url}/#code=${code}`;
}

/**
 * The words below the QR code. `code`: one that the link brings along, for those who type. `caFile`: the
 * certificate to trust where a warning is not enough.
 */
export function phoneText(caFile: string, code: string | null): string {
  const typed =
    code === null
      ? []
      : [
          `  Access code  ${code}`,
          '  The scanned link brings it along; with a typed address LIVE asks for it.',
        ];
  return [
    '  On the phone, on the same Wi-Fi: scan the code, or type the address.',
    ...typed,
    '  Its browser will warn of the certificate, which this machine made for itself. That is expected here:',
    '    iPhone   "Show Details", then "visit this website"',
    '    Android  "Advanced", then "Proceed"',
    '  Camera, LIVE and ENH then work. To install it on the home screen the phone must trust the certificate:',
    `    send ${caFile} to it (AirDrop, mail), open it there, and`,
    '    iPhone   install the profile, then Settings > General > About > Certificate Trust Settings: switch it on',
    '    Android  Settings > Security > Encryption & credentials > Install a certificate > CA certificate',
    '  Remove it from the phone when you are done: whoever holds this machine’s key could pose as any site to it.',
    '',
  ].join('\n');
}

export function qrText(url: string): Promise<string> {
  return qrCode(url, { type: 'terminal', small: true });
}
