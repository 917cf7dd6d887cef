import { useId, useRef } from 'react';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useWords } from '../../hooks/usePage';
import type { Bytes } from '../../session/meter';
import { costOf, type ListPrice, listPriceOf } from '../../session/price';
import { keep, usePreferences } from '../../store/preferences';
import { useVisionStore } from '../../store/useVisionStore';
import { bytesText } from '../status/bytesText';
import { dollars } from '../status/dollars';

const KINDS = ['direct', 'relay'] as const;
/** Bytes that a session may be bounded by: mobile plans come in such sizes. */
const LIMITS = [25e6, 50e6, 100e6, 250e6, 500e6, 1e9] as const;

/** What the session has sent and received, what that costs, and after how much it stops. */
export function DataUse() {
  const { settings: texts } = useToolWords();
  const mostBytes = usePreferences((state) => state.mostBytes);
  const [id, why] = [useId(), useId()];
  const limits = [...new Set([...LIMITS, ...(mostBytes === null ? [] : [mostBytes])])].sort((a, b) => a - b);
  return (
    <section className="dataUse">
      <Spent />
      <div className="accessForm">
        <label htmlFor={id}>{texts.mostData}</label>
        <select
          id={id}
          aria-describedby={why}
          value={mostBytes ?? ''}
          onChange={({ target }) => keep({ mostBytes: Number(target.value) || null })}
        >
          <option value="">{texts.noMost}</option>
          {limits.map((bytes) => (
            <option key={bytes} value={bytes}>
              {bytesText(bytes)}
            </option>
          ))}
        </select>
      </div>
      <p id={why} className="accessWhy">
        {texts.mostDataWhy}
      </p>
    </section>
  );
}

/** Nothing before there was a session. Not read out by itself: it changes each second. */
function Spent() {
  const { settings: texts } = useToolWords();
  const { route } = useWords();
  const traffic = useVisionStore((state) => state.traffic);
  const provider = useVisionStore(({ config }) =>
    config?.enhanced.available ? config.enhanced.provider : null,
  );
  const price = provider && listPriceOf(provider);
  const used = traffic ? KINDS.filter((kind) => traffic[kind].sent + traffic[kind].received > 0) : [];
  if (!traffic || used.length === 0) return null;
  return (
    <>
      <h3>{texts.data}</h3>
      <ul className="dataBy">
        {used.map((kind) => (
          <li key={kind}>
            {texts.dataBy({
              kind: route[kind],
              sent: bytesText(traffic[kind].sent),
              received: bytesText(traffic[kind].received),
            })}
          </li>
        ))}
      </ul>
      {price && used.includes('relay') && <Cost relayed={traffic.relay} provider={provider} price={price} />}
    </>
  );
}

function Cost({ relayed, provider, price }: { relayed: Bytes; provider: string; price: ListPrice }) {
  const { settings: texts } = useToolWords();
  const hourly = useHourly(relayed, price);
  const name = provider.replace(/^./, (first) => first.toUpperCase());
  const month = new Intl.DateTimeFormat([], { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <p className="accessWhy" data-testid="cost" data-hourly={hourly ?? undefined}>
      {texts.cost({
        sum: dollars(costOf(relayed, price)),
        hourly: hourly === null ? '…' : dollars(hourly),
      })}{' '}
      {texts.listPrice({
        provider: name,
        price: dollars(price.usdPerGigabyte),
        month: month.format(new Date(price.readIn)),
      })}
    </p>
  );
}

/** US dollars an hour at the pace since this was first shown; null until a second has been seen. */
function useHourly(relayed: Bytes, price: ListPrice): number | null {
  const cost = costOf(relayed, price);
  const nowMs = performance.now();
  const first = useRef({ cost, nowMs });
  // A new session counts from nothing.
  if (cost < first.current.cost) first.current = { cost, nowMs };
  const passedMs = nowMs - first.current.nowMs;
  return passedMs < 1_000 ? null : ((cost - first.current.cost) * 3_600_000) / passedMs;
}
