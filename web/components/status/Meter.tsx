import { useWords } from '../../hooks/usePage';
import { useVisionStore } from '../../store/useVisionStore';
import { bytesText } from './bytesText';

/** What this session has sent and received so far. Nothing that is read out by itself: it changes every second. */
export function Meter() {
  const { meter } = useWords();
  const traffic = useVisionStore((state) => state.traffic);
  if (!traffic) return null;
  const { direct, relay } = traffic;
  const bytes = { sent: direct.sent + relay.sent, received: direct.received + relay.received };
  if (bytes.sent + bytes.received === 0) return null;
  const texts = { sent: bytesText(bytes.sent), received: bytesText(bytes.received) };
  return (
    <span
      className="meter"
      role="img"
      aria-label={meter.said(texts)}
      data-testid="meter"
      data-sent={bytes.sent}
      data-received={bytes.received}
      data-relayed={relay.sent + relay.received}
    >
      {meter.shown(texts)}
    </span>
  );
}
