/** To the tenth of a cent where it is little, rounded up: what costs is never nothing. */
export function dollars(usd: number): string {
  const digits = usd < 0.1 ? 3 : 2;
  const format = { style: 'currency', currency: 'USD', minimumFractionDigits: digits } as const;
  const rounded = Math.ceil(Number((usd * 10 ** digits).toFixed(6))) / 10 ** digits;
  return new Intl.NumberFormat([], { ...format, maximumFractionDigits: digits }).format(rounded);
}
