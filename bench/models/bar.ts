import type { Row } from '../../kit/figures/report';

/** A line of the table. @param bar in words; empty where none was asked. */
export function line(figure: string, measured: string, bar = '', holds?: boolean): Row {
  return { figure, measured, bar, holds: holds === undefined ? '' : holds ? 'yes' : 'no' };
}
