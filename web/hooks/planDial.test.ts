import { describe, expect, it, vi } from 'vitest';
import type { DeploymentConfig } from '../../protocol/api';
import { isSameSession } from '../session/dial/plan';

vi.mock('../app', () => ({ liveSession: {} }));
const { planDial } = await import('./useRealTimeInference');

const config: DeploymentConfig = {
  enhanced: { available: true, provider: 'cloudflare', iceTransportPolicy: 'all' },
  workflows: { fast: { available: true, id: 'yolo' }, accurate: { available: true, id: 'sam3' } },
  plans: { standard: 'webrtc-gpu-small', enhanced: 'webrtc-gpu-medium' },
  choices: [
    {
      name: 'Count',
      inputs: [{ name: 'prompt', kind: 'text', most: 9 }],
      outputs: [{ name: 'n', kinds: ['integer'] }],
    },
  ],
  access: 'none',
  network: null,
  limits: { sessionSeconds: 600, photoBytes: 1, offerBytes: 1 },
};
const wish = { isEnhancedMode: false, workflow: 'accurate' as const, config, forceRelay: false };

describe('what to dial', () => {
  it('in ENH is the provider’s relay, the medium GPU and the fast workflow, whatever FAST/ACC says', () => {
    expect(planDial({ ...wish, isEnhancedMode: true })).toMatchObject({
      turnConfigUrl: '/v1/webrtc-turn-config/cloudflare',
      wrtcParams: { workflowId: 'yolo', requestedPlan: 'webrtc-gpu-medium' },
      iceTransportPolicy: 'all',
      sessionMs: 600_000,
    });
  });

  it('otherwise is the default route, the standard GPU and the workflow chosen', () => {
    expect(planDial(wish)).toMatchObject({
      turnConfigUrl: '/v1/webrtc-turn-config',
      wrtcParams: { workflowId: 'sam3', requestedPlan: 'webrtc-gpu-small' },
      iceTransportPolicy: 'all',
    });
  });

  it('means Twilio until the deployment has answered', () => {
    const plan = planDial({ ...wish, config: null, isEnhancedMode: true });
    expect(plan.turnConfigUrl).toBe('/v1/webrtc-turn-config/twilio');
  });

  it('takes relay candidates alone where that is forced, and only in ENH', () => {
    const forced = { ...wish, forceRelay: true };
    expect(planDial(forced).iceTransportPolicy).toBe('all');
    expect(planDial({ ...forced, isEnhancedMode: true }).iceTransportPolicy).toBe('relay');
    const enhanced = { available: true, provider: 'coturn', iceTransportPolicy: 'relay' } as const;
    const local = { ...wish, isEnhancedMode: true, config: { ...config, enhanced } };
    expect(planDial(local).iceTransportPolicy).toBe('relay');
  });

  it('asks for the picture of the very workflow that it dials, the first that is known', () => {
    const pictures = { yolo: true, sam3: false };
    expect(planDial({ ...wish, pictures }).picture).toBeNull();
    expect(planDial({ ...wish, isEnhancedMode: true, pictures }).picture).toBe(true);
    expect(planDial({ ...wish, config: null, pictures }).picture).toBeNull();
    const fast = {
      ...config.workflows.fast,
      outputs: [
        { name: 'boxes', kinds: ['image'] },
        { name: 'found', kinds: ['bar_code_detection'] },
      ],
    };
    const known = { ...config, workflows: { ...config.workflows, fast } };
    expect(planDial({ ...wish, isEnhancedMode: true, config: known, pictures }).picture).toBe('boxes');
  });

  it('is no other session once the deployment’s config has come, where the fast workflow runs', () => {
    const fast = { ...wish, workflow: 'fast' as const };
    const before = planDial({ ...fast, config: null });
    expect(before.wrtcParams).not.toHaveProperty('workflowId');
    expect(isSameSession(before, planDial(fast))).toBe(true);
    expect(isSameSession(before, planDial(wish))).toBe(false);
    expect(isSameSession(before, planDial({ ...fast, choice: 'Count' }))).toBe(false);
    expect(isSameSession(before, planDial({ ...fast, isEnhancedMode: true }))).toBe(false);
  });

  it('falls back to the fast workflow where there is no accurate one', () => {
    const workflows = { ...config.workflows, accurate: { available: false, reason: 'x' } as const };
    expect(planDial({ ...wish, config: { ...config, workflows } }).wrtcParams.workflowId).toBe('yolo');
  });

  it('is what was chosen from the list, with its inputs; ENH and ACC run their own meanwhile', () => {
    const inputs = { 'choice Count': { prompt: 'cup', gone: 'x' }, fast: { prompt: 'other' } };
    const chosen = { ...wish, workflow: 'fast' as const, choice: 'Count', inputs };
    expect(planDial(chosen)).toMatchObject({
      wrtcParams: { workflow: 'Count', workflowsParameters: { prompt: 'cup' } },
      workflow: { outputs: new Map([['n', ['integer']]]) },
    });
    for (const other of [{ isEnhancedMode: true }, { workflow: 'accurate' as const }, { choice: 'gone' }]) {
      const { wrtcParams, workflow } = planDial({ ...chosen, ...other });
      expect(wrtcParams).not.toHaveProperty('workflow');
      expect(wrtcParams).not.toHaveProperty('workflowsParameters');
      expect(workflow).toBeNull();
    }
  });
});
