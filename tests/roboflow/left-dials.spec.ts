/**
 * Every way to leave a dial that we know, on Roboflow's own server: none may keep a session's process for
 * longer than 90 s. They are counted from its answer where that comes after the leaving: before it the
 * process imports, on a busy machine for 20 s and more.
 */
import type { Page, Route } from '@playwright/test';
import { watchRequests } from '../../kit/browser/requests';
import type { CameraScreen } from '../../kit/browser/screen';
import { wordsFor } from '../../web/errors/words';
import { expect, test } from './test';
import { codes } from './workflows';

const OFFER = '**/v1/webrtc-offer';
const LEFT_MS = 90_000;
/** Documentation addresses (RFC 5737): nobody answers there. */
const NOWHERE = '192.0.2.7';

type Leave = (screen: CameraScreen) => Promise<void>;

const offAfter =
  (ms: number): Leave =>
  async ({ page, live }) => {
    await live.click();
    await page.waitForTimeout(ms);
    await live.click();
  };

/** Takes candidates out of the offer and the answer, as a network would that lets nothing through. */
async function withoutPath({ page, live }: CameraScreen, candidates: (sdp: string) => string): Promise<void> {
  await page.route(OFFER, async (route) => {
    const body = route.request().postDataJSON() as { offer: { sdp: string } };
    body.offer.sdp = candidates(body.offer.sdp);
    const response = await route.fetch({ postData: body, timeout: 0 });
    const answer = (await response.json()) as { sdp: string };
    await route.fulfill({ json: { ...answer, sdp: withoutCandidates(answer.sdp) } });
  });
  await live.click();
}

const withoutCandidates = (sdp: string) => sdp.replace(/^a=candidate:.*\r\n/gm, '');

/** The server has answered, and its checks may be answered, too; the page has not heard of it. */
async function asTheAnswerComes({ page }: CameraScreen, leave: () => Promise<void>): Promise<void> {
  const answered = new Promise<Route>((resolve) => {
    void page.route(OFFER, async (route) => {
      const response = await route.fetch({ timeout: 0 });
      resolve(route);
      await page.waitForTimeout(500);
      await route.fulfill({ response });
    });
  });
  await page.getByRole('button', { name: 'LIVE', exact: true }).click();
  await answered;
  await leave();
}

const WAYS: Record<string, Leave> = {
  'LIVE off after 0.5 s': offAfter(500),
  'LIVE off after 2 s': offAfter(2_000),
  'LIVE off after 4 s': offAfter(4_000),
  'LIVE off as the answer comes': (screen) => asTheAnswerComes(screen, () => screen.live.click()),
  'tab closed while dialling': async ({ page, live }) => {
    await live.click();
    await page.waitForTimeout(2_000);
    await page.close();
  },
  'page left for another while dialling': async ({ page, live }) => {
    await live.click();
    await page.waitForTimeout(2_000);
    await page.goto('about:blank');
  },
  'ICE blocked': (screen) =>
    withoutPath(screen, (sdp) => sdp.replace(/^(a=candidate:\S+ \d+ udp \d+ )\S+/gim, `$1${NOWHERE}`)),
  'request aborted before the answer': async (screen) => {
    await screen.page.route(OFFER, async (route) => {
      void route.fetch({ timeout: 0 }).catch(() => {});
      await screen.page.waitForTimeout(1_000);
      await route.abort();
    });
    await screen.live.click();
  },
};

const secondsSince = (at: number) => `${((Date.now() - at) / 1000).toFixed(0)} s`;

test.beforeEach(({ workflow }) => workflow.define(codes));

for (const [way, leave] of Object.entries(WAYS)) {
  test(`${way}: no session's process is left 90 s later`, async ({ visit, server }) => {
    const before = new Set(server.sessions());
    const answers = server.answers();
    const left = () => server.sessions().filter((pid) => !before.has(pid));
    const screen = await visit();
    const [leftAt] = await Promise.all([
      leave(screen).then(() => Date.now()),
      expect.poll(left, { timeout: 30_000, message: 'no session began' }).not.toEqual([]),
    ]);
    await expect.poll(server.answers, { timeout: 60_000, message: 'no answer' }).toBeGreaterThan(answers);
    const answeredAt = Date.now();
    await expect.poll(left, { timeout: LEFT_MS, message: way }).toEqual([]);
    console.log(
      `${way}: gone ${secondsSince(leftAt)} after it was left, ${secondsSince(answeredAt)} after the answer`,
    );
    if (!screen.page.isClosed()) await expect.poll(() => answered(screen.page)).toBe(0);
  });
}

test('no candidate to be had: no session is begun', async ({ visit, server }) => {
  const before = server.sessions();
  const screen = await visit({ before: [{ run: installNoCandidates }] });
  const leftBy = watchRequests(screen.page, new URL(screen.page.url()).origin);
  await screen.live.click();
  expect(await screen.oneAlert()).toContain(wordsFor({ code: 'direct_blocked' }, 'desktop').say);
  expect(leftBy()['/v1/webrtc-offer']).toBeUndefined();
  expect(server.sessions()).toEqual(before);
});

/** For `addInitScript`: a browser whose policy, or whose network, leaves it no candidate. */
function installNoCandidates(): void {
  const { get } = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, 'localDescription') ?? {};
  Object.defineProperty(RTCPeerConnection.prototype, 'localDescription', {
    get(this: RTCPeerConnection) {
      const { type, sdp } = (get?.call(this) as RTCSessionDescription | null) ?? {};
      return type && { type, sdp: sdp?.replace(/^a=(candidate:.*|end-of-candidates)\r\n/gm, '') };
    },
  });
}

/** Peers that have an answer and are not closed; a page without the app has none. */
function answered(page: Page): Promise<number> {
  return page.evaluate(() => {
    const peers = window.__instruments?.peers ?? [];
    return peers.filter((peer) => peer.remoteDescription && peer.connectionState !== 'closed').length;
  });
}
